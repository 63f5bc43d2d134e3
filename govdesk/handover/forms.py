"""What people enter about hand-overs. None has a field in which a secret could be kept."""

from collections.abc import Sequence
from typing import Any

import wtforms
from wtforms import BooleanField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from govdesk.accounts.forms import OwnershipForm, PersonForm
from govdesk.accounts.person_field import FindPeople, PersonField
from govdesk.directory.models import Department
from govdesk.handover.rules import LONGEST_TEXT, Item
from govdesk.handover.terms import Terms
from govdesk.i18n import _, _l
from govdesk.web import Form

SHORT = Length(max=LONGEST_TEXT, message=_l("Say it in at most 500 characters"))


class HandoverForm(OwnershipForm):
    """Who is to answer for an account, and why."""

    why = TextAreaField(_l("Why"), [SHORT], description=_l("One sentence for the two parties."))

    @property
    def terms(self) -> Terms:
        """What was decided; for a form that is valid."""
        return Terms(tuple(self.departments), self.owner_person, self.deputy_person)

    def validate_accountable(self, field: SelectField) -> None:
        if not field.data:
            raise ValidationError(_("Choose which department is accountable."))


class WhoseForm(wtforms.Form):
    """Whose accounts are to be handed over; lives in the address, so it carries no key and no token."""

    person = PersonField(_l("Person"), description=_l("Everything that they own or stand in for."))
    department = SelectField(_l("Department"), id="of-department", description=_l("All that it is accountable for."))

    def __init__(self, *args: Any, departments: Sequence[Department], find: FindPeople, **chosen: Any) -> None:
        super().__init__(*args, **chosen)
        self.find_people = find
        self.department.choices = [("", _("Any")), *((str(d.id), d.name) for d in departments)]


class BatchForm(PersonForm):
    """Who is to take over several accounts, and why."""

    successor = PersonField(
        _l("Who takes over"),
        description=_l("Who is to take the place of the one before: name, login or mail address."),
    )
    department = SelectField(
        _l("Department that becomes accountable"), description=_l("Leave it when only the people change.")
    )
    why = TextAreaField(_l("Why"), [SHORT], description=_l("One sentence for the two parties."))

    def __init__(self, *args: Any, departments: Sequence[Department], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._departments = {str(department.id): department for department in departments}
        self.department.choices = [
            ("", _("Stays as it is")),
            *((key, d.name) for key, d in self._departments.items()),
        ]

    @property
    def new_department(self) -> Department | None:
        return self._departments.get(self.department.data or "")

    def validate_successor(self, field: PersonField) -> None:
        if field.person is None and not self.department.data:
            raise ValidationError(_("Enter who takes over, or choose another department."))


class ListForm(Form):
    """What is handed over."""

    sign_in = TextAreaField(
        Item.SIGN_IN.label,
        [InputRequired(_l("Say how one signs in, or that nobody knows")), SHORT],
        description=_l("Shared log-in, own log-ins or a tool; and where the password is kept. Never the password."),
    )
    second_factor = TextAreaField(
        Item.SECOND_FACTOR.label,
        [InputRequired(_l("Say which there is and who holds it, or that there is none")), SHORT],
        description=_l("An app, a key, a phone: who has it, and where the backup codes are kept. Never a code."),
    )
    recovery = TextAreaField(
        Item.RECOVERY.label, [SHORT], description=_l("Mailboxes and phones that can get the account back.")
    )
    tools = TextAreaField(
        Item.TOOLS.label, [SHORT], description=_l("Whatever posts or reads in its name: planners, bots.")
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


class CloseForm(Form):
    """What else closing does."""

    ends_access = BooleanField(
        _l("Who hands over needs the shared password no longer"),
        default=True,
        description=_l(
            "If they hold it, their access ends. Unless they keep it, a change of the password is asked for."
        ),
    )


class ReasonForm(Form):
    """Why it comes to nothing."""

    reason = TextAreaField(_l("Reason"), [InputRequired(_l("Say why, for the others")), SHORT])
