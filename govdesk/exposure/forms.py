"""What people enter about who can get in. No field is meant for a secret, and none takes one."""

import re
from datetime import date
from typing import Any, ClassVar

from wtforms import BooleanField, DateField, Field, SelectField, StringField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # the stubs are behind WTForms 3.3
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from govdesk.accounts.mailboxes import is_personal_host
from govdesk.accounts.person_field import FindPeople, PersonField
from govdesk.exposure.models import AccessGrant
from govdesk.exposure.offers import Offers
from govdesk.exposure.reading import Lines
from govdesk.exposure.rules import Belongs, FactorKind, Known, MeansKind, Way
from govdesk.i18n import _, _l
from govdesk.notify.rules import is_address
from govdesk.web import Form
from govdesk.words import Labelled


def _choice(label: str, kind: type[Labelled], **more: Any) -> SelectField:
    return SelectField(label, choices=[SelectChoice(one.value, one.label) for one in kind], **more)


def _text(label: str, longest: int, description: str = "", *validators: Any, **more: Any) -> StringField:
    too_long = _l("Enter at most so many characters: %(max)d")
    return StringField(label, [*validators, Length(max=longest, message=too_long)], description=description, **more)


def _day(label: str, description: str = "") -> DateField:
    return DateField(label, [Optional()], description=description)


class LineForm(Form):
    """One line of an access list."""

    people: ClassVar[dict[str, str]] = {}
    """Field with a person → the column that holds their id."""
    kinds: ClassVar[dict[str, type[Labelled]]] = {}
    """Field with a choice → its values."""
    first: ClassVar[tuple[str, ...]] = ()
    """Fields that stand before those of the class it is made from."""

    def __init__(
        self, *args: Any, find: FindPeople, today: date, lines: Lines, offers: Offers, line: Any = None, **more: Any
    ) -> None:
        self.find_people, self.today, self.offers, self.line = find, today, offers, line
        super().__init__(*args, **{**(self.at_first() if line is None else self.told_by(line)), **more})
        self.offer(lines, line)

    def at_first(self) -> dict[str, Any]:
        """What an empty form says already."""
        return {}

    def offer(self, lines: Lines, line: Any) -> None:
        """Fill choices that depend on the platform, the other lines and what this one says already."""

    def told_by(self, line: Any) -> dict[str, Any]:
        """What the form shows of a line."""
        values = {column.key: getattr(line, column.key) for column in line.__table__.columns}
        return values | {name: getattr(line, name) for name in self.people}

    @property
    def in_order(self) -> list[Field]:
        """The fields as the page shows them."""
        shown = [field for field in self if field.type != "HiddenField"]
        return sorted(shown, key=lambda field: (field.name not in self.first, field.name == "evidence"))

    @property
    def values(self) -> dict[str, Any]:
        """Column → value, for a form that is valid."""
        return dict(self._column(field) for field in self if field.name != "form_key")

    def _column(self, field: Field) -> tuple[str, Any]:
        if isinstance(field, PersonField):
            return self.people[field.name], field.person.id if field.person else None
        if field.name in self.kinds:
            return field.name, self.kinds[field.name](field.data)
        text = " ".join(field.data.split()) or None if isinstance(field.data, str) else field.data
        return field.name, text


EVIDENCE = _l("Where the decision is to be found: a ticket, a contract.")
PLANNED_END = _l("Leave it empty when no end is planned. What is over no longer counts.")


class CustodianshipForm(LineForm):
    """What can be told of somebody who knows the shared password."""

    ends_on = _day(_l("Planned last day"), PLANNED_END)
    evidence = _text(_l("Evidence"), 300, EVIDENCE)

    def validate_ends_on(self, field: DateField) -> None:
        _demand_order(self.line.since_on, field)


class TermsForm(LineForm):
    """What can be told of a way in once it is on record; whose it is and what way does not change."""

    kinds = {"administers": Known}

    role = _text(
        _l("Role on the platform"), 100, _l("In the platform's own words: choose a role, or enter another."),
        render_kw={"list": "roles", "autocomplete": "off"},
    )  # fmt: skip
    administers = _choice(_l("May let others in"), Known, default=Known.UNKNOWN.value)
    since_on = _day(_l("Since"), _l("Leave it empty if nobody knows."))
    ends_on = _day(_l("Planned last day"), PLANNED_END)
    evidence = _text(_l("Evidence"), 300, EVIDENCE)

    @property
    def values(self) -> dict[str, Any]:
        """Where nobody said whether they let others in, the role tells it if the platform's file knows it."""
        told = super().values
        if told["administers"] is Known.UNKNOWN:
            told["administers"] = self.offers.administers(told["role"])
        return told

    def validate_ends_on(self, field: DateField) -> None:
        _demand_order(self.since_on.data, field)


def _demand_order(since_on: date | None, field: DateField) -> None:
    if since_on and field.data and field.data < since_on:
        raise ValidationError(_("It cannot end before it began. Enter a day from then on."))


