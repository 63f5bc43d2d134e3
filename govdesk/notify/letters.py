"""What a notice says: a room gives the names, templates give the words."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, select_autoescape
from sqlalchemy.orm import Session

from govdesk import paths
from govdesk.i18n import gettext, ngettext
from govdesk.notify.kinds import digested, kind_of, why_of
from govdesk.notify.models import Notice
from govdesk.notify.recipients import Address
from govdesk.notify.rules import one_line
from govdesk.web.filters import day_words, plain_day

Names = dict[str, Any]


@dataclass(frozen=True)
class Text:
    """A mail in words."""

    subject: str
    plain: str
    html: str


@dataclass(frozen=True)
class Line:
    """A notice as one entry of a digest."""

    title: str
    words: str
    """Why, and what to do."""
    href: str


@dataclass(frozen=True)
class Entry:
    """What one notice says in a mail, and to whom."""

    to: Address
    names: Names
    line: Line | None
    """None in a mail that was made for one notice alone."""


@dataclass(frozen=True)
class Group:
    """What stands under one heading of a digest."""

    heading: str
    lines: list[Line] = field(default_factory=list)
    whys: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Voice:
    """What all texts of one mail have in common."""

    base_url: str
    today: date
    addressee: str

    def text(self, notice: Notice, names: Names) -> Text:
        """A mail that holds this notice alone."""
        return self._text(notice.kind, {**names, "why": str(why_of(notice.kind))})

    def digest(self, entries: Iterable[tuple[str, Entry]]) -> Text:
        """A mail that holds several, by their kinds, under the headings of their rooms."""
        by_place: dict[int, Group] = {}
        for kind, entry in entries:
            under, line = digested(kind), entry.line
            assert under is not None, "others leave in mails of their own"
            assert line is not None, "made with the mail"
            group = by_place.setdefault(under.place, Group(str(under.under)))
            group.lines.append(line)
            if (why := str(why_of(kind))) not in group.whys:
                group.whys.append(why)
        groups = [by_place[place] for place in sorted(by_place)]
        number = sum(len(group.lines) for group in groups)
        return self._text("digest", {"groups": groups, "first": groups[0].lines[0], "number": number, "why": ""})

    def title(self, notice: Notice, names: Names) -> str:
        """How a mail that holds this notice alone is headed."""
        return one_line(self._said(f"{notice.kind}.subject.txt", names))

    def line(self, notice: Notice, names: Names) -> Line:
        """This notice among others."""
        return Line(
            title=self.title(notice, names),
            words=one_line(self._said(f"{notice.kind}.line.txt", names)),
            href=self.base_url + names["path"],
        )

    def _text(self, template: str, names: Names) -> Text:
        return Text(
            subject=one_line(self._said(f"{template}.subject.txt", names)),
            plain=self._said(f"{template}.txt", names).strip() + "\n",
            html=self._said(f"{template}.html", names),
        )

    def _said(self, template: str, names: Names) -> str:
        return _template(template).render(
            link=lambda path: self.base_url + path, today=self.today, addressee=self.addressee, **names
        )


def write(session: Session, notice: Notice, *, base_url: str, today: date, addressee: str) -> Text | None:
    """`notice` in words; None when its room says that it no longer matters. Raises LookupError without a room."""
    names = kind_of(notice).letter(session, notice)
    return None if names is None else Voice(base_url, today, addressee).text(notice, names)


@cache
def _template(name: str) -> Template:
    return _environment().get_template(f"mail/{name}")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(paths.TEMPLATES),
        autoescape=select_autoescape(["html"], default_for_string=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_callables(gettext, ngettext, newstyle=False)  # type: ignore[attr-defined]
    environment.globals["_"] = gettext
    environment.filters.update(plain_day=plain_day, day_words=day_words)
    return environment
