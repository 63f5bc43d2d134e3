"""What people enter about who can get in. No field is meant for a secret, and none takes one."""

from collections.abc import Callable
from datetime import date
from typing import Any, ClassVar

from wtforms import BooleanField, DateField, Field, SelectField, StringField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # the stubs are behind WTForms 3.3
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from govdesk.accounts.mailboxes import is_personal_host
from govdesk.accounts.person_field import FindPeople, PersonField
from govdesk.exposure import contradictions
from govdesk.exposure.entries import demand_order, demand_past, dialled
from govdesk.exposure.models import AccessGrant
from govdesk.exposure.offers import Offers
from govdesk.exposure.reading import Lines
from govdesk.exposure.rules import Belongs, FactorKind, Known, MeansKind, Way
from govdesk.exposure.surviving import known_still
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
        self, *args: Any, find: FindPeople, is_somebodys: Callable[[str], bool], today: date, lines: Lines,
        offers: Offers, line: Any = None, **more: Any,
    ) -> None:  # fmt: skip
        self.find_people, self.is_somebodys, self.today = find, is_somebodys, today
        self.lines, self.offers, self.line = lines, offers, line
        super().__init__(*args, **{**({} if line is None else self.told_by(line)), **more})
        self.offer(lines, line)

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
        demand_order(self.line.since_on, field)


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

    def validate_since_on(self, field: DateField) -> None:
        demand_past(field, self.today)

    def validate_ends_on(self, field: DateField) -> None:
        demand_order(self.since_on.data, field)


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

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.since_on.description = _(
            "Leave it empty if nobody knows. For a person with the shared password today then counts."
        )

    @property
    def values(self) -> dict[str, Any]:
        told = super().values
        del told["is_unknown"]
        return told

    def validate_person(self, field: PersonField) -> None:
        if field.person and self.way.data == Way.SHARED_SECRET.value:
            contradictions.demand_not_yet_known(self.lines, field.person)

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

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        if self.line is not None and known_still(self.line):
            self.holder.description = _(
                "Name, login or mail address. Whoever is taken out knows it still: its change is asked for."
            )

    def validate_agency(self, field: StringField) -> None:
        if field.data and self.holder.data:
            raise ValidationError(_("Enter a person or an agency, not both."))

    def validate_backup(self, field: PersonField) -> None:
        if field.person is not None and field.person is self.holder.person:
            raise ValidationError(_("Enter somebody else: who holds it cannot be the second one, too."))

    @property
    def names_a_holder(self) -> bool:
        return any((field.data or "").strip() for field in (self.holder, self.agency, self.backup))


class RecoveryForm(HeldForm):
    kinds = {"kind": MeansKind, "belongs": Belongs}
    first = ("kind", "sent_to", "belongs")

    kind = _choice(_l("What"), MeansKind)
    sent_to = _text(_l("Mailbox or number"), 254, _l("Leave it empty if nobody knows it."))
    belongs = _choice(_l("Whose it is"), Belongs)
    verified_on = _day(_l("Last tried on"), _l("The day on which somebody made sure that it arrives."))

    def validate_kind(self, field: SelectField) -> None:
        if field.data == MeansKind.NONE.value and self.names_a_holder:
            raise ValidationError(
                _("Nobody holds what is not there. Take the names away, or choose which way it is.")
            )
        contradictions.demand_means_fit(self.lines, field.data, self.line)

    def validate_sent_to(self, field: StringField) -> None:
        text = " ".join((field.data or "").split())
        if text and self.kind.data == MeansKind.NONE.value:
            raise ValidationError(_("You say that there is none. Take the address away, or choose which way it is."))
        if text and self.kind.data == MeansKind.MAILBOX.value and not is_address(text):
            raise ValidationError(_("Enter a mail address such as social@agency.example."))
        if text and self.kind.data == MeansKind.PHONE.value:
            text = dialled(text)
        field.data = text

    def validate_belongs(self, field: SelectField) -> None:
        mailbox = (self.sent_to.data or "").strip()
        host = mailbox.rpartition("@")[2]
        if field.data != Belongs.ORGANISATION.value or self.kind.data != MeansKind.MAILBOX.value:
            return
        if mailbox and self.is_somebodys(mailbox):
            raise ValidationError(
                _("This mailbox is one person's. Say that it is somebody's own, or enter one that stays.")
            )
        if is_personal_host(host):
            raise ValidationError(
                _(
                    "Anybody gets a mailbox at %(host)s. Say that it is somebody's own, or enter one of ours.",
                    host=host,
                )
            )

    def validate_verified_on(self, field: DateField) -> None:
        demand_past(field, self.today)


class FactorForm(HeldForm):
    kinds = {"kind": FactorKind}
    first = ("kind", "grant_id")

    kind = _choice(_l("Kind"), FactorKind)
    grant_id = SelectField(_l("Of which log-in"), coerce=lambda text: int(text) if text else None, default="")

    def validate_kind(self, field: SelectField) -> None:
        if field.data == FactorKind.OFF.value and self.names_a_holder:
            raise ValidationError(
                _("Nobody holds what is switched off. Take the names away, or choose another kind.")
            )
        contradictions.demand_factor_fits(self.lines, field.data, self.grant_id.data, self.line)

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
