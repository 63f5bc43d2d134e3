"""What people enter about hand-overs. None has a field in which a secret could be kept."""

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, HiddenField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError
from wtforms.widgets import CheckboxInput

from govdesk.accounts.forms import SUGGEST, PersonForm
from govdesk.directory.models import Department, Person
from govdesk.handover.rules import LONGEST_TEXT, Item, holds_secret
from govdesk.handover.terms import Terms
from govdesk.i18n import _, _l
from govdesk.web import Form

SHORT = Length(max=LONGEST_TEXT, message=_l("Say it in at most 500 characters"))


def no_secret(_form: Form, field: StringField) -> None:
    """Raises ValidationError, and empties the field, when it holds something that opens an account."""
    if holds_secret(field.data or ""):
        field.data = ""  # else the page that says so would show it
        raise ValidationError(
            _("That looked like a secret and was thrown away. Say what there is and where it is kept.")
        )


class HandoverForm(PersonForm):
    """Who is to answer for an account."""

    owner = StringField(_l("Owner"), description=_l("Login of the one person who is accountable."), render_kw=SUGGEST)
    deputy = StringField(_l("Deputy"), description=_l("Login of who stands in for the owner."), render_kw=SUGGEST)
    accountable = SelectField(
        _l("Accountable department"), description=_l("Answers for the account, whoever comes and goes.")
    )
    others = SelectMultipleField(_l("Other owning departments"), option_widget=CheckboxInput())
    why = TextAreaField(_l("Why"), [SHORT, no_secret], description=_l("One sentence for the two parties."))
    version = HiddenField()

    def __init__(self, *args: Any, departments: Sequence[Department], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._departments = {str(department.id): department for department in departments}
        names = [(key, department.name) for key, department in self._departments.items()]
        self.accountable.choices = [("", _("Choose one")), *names]
        self.others.choices = names
        self._owner: Person | None = None
        self._deputy: Person | None = None

    @property
    def terms(self) -> Terms:
        """What was decided; for a form that is valid."""
        keys = dict.fromkeys([self.accountable.data, *(self.others.data or [])])
        return Terms(tuple(self._departments[key] for key in keys if key), self._owner, self._deputy)

    def validate_accountable(self, field: SelectField) -> None:
        if not field.data:
            raise ValidationError(_("Choose which department is accountable."))

    def validate_owner(self, field: StringField) -> None:
        self._owner = self._named(field)

    def validate_deputy(self, field: StringField) -> None:
        self._deputy = self._named(field)
        if self._deputy is not None and self._deputy is self._owner:
            raise ValidationError(_("Enter somebody else: the owner cannot stand in for themselves."))


class ListForm(Form):
    """What is handed over."""

    sign_in = TextAreaField(
        Item.SIGN_IN.label,
        [InputRequired(_l("Say how one signs in, or that nobody knows")), SHORT, no_secret],
        description=_l("Shared log-in, own log-ins or a tool; and where the password is kept. Never the password."),
    )
    second_factor = TextAreaField(
        Item.SECOND_FACTOR.label,
        [InputRequired(_l("Say which there is and who holds it, or that there is none")), SHORT, no_secret],
        description=_l("An app, a key, a phone: who has it, and where the backup codes are kept. Never a code."),
    )
    recovery = TextAreaField(
        Item.RECOVERY.label, [SHORT, no_secret], description=_l("Mailboxes and phones that can get the account back.")
    )
    tools = TextAreaField(
        Item.TOOLS.label, [SHORT, no_secret], description=_l("Whatever posts or reads in its name: planners, bots.")
    )

    @property
    def listed(self) -> dict[Item, str]:
        return {item: (self[item].data or "").strip() for item in Item}


class ConfirmForm(Form):
    """What only who takes over can know."""

    signs_in = BooleanField(
        _l("I have signed in to the account myself"), [InputRequired(_l("Sign in first, then tick this"))]
    )
    has_factor = BooleanField(
        _l("The second factor works for me, or the account has none"),
        [InputRequired(_l("Try the second factor first, then tick this"))],
    )


class ReasonForm(Form):
    """Why it comes to nothing."""

    reason = TextAreaField(_l("Reason"), [InputRequired(_l("Say why, for the others")), SHORT, no_secret])
