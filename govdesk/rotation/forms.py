"""Forms of this room. None has a field in which a secret could be kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from wtforms import DateField, HiddenField, IntegerField, RadioField, SelectField, TimeField, ValidationError
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # the stubs are behind WTForms 3.3
from wtforms.validators import InputRequired, NumberRange, Optional, StopValidation

from govdesk import clock
from govdesk.directory.models import Person
from govdesk.i18n import _, _l
from govdesk.rotation import rules
from govdesk.rotation.actions import Terms
from govdesk.rotation.rules import Credential
from govdesk.web import Form

FURTHEST = rules.FURTHEST


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
        return Terms(self.due_on.data, self.every_days.data, self.people.get(self.responsible.data or ""))


class ChangeScheduleForm(ScheduleForm):
    """The day may go: then only what happens makes it due."""

    due_on = DateField(
        _l("Change it by"),
        [Optional()],
        description=_l(
            "The last day on which the present one is in order. Leave it empty if only events are to make it due, "
            "such as somebody's leaving. What has happened already stays due, whatever day stands here."
        ),
    )


class NewScheduleForm(ScheduleForm):
    """Also which credential."""

    credential = SelectField(
        _l("What is to be changed"),
        default=Credential.PASSWORD.value,
        choices=[SelectChoice(kind.value, kind.label) for kind in Credential],
        description=_l("Only what it is. Govdesk never keeps a password, token or code."),
    )


NOW_CHOICE, EARLIER = "now", "earlier"


@dataclass(frozen=True)
class Changed:
    """When a credential was changed, as somebody says."""

    on: date
    at: datetime | None
    """None: on that day, nobody knows when."""


def _needed_if_earlier(form: "RecordForm", field: DateField) -> None:
    if form.when.data == EARLIER and not "".join(field.raw_data or ()).strip():
        raise StopValidation(_("Enter the day on which it was changed"))


class RecordForm(Form):
    """When it was changed: a change counts only for what happened before it."""

    when = RadioField(
        _l("When was it changed?"),
        default=EARLIER,
        choices=[SelectChoice(NOW_CHOICE, _l("Just now")), SelectChoice(EARLIER, _l("Earlier"))],
    )
    rotated_on = DateField(
        _l("If earlier: on which day"),
        [_needed_if_earlier, Optional()],
    )
    rotated_time = TimeField(
        _l("If earlier: at what time, if you know it"),
        [Optional()],
        description=_l("Without a time it counts only for what happened before that day."),
    )

    def __init__(self, *args: Any, now: datetime, tz: ZoneInfo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now, self.tz, self.today = now, tz, clock.local_date(now, tz)

    def validate_when(self, _field: RadioField) -> None:
        named = self.rotated_on.data not in (None, self.today) or self.rotated_time.data is not None
        if self.when.data == NOW_CHOICE and named:
            raise ValidationError(_("Choose “Earlier” where you enter a day or a time"))

    def validate_rotated_on(self, field: DateField) -> None:
        if self.when.data == NOW_CHOICE or not field.data:
            return
        if field.data > self.today:
            raise ValidationError(_("The day cannot be in the future"))
        if field.data < self.today - FURTHEST:
            raise ValidationError(_("Enter a day within the last ten years"))

    def validate_rotated_time(self, field: TimeField) -> None:
        if self.when.data == NOW_CHOICE or not field.data or not self.rotated_on.data:
            return
        if (self.changed.at or self.now) > self.now:
            raise ValidationError(_("The time cannot be in the future"))

    @property
    def changed(self) -> Changed:
        """What was said; for a form that is valid."""
        if self.when.data == NOW_CHOICE:
            return Changed(self.today, self.now)
        on, at = self.rotated_on.data, self.rotated_time.data
        assert on is not None
        return Changed(on, clock.office_moment(on, at, self.tz) if at else None)
