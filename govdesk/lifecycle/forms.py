"""What people enter when they ask for something. None has a field in which a secret could be kept."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from wtforms import DateField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from govdesk.accounts.forms import PersonForm
from govdesk.accounts.mailboxes import is_personal_host
from govdesk.accounts.models import SocialAccount
from govdesk.accounts.person_field import PersonField
from govdesk.accounts.platforms.catalogue import Catalogue
from govdesk.accounts.platforms.fields import PASTED, understood
from govdesk.accounts.platforms.identity import Identity
from govdesk.directory.models import Department
from govdesk.i18n import _, _l
from govdesk.lifecycle.rules import LONGEST_TEXT, HandlePlan, Kind
from govdesk.lifecycle.wishes import Wish
from govdesk.notify.rules import is_address

SHORT = Length(max=LONGEST_TEXT, message=_l("Say it in at most 1000 characters"))
FindAccount = Callable[[str], SocialAccount | None]


def words(label: str, needed: str = "", description: str = "") -> TextAreaField:
    """A field for a few sentences; `needed` is said when it is left empty."""
    demanded = [InputRequired(needed)] if needed else []
    return TextAreaField(label, [*demanded, SHORT], description=description)


def named(departments: Sequence[Department]) -> list[tuple[str, str]]:
    """As choices."""
    return [(str(department.id), department.name) for department in departments]


class RequestForm(PersonForm):
    """What all kinds have in common: people and a department are chosen, and an answer may go with it."""

    answer = words(
        _l("Your answer"),
        _l("Answer what was asked"),
        _l("With words alone it goes on; when changed it begins anew."),
    )
    version = HiddenField()

    def __init__(self, *args: Any, is_answer: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_answer:
            del self.answer

    def facts(self, *names: str) -> dict[str, str]:
        return {name: (self[name].data or "").strip() for name in names}


class OpenForm(RequestForm):
    """A new account."""

    url = HiddenField()
    called = HiddenField()
    department = SelectField(
        _l("Accountable department"), description=_l("Answers for the account; its head is asked first.")
    )
    name = StringField(_l("Name"), [Length(max=300)], description=_l("As people shall see it."))
    purpose = words(_l("What it is for"), _l("Say what the account is for"), _l("And what is missing without it."))
    audience = words(_l("For whom"), _l("Say whom it addresses"))
    language = StringField(_l("Languages"), [InputRequired(_l("Enter a language")), Length(max=60)])
    owner = PersonField(
        _l("Owner"), [InputRequired(_l("Enter who will answer for it"))],
        description=_l("The one person who is accountable: name, login or mail address."),
    )  # fmt: skip
    deputy = PersonField(
        _l("Deputy"), [InputRequired(_l("Enter a second person: nobody holds an account alone"))],
        description=_l("The second holder, who stands in. Both must acknowledge the policies in force."),
    )  # fmt: skip
    mailbox = StringField(
        _l("Mailbox for recovery"), [InputRequired(_l("Enter a mailbox")), Length(max=254)],
        description=_l("A function mailbox of ours that several people read; never somebody's own."),
        render_kw={"autocomplete": "off", "inputmode": "email"},
    )  # fmt: skip
    fit = words(
        _l("How it keeps to our policies"), _l("Say how it will keep to the policies"),
        _l("Who writes and who checks, answers to comments, what is archived."),
    )  # fmt: skip

    def __init__(
        self, *args: Any, departments: Sequence[Department], platforms: Catalogue,
        is_somebodys: Callable[[str], bool], **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self._departments, self._is_somebodys = {str(one.id): one for one in departments}, is_somebodys
        self.department.choices = [
            ("", _("Choose a department")),
            *named(departments),
        ]
        self._platforms = platforms
        self.identity: Identity | None = None

    @property
    def chosen(self) -> Department | None:
        return self._departments.get(self.department.data or "")

    @property
    def wish(self) -> Wish:
        """What is asked for; of a form that is valid."""
        facts = self.facts("name", "purpose", "audience", "language", "mailbox", "fit")
        return Wish(
            Kind.OPEN, identity=self.identity, department=self.chosen, owner=self.owner.person,
            deputy=self.deputy.person, facts=facts,
        )  # fmt: skip

    def validate_url(self, field: HiddenField) -> None:
        self.identity = understood(field, self._platforms, self.called.data or "")
        if self._platforms[self.identity.platform].retired:
            raise ValidationError(_("This platform has ended: no account can be opened there."))

    def validate_department(self, field: SelectField) -> None:
        if not field.data:
            raise ValidationError(_("Choose which department is accountable."))

    def validate_deputy(self, field: PersonField) -> None:
        if field.person is not None and field.person is self.owner.person:
            raise ValidationError(_("Enter somebody else: two different people hold an account."))

    def validate_mailbox(self, field: StringField) -> None:
        field.data = (field.data or "").strip()
        if not is_address(field.data):
            raise ValidationError(_("Enter a mail address such as social@agency.example."))
        if is_personal_host(field.data.partition("@")[2]):
            raise ValidationError(_("This is a private mail service. Enter a function mailbox of ours."))
        if self._is_somebodys(field.data):
            raise ValidationError(_("This mailbox is one person's. Enter one that stays when people go."))


class ChangeForm(RequestForm):
    """Something else about an account that there is."""

    account_id = HiddenField()
    wish_text = words(_l("What shall change, and why"), _l("Say what shall change, and why"))
    name = StringField(_l("New name"), [Length(max=300)], description=_l("Empty: it stays."))
    address = StringField(_l("New address"), description=_l("After a new handle; empty: it stays."), render_kw=PASTED)
    department = SelectField(_l("Accountable department"))
    owner = PersonField(_l("New owner"), description=_l("Name, login or mail address; empty: as it is."))
    deputy = PersonField(_l("New deputy"), description=_l("Name, login or mail address; empty: as it is."))

    def __init__(
        self,
        *args: Any,
        departments: Sequence[Department],
        platforms: Catalogue,
        account: SocialAccount,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._departments = {str(one.id): one for one in departments}
        self.department.choices = [("", _("As it is")), *named(departments)]
        self._platforms, self._account = platforms, account
        self.identity: Identity | None = None

    @property
    def wish(self) -> Wish:
        """What is asked for; of a form that is valid."""
        facts = {"wish": (self.wish_text.data or "").strip(), **self.facts("name")}
        return Wish(
            Kind.CHANGE, self._account, self.identity, self._departments.get(self.department.data or ""),
            self.owner.person, self.deputy.person, facts=facts,
        )  # fmt: skip

    def validate_address(self, field: StringField) -> None:
        if not (field.data or "").strip():
            return
        self.identity = understood(field, self._platforms, self._account.platform)
        if self.identity.platform != self._account.platform:
            raise ValidationError(_("This address belongs to another platform. Ask to open an account there."))

    def validate_deputy(self, field: PersonField) -> None:
        if field.person is not None and field.person is (self.owner.person or self._account.owner):
            raise ValidationError(_("Enter somebody else: the owner cannot stand in for themselves."))


class CloseForm(RequestForm):
    """An account comes to its end."""

    account_id = HiddenField()
    reason = words(_l("Why it shall be closed"), _l("Say why it shall be closed"))
    last_on = DateField(
        _l("Last day"), [InputRequired(_l("Enter the last day on which it is used"))],
        description=_l("The last day on which it is ours to the public."),
    )  # fmt: skip
    replaced_by = StringField(
        _l("Replaced by"), description=_l("Address of the account of ours that goes on; empty: nothing."),
        render_kw=PASTED,
    )  # fmt: skip
    archive = words(
        _l("Where its posts are kept"), _l("Say where its posts are kept, or that they are not"),
        _l("The archive or the export, and for how long."),
    )  # fmt: skip
    plan = RadioField(_l("What becomes of the handle"), [InputRequired(_l("Choose what becomes of the handle"))])

    def __init__(
        self, *args: Any, account: SocialAccount, find_account: FindAccount, today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.plan.choices = [(plan.value, plan.label) for plan in HandlePlan]
        self._account, self._find_account, self._today = account, find_account, today
        self.successor: SocialAccount | None = None

    @property
    def wish(self) -> Wish:
        """What is asked for; of a form that is valid."""
        return Wish(
            Kind.CLOSE, self._account, replaced_by=self.successor, last_on=self.last_on.data,
            facts=self.facts("reason", "archive", "plan"),
        )  # fmt: skip

    def validate_last_on(self, field: DateField) -> None:
        if field.data and field.data < self._today:
            raise ValidationError(_("Enter today or a later day."))

    def validate_replaced_by(self, field: StringField) -> None:
        text = (field.data or "").strip()
        self.successor = self._find_account(text) if text else None
        if text and self.successor is None:
            raise ValidationError(_("The register has no account at this address."))
        if self.successor is self._account and text:
            raise ValidationError(_("An account cannot replace itself."))
