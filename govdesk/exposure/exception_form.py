"""What people enter when they ask for an exception."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from wtforms import DateField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from govdesk.exposure.findings import Weakness
from govdesk.i18n import _, _l
from govdesk.web import Form

LONGEST_DAYS = 366


class ExceptionForm(Form):
    """Why something weak may stand, and until when."""

    weakness = SelectField(_l("What is weak"))
    reason = TextAreaField(_l("Why it may stand"), [InputRequired(_l("Say why.")), Length(max=500)])
    ends_on = DateField(
        _l("Until"),
        [InputRequired(_l("Enter the last day."))],
        description=_l("30 and 7 days before you get a mail; afterwards it is open again by itself."),
    )

    def __init__(self, *args: Any, weak: Iterable[Weakness], today: date, **more: Any) -> None:
        super().__init__(*args, **more)
        self.today = today
        self.weakness.choices = [(weakness.value, weakness.label) for weakness in weak]

    def validate_ends_on(self, field: DateField) -> None:
        if field.data and not 0 <= (field.data - self.today).days <= LONGEST_DAYS:
            raise ValidationError(_("Enter a day from today on, within a year."))
