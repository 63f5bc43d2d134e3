"""From the questions of a request type to the fields of a form, and from what was sent to what is kept."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from wtforms import (
    DateField,
    DateTimeLocalField,
    DecimalField,
    Field,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # the stubs are behind WTForms 3.3
from wtforms.validators import Length, NumberRange, StopValidation

from govdesk.accounts.models import SocialAccount
from govdesk.accounts.person_field import FindPeople, PersonField
from govdesk.desk.forms import SHORT_ENOUGH, FindAccount, one_line, printable, trimmed
from govdesk.desk.rules import LONGEST_ADDRESS
from govdesk.desk.types.content import FieldContent
from govdesk.desk.types.terms import FieldKind
from govdesk.directory.models import Department, Person
from govdesk.i18n import _, _l

PREFIX = "f_"
"""Before the key of a field: no question can then be called like a part of the form."""
MOST_LINES = 50
YES, NO = "yes", "no"
PASTED = {"autocomplete": "off", "spellcheck": "false"}
_LINE = Length(max=LONGEST_ADDRESS, message=_l("Enter at most %(max)d characters"))


@dataclass(frozen=True)
class Sources:
    """What answers are looked up in."""

    find_account: FindAccount
    find_people: FindPeople
    departments: Sequence[Department]
    find_tool: Callable[[str], int | None]
    """The id of a tool by its name or address; None when it is not on the list."""
    tz: ZoneInfo


class Needed:
    """An answer has to be there, always or as other answers are; an empty one is asked nothing else."""

    def __init__(self, content: FieldContent) -> None:
        self._content = content
        self.field_flags = {"required": True} if content.required else {}

    def __call__(self, form: Any, field: Field) -> None:
        if any(str(text).strip() for text in field.raw_data or ()):
            return
        field.errors = []
        if form.needs(self._content):
            raise StopValidation(_missing(self._content))
        raise StopValidation


def _missing(content: FieldContent) -> str:
    if content.kind in (FieldKind.CHOICE, FieldKind.YES_NO, FieldKind.DEPARTMENT):
        return _("Choose an answer: %(question)s", question=content.label)
    return _("This is needed: %(question)s", question=content.label)


def field_for(content: FieldContent, sources: Sources) -> Any:
    """The field, not bound to a form yet."""
    needed = Needed(content)
    told: dict[str, Any] = {"description": content.help}
    if content.kind is FieldKind.PERSON:
        return PersonField(content.label, [needed], content.help or _l("Name, login or mail address."))
    if content.kind is FieldKind.DEPARTMENT:
        named = [SelectChoice(str(one.id), one.name) for one in sources.departments]
        choices = [SelectChoice("", _("Choose")), *named]
        return SelectField(content.label, [needed], choices=choices, **told)
    if content.kind is FieldKind.CHOICE:
        return _choice(content.label, needed, content.choices, told)
    if content.kind is FieldKind.YES_NO:
        return _choice(content.label, needed, {YES: _("Yes"), NO: _("No")}, told)
    field, checks, more = _PLAIN[content.kind]
    return field(content.label, [needed, *checks], **more, **told)


def _choice(label: str, needed: Needed, choices: dict[str, str], told: dict[str, Any]) -> RadioField:
    offered = [SelectChoice(value, words) for value, words in choices.items()]
    return RadioField(label, [needed, _is_offered], choices=offered, validate_choice=False, **told)


def _is_offered(_form: Any, field: RadioField) -> None:
    if field.data not in {value for value, *_more in field.iter_choices()}:
        raise ValidationError(_("Choose one of the answers"))


def _address(_form: Any, field: Field) -> None:
    _demand_address(field.data)


def _addresses(_form: Any, field: Field) -> None:
    for line in lines_of(field.data):
        _demand_address(line)


def _demand_address(text: str) -> None:
    address = text if "://" in text else f"https://{text}"
    try:
        parts = urlsplit(address)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or "." not in (parts.hostname or "") or " " in text:
        raise ValidationError(_("Enter an address as the browser shows it; this is none: %(what)s", what=text[:60]))


def _people(form: Any, field: Field) -> None:
    for line in lines_of(field.data):
        found = form.find_people(line)
        if len(found) != 1:
            raise ValidationError(
                _("Nobody, or more than one, is called %(name)s here. Enter the login.", name=line[:60])
            )


def _account(form: Any, field: Field) -> None:
    if form.find_account(field.data) is None:
        raise ValidationError(_("The register has no such account. Paste its address."))


def lines_of(text: str | None) -> list[str]:
    """The lines that say something, at most `MOST_LINES`."""
    return [line.strip() for line in (text or "").split("\n") if line.strip()][:MOST_LINES]


def answer_in(field: Any, content: FieldContent, sources: Sources) -> Any:
    """What is kept of a sound field as JSON; None for no answer."""
    if not any(str(text).strip() for text in field.raw_data or ()):
        return None
    kept = _KEPT.get(content.kind)
    return kept(field, sources) if kept else field.data


def _number(field: Any, _sources: Sources) -> int | float:
    return int(field.data) if field.data == int(field.data) else float(field.data)


def _id_of(row: SocialAccount | Person | None) -> int | None:
    return row.id if row is not None else None


def _in_utc(naive: datetime, tz: ZoneInfo) -> datetime:
    """What people type is office time."""
    return naive.replace(tzinfo=tz).astimezone(UTC)


_PLAIN: dict[FieldKind, tuple[Any, list[Any], dict[str, Any]]] = {
    FieldKind.TEXT: (StringField, [_LINE, printable], {"filters": [one_line]}),
    FieldKind.LONG_TEXT: (TextAreaField, [SHORT_ENOUGH, printable], {"filters": [trimmed]}),
    FieldKind.URL: (StringField, [_LINE, printable, _address], {"filters": [one_line], "render_kw": PASTED}),
    FieldKind.URLS: (TextAreaField, [SHORT_ENOUGH, printable, _addresses], {"filters": [trimmed]}),
    FieldKind.PEOPLE: (TextAreaField, [SHORT_ENOUGH, printable, _people], {"filters": [trimmed]}),
    FieldKind.ACCOUNT: (
        StringField,
        [_LINE, printable, _account],
        {"filters": [one_line], "render_kw": {"list": "official-accounts", **PASTED}},
    ),
    FieldKind.TOOL: (
        StringField,
        [Length(max=200), printable],
        {"filters": [one_line], "render_kw": {"list": "known-tools", **PASTED}},
    ),
    FieldKind.DATE: (DateField, [], {}),
    FieldKind.MOMENT: (DateTimeLocalField, [], {"format": ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]}),
    FieldKind.NUMBER: (DecimalField, [NumberRange(-(10**12), 10**12)], {}),
}
"""Kind → its field, what is checked once something is there, and how it looks."""
_KEPT: dict[FieldKind, Callable[[Any, Sources], Any]] = {
    FieldKind.URLS: lambda field, _sources: lines_of(field.data),
    FieldKind.PEOPLE: lambda field, sources: [sources.find_people(line)[0].id for line in lines_of(field.data)],
    FieldKind.PERSON: lambda field, _sources: _id_of(field.person),
    FieldKind.ACCOUNT: lambda field, sources: _id_of(sources.find_account(field.data)),
    FieldKind.TOOL: lambda field, sources: {"name": field.data, "id": sources.find_tool(field.data)},
    FieldKind.DATE: lambda field, _sources: field.data.isoformat(),
    FieldKind.MOMENT: lambda field, sources: _in_utc(field.data, sources.tz).isoformat(),
    FieldKind.NUMBER: _number,
    FieldKind.DEPARTMENT: lambda field, _sources: int(field.data),
    FieldKind.YES_NO: lambda field, _sources: field.data == YES,
}
"""Kind → what is kept; of all others the text as it is."""