class GrantForm(TermsForm):
    """A new way in."""

    people = {"person": "person_id"}
    kinds = {"administers": Known, "way": Way}
    first = ("person", "agency", "is_unknown", "way")

    person = PersonField(
        _l("Who"),
        description=_l("Name, login or mail address."),
    )
    agency = _text(_l("Or which outside agency"), 200, _l("An agency counts as one, however many people it has."))
    is_unknown = BooleanField(_l("Nobody knows whose it is"))
    way = _choice(_l("How they get in"), Way, default=Way.SHARED_SECRET.value)

    def at_first(self) -> dict[str, Any]:
        return {"since_on": self.today}

    @property
    def values(self) -> dict[str, Any]:
        told = super().values
        del told["is_unknown"]
        return told

    def validate_agency(self, field: StringField) -> None:
        if field.data and self.person.data:
            raise ValidationError(_("Enter a person or an agency, not both."))

    def validate_is_unknown(self, field: BooleanField) -> None:
        named = bool((self.person.data or "").strip() or (self.agency.data or "").strip())
        if named and field.data:
            raise ValidationError(_("You name somebody above. Take the tick away, or the name."))
        if not named and not field.data:
            raise ValidationError(_("Enter a login or an agency, or tick that nobody knows whose it is."))


class HeldForm(LineForm):
    """A line that somebody holds."""

    people = {"holder": "holder_id", "backup": "backup_id"}

    holder = PersonField(
        _l("Who holds it"),
        description=_l("Name, login or mail address. Leave it and the agency empty if nobody knows."),
    )
    agency = _text(_l("Or which outside agency"), 200)
    backup = PersonField(_l("Who holds it, too"), description=_l("Somebody who can use it without the first."))

    def validate_agency(self, field: StringField) -> None:
        if field.data and self.holder.data:
            raise ValidationError(_("Enter a person or an agency, not both."))


class RecoveryForm(HeldForm):
    kinds = {"kind": MeansKind, "belongs": Belongs}
    first = ("kind", "sent_to", "belongs")

    kind = _choice(_l("What"), MeansKind)
    sent_to = _text(_l("Mailbox or number"), 254, _l("Leave it empty if nobody knows it."))
    belongs = _choice(_l("Whose it is"), Belongs)
    verified_on = _day(_l("Last tried on"), _l("The day on which somebody made sure that it arrives."))

    def validate_sent_to(self, field: StringField) -> None:
        text = " ".join((field.data or "").split())
        if text and self.kind.data == MeansKind.MAILBOX.value and not is_address(text):
            raise ValidationError(_("Enter a mail address such as social@agency.example."))
        if text and self.kind.data == MeansKind.PHONE.value:
            text = _number(text)
        field.data = text

    def validate_belongs(self, field: SelectField) -> None:
        host = (self.sent_to.data or "").rpartition("@")[2].strip()
        is_ours = field.data == Belongs.ORGANISATION.value
        if is_ours and self.kind.data == MeansKind.MAILBOX.value and is_personal_host(host):
            raise ValidationError(
                _(
                    "Anybody gets a mailbox at %(host)s. Say that it is somebody's own, or enter one of ours.",
                    host=host,
                )
            )

    def validate_verified_on(self, field: DateField) -> None:
        if field.data and field.data > self.today:
            raise ValidationError(_("The day cannot be in the future."))


def _number(text: str) -> str:
    """A telephone number as E.164 writes it. Raises ValidationError."""
    plain = re.sub(r"\(0\)|[\s()./-]", "", text)
    plain = f"+{plain[2:]}" if plain.startswith("00") else plain
    if not re.fullmatch(r"\+[1-9]\d{6,14}", plain):
        raise ValidationError(_("Enter the number with + and the code of its country, such as +1 202 555 0142."))
    return plain


class FactorForm(HeldForm):
    kinds = {"kind": FactorKind}
    first = ("kind", "grant_id")

    kind = _choice(_l("Kind"), FactorKind)
    grant_id = SelectField(_l("Of which log-in"), coerce=lambda text: int(text) if text else None, default="")

    def offer(self, lines: Lines, line: Any) -> None:
        kinds = dict.fromkeys((*self.offers.factors, *([line.kind] if line else [])))
        self.kind.choices = [SelectChoice(kind.value, kind.label) for kind in kinds]
        own = [grant for grant in lines.grants if grant.ended_on is None and grant.way is Way.OWN_LOGIN]
        self.grant_id.choices = [("", _("The shared one")), *((str(grant.id), _whose(grant)) for grant in own)]


class DeviceForm(HeldForm):
    first = ("name",)

    name = _text(_l("Device"), 200, _l("Such as: laptop of the duty desk."), InputRequired(_l("Name the device")))


class ToolForm(HeldForm):
    first = ("name", "is_lasting", "expires_on")

    name = _text(_l("Tool"), 200, "", InputRequired(_l("Name the tool")))
    is_lasting = BooleanField(_l("Its token does not run out"))
    expires_on = _day(_l("Its token runs out on"), _l("Leave it empty if nobody knows."))

    def validate_expires_on(self, field: DateField) -> None:
        if field.data and self.is_lasting.data:
            raise ValidationError(_("Either it runs out on a day, or it does not run out."))


class VaultForm(LineForm):
    pointer = _text(
        _l("Where it is kept"),
        300,
        _l("Vault, folder and entry: where to find the password, never the password."),
        InputRequired(_l("Say where it is kept")),
    )


def _whose(grant: AccessGrant) -> str:
    who = grant.person.name if grant.person else grant.agency or _("somebody unknown")
    return _("The own log-in of %(who)s", who=who)
