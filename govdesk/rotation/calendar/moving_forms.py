"""Moving entries of the calendar: to which day, and why."""

from datetime import date
from typing import Any

from wtforms import DateField, HiddenField, TextAreaField, ValidationError
from wtforms.validators import InputRequired, Length

from govdesk.i18n import _, _l
from govdesk.rotation.calendar.moving import Wish
from govdesk.rotation.forms import FURTHEST
from govdesk.web import Form


class MoveForm(Form):
    """Which entries stands beside it: as `schedule`, each with the version that was seen."""

    to_on = DateField(_l("To which day"), [InputRequired(_l("Enter the day to which it moves"))])
    reason = TextAreaField(
        _l("Why"),
        [
            InputRequired(_l("Say in a few words why it moves")),
            Length(max=500, message=_l("Enter at most 500 letters")),
        ],
        description=_l("It is kept with the move. Never write a password here."),
    )
    back = HiddenField()

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def validate_to_on(self, field: DateField) -> None:
        if field.data and field.data < self.today:
            raise ValidationError(_("Choose today or a later day"))
        if field.data and field.data - self.today > FURTHEST:
            raise ValidationError(_("Enter a day within ten years of today"))

    def validate_reason(self, field: TextAreaField) -> None:
        if not (field.data or "").strip():
            raise ValidationError(_("Say in a few words why it moves"))

    @property
    def wish(self) -> Wish:
        """What was decided; for a form that is valid."""
        assert self.to_on.data is not None
        return Wish(self.to_on.data, (self.reason.data or "").strip(), self.form_key.data or "")


def versions_in(texts: list[str]) -> dict[int, int]:
    """`12.3` is schedule 12 as it was in its third version; what is no such text counts as none."""
    found: dict[int, int] = {}
    for text in texts:
        number, _dot, version = text.partition(".")
        if number.isdecimal() and version.isdecimal() and len(text) < len("2147483647.2147483647"):
            found[int(number)] = int(version)
    return found
