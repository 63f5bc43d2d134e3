"""What security enters about a reminder to many. Every field refuses what looks like a secret."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from wtforms import DateField, HiddenField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms import ValidationError as Refused
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # the stubs are behind WTForms 3.3
from wtforms.validators import InputRequired, Length, NumberRange, Optional, StopValidation

from govdesk.directory.models import Department
from govdesk.i18n import _, _l
from govdesk.rotation.audience.actions import Wish
from govdesk.rotation.audience.models import LONGEST_SUBJECT, LONGEST_TEXT, Audience, AudienceReminder
from govdesk.rotation.audience.rules import Rhythm, Unit
from govdesk.rotation.forms import FURTHEST
from govdesk.web import Form

MOST_EVERY = 366


def _needed_if_repeated(form: "AudienceForm", field: IntegerField) -> None:
    if form.unit.data != Unit.NEVER and not "".join(field.raw_data or ()).strip():
        raise StopValidation(_("Enter how many"))


class AudienceForm(Form):
    """What is said, to whom, and on which days."""

    subject = StringField(
        _l("Headline"),
        [
            InputRequired(_l("Enter a headline")),
            Length(max=LONGEST_SUBJECT, message=_l("Use at most %(max)d characters")),
        ],
        description=_l("What stands in the list of notices and above the mail."),
    )
    text = TextAreaField(
        _l("Text"),
        [InputRequired(_l("Enter the text")), Length(max=LONGEST_TEXT, message=_l("Use at most %(max)d characters"))],
        description=_l("Why it matters and what to do, in words that everybody knows. Never a password or a code."),
    )
    audience = RadioField(
        _l("Who is reminded"),
        default=Audience.HOLDERS.value,
        choices=[SelectChoice(one.value, one.label) for one in Audience],
    )
    department = SelectField(_l("Which department"), default="", description=_l("Only if a department is reminded."))
    first_on = DateField(
        _l("First day"),
        [InputRequired(_l("Enter the day on which it goes out first"))],
        description=_l(
            "It goes into that day's digest, which leaves at eight in office time. Today, once eight is over, it "
            "leaves at once, or tomorrow for who had a digest already."
        ),
    )
    unit = SelectField(
        _l("Then again"),
        default=Unit.NEVER.value,
        choices=[SelectChoice(one.value, one.label) for one in Unit],
    )
    every = IntegerField(
        _l("How many days, weeks or months"),
        [_needed_if_repeated, Optional(), NumberRange(1, MOST_EVERY, _l("Enter a number from 1 to 366"))],
        description=_l("Only if it goes out again. Where a month is too short, its last day counts."),
    )
    ends_on = DateField(
        _l("Last day"),
        [Optional()],
        description=_l("Leave it empty to go on until somebody pauses or deletes it."),
    )
    version = HiddenField()

    def __init__(self, *args: Any, departments: Iterable[Department], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.departments = today, {str(one.id): one for one in departments}
        named = (SelectChoice(key, one.name) for key, one in self.departments.items())
        self.department.choices = [SelectChoice("", _("None")), *named]
        self.begun_on: date | None = None
        """The first day as it stands: it may have passed."""

    def validate_subject(self, field: StringField) -> None:
        if not (field.data or "").strip():
            raise Refused(_("Enter a headline"))

    def validate_text(self, field: TextAreaField) -> None:
        if not (field.data or "").strip():
            raise Refused(_("Enter the text"))

    def validate_department(self, field: SelectField) -> None:
        if self.audience.data == Audience.DEPARTMENT and not field.data:
            raise Refused(_("Choose the department"))

    def validate_first_on(self, field: DateField) -> None:
        if field.data is None or field.data == self.begun_on:
            return
        if field.data < self.today:
            raise Refused(_("Enter today or a later day"))
        if field.data > self.today + FURTHEST:
            raise Refused(_("Enter a day within ten years of today"))

    def validate_ends_on(self, field: DateField) -> None:
        if field.data and self.first_on.data and field.data < self.first_on.data:
            raise Refused(_("Enter a day that is not before the first one"))

    @property
    def wish(self) -> Wish:
        """What was decided; for a form that is valid."""
        assert self.first_on.data is not None
        audience, unit = Audience(self.audience.data), Unit(self.unit.data)
        is_once = unit is Unit.NEVER
        return Wish(
            subject=" ".join((self.subject.data or "").split()),
            text=(self.text.data or "").replace("\r\n", "\n").strip(),
            audience=audience,
            department=self.departments[self.department.data] if audience is Audience.DEPARTMENT else None,
            rhythm=Rhythm(
                self.first_on.data,
                unit,
                1 if is_once else self.every.data or 1,
                None if is_once else self.ends_on.data,
            ),
        )


def values_of(reminder: AudienceReminder) -> dict[str, object]:
    """What the form shows of one that there is."""
    return {
        "subject": reminder.subject,
        "text": reminder.text,
        "audience": reminder.audience.value,
        "department": str(reminder.department_id or ""),
        "first_on": reminder.first_on,
        "unit": reminder.unit.value,
        "every": None if reminder.unit is Unit.NEVER else reminder.every,
        "ends_on": reminder.ends_on,
        "version": reminder.version,
    }
