"""What a single entry about access has to be."""

import re
from datetime import date

from wtforms import DateField
from wtforms.validators import ValidationError

from govdesk.i18n import _


def demand_past(field: DateField, today: date) -> None:
    """A day on which something was so already. Raises ValidationError."""
    if field.data and field.data > today:
        raise ValidationError(_("The day cannot be in the future."))


def demand_order(since_on: date | None, field: DateField) -> None:
    """An end is not before its beginning. Raises ValidationError."""
    if since_on and field.data and field.data < since_on:
        raise ValidationError(_("It cannot end before it began. Enter a day from then on."))


def dialled(text: str) -> str:
    """A telephone number as E.164 writes it. Raises ValidationError."""
    plain = re.sub(r"\(0\)|[\s()./-]", "", text)
    plain = f"+{plain[2:]}" if plain.startswith("00") else plain
    if not re.fullmatch(r"\+[1-9]\d{6,14}", plain):
        raise ValidationError(_("Enter the number with + and the code of its country, such as +1 202 555 0142."))
    return plain
