"""The forms of a person's own notices."""

from typing import Any

from wtforms import IntegerField, StringField, TimeField
from wtforms.validators import AnyOf, Length, NumberRange, Optional

from govdesk.i18n import _, _l
from govdesk.web import Form


class QuietForm(Form):
    """Both times, or neither for none."""

    begins = TimeField(_l("From"), [Optional()])
    ends = TimeField(_l("To"), [Optional()])

    def validate(self, extra_validators: Any = None) -> bool:
        sound = super().validate(extra_validators)
        if sound and (self.begins.data is None) != (self.ends.data is None):
            self.ends.errors = [_("Enter both times, or none for no quiet hours")]
            return False
        if sound and self.begins.data is not None and self.begins.data == self.ends.data:
            self.ends.errors = [_("Enter another time than the first: no mail would ever leave")]
            return False
        return sound


class ReadForm(Form):
    """What was on the page."""

    up_to = IntegerField(validators=[NumberRange(min=0, max=2**31 - 1)])


class KindForm(Form):
    """Whether mail of one kind is wanted."""

    kind = StringField(validators=[Length(max=40)])
    wanted = StringField(validators=[AnyOf(["yes", "no"])])
