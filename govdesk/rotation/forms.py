"""Forms of this room. None has a field in which a secret could be kept."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from wtforms import DateField, HiddenField, IntegerField, SelectField, ValidationError
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # the stubs are behind WTForms 3.3
from wtforms.validators import InputRequired, NumberRange, Optional

from govdesk.directory.models import Person
from govdesk.i18n import _, _l
from govdesk.rotation.actions import Terms
from govdesk.rotation.rules import Credential
from govdesk.web import Form

FURTHEST = timedelta(days=3660)


class ScheduleForm(Form):
    """By when a credential is to be changed, how often, and who is asked."""

    due_on = DateField(
        _l("Change it by"),
        [InputRequired(_l("Enter the day by which it is to be changed"))],
        description=_l("The last day on which the present one is in order. A day in the past is overdue at once."),
    )
    every_days = IntegerField(
        _l("Then again every so many days"),
        [Optional(), NumberRange(1, 3650, _l("Enter between 1 and 3650 days, or leave it empty"))],
        description=_l(
            "Leave it empty if it is to be changed this once. Shared passwords need a change when somebody who knew "
            "them leaves, rather than by the calendar."
        ),
    )
    responsible = SelectField(_l("Who is asked to do it"), default="")
    version = HiddenField()

    def __init__(self, *args: Any, people: Iterable[Person], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.people = {str(person.id): person for person in people}
        everybody = SelectChoice("", _("Every custodian of the account"))
        named = (SelectChoice(key, person.name) for key, person in self.people.items())
        self.responsible.choices = [everybody, *named]

    def validate_due_on(self, field: DateField) -> None:
        if field.data and abs(field.data - self.today) > FURTHEST:
            raise ValidationError(_("Enter a day within ten years of today"))

    @property
    def terms(self) -> Terms:
        """What was decided; for a form that is valid."""
        assert self.due_on.data is not None
        return Terms(self.due_on.data, self.every_days.data, self.people.get(self.responsible.data or ""))


class NewScheduleForm(ScheduleForm):
    """Also which credential."""

    credential = SelectField(
        _l("What is to be changed"),
        default=Credential.PASSWORD.value,
        choices=[SelectChoice(kind.value, kind.label) for kind in Credential],
        description=_l("Only what it is. Govdesk never keeps a password, token or code."),
    )


class RecordForm(Form):
    """The day on which it was changed."""

    rotated_on = DateField(
        _l("Changed on"),
        [InputRequired(_l("Enter the day on which it was changed"))],
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def validate_rotated_on(self, field: DateField) -> None:
        if field.data and field.data > self.today:
            raise ValidationError(_("The day cannot be in the future"))
        if field.data and field.data < self.today - FURTHEST:
            raise ValidationError(_("Enter a day within the last ten years"))
