"""What a notice says: a room gives the names, three templates give the words."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from sqlalchemy.orm import Session

from govdesk import paths
from govdesk.i18n import gettext, ngettext
from govdesk.notify.models import Notice
from govdesk.notify.rules import one_line
from govdesk.web.filters import day_words, plain_day

Letter = Callable[[Session, Notice], dict[str, Any] | None]
"""The names for a notice's templates; None when it no longer matters."""

_LETTERS: dict[str, Letter] = {}


@dataclass(frozen=True)
class Text:
    """A notice in words."""

    subject: str
    plain: str
    html: str


def writes(kind: str, letter: Letter) -> None:
    """Let `letter` give the names for `templates/mail/<kind>.subject.txt`, `<kind>.txt` and `<kind>.html`.

    The templates also know `_`, `link(path)`, `today` (office day of sending) and `addressee` (a name).
    """
    _LETTERS[kind] = letter


def write(session: Session, notice: Notice, *, base_url: str, today: date, addressee: str) -> Text | None:
    """`notice` in words; None when its room says that it no longer matters. Raises LookupError without a room."""
    names = _LETTERS[notice.kind](session, notice)
    if names is None:
        return None
    shown = {"link": lambda path: base_url + path, "today": today, "addressee": addressee, **names}
    say = _environment().get_template
    return Text(
        subject=one_line(say(f"mail/{notice.kind}.subject.txt").render(shown)),
        plain=say(f"mail/{notice.kind}.txt").render(shown).strip() + "\n",
        html=say(f"mail/{notice.kind}.html").render(shown),
    )


@lru_cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(paths.TEMPLATES),
        autoescape=select_autoescape(["html"], default_for_string=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_callables(gettext, ngettext, newstyle=False)  # type: ignore[attr-defined]
    environment.globals["_"] = gettext
    environment.filters.update(plain_day=plain_day, day_words=day_words)
    return environment
