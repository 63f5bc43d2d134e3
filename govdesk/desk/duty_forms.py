"""What approvers enter, and one button for each step."""

from wtforms import HiddenField, RadioField, TextAreaField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # the stubs are behind WTForms 3.3
from wtforms.validators import InputRequired, Length, ValidationError

from govdesk.desk.approving import LONGEST_REASON
from govdesk.desk.forms import number_in, trimmed
from govdesk.desk.typed import Decision
from govdesk.i18n import _, _l
from govdesk.web import Form


class DecisionForm(Form):
    """Yes or no, and why."""

    decision = RadioField(
        _l("What do you decide?"),
        [InputRequired(_l("Choose what you decide"))],
        choices=[SelectChoice(Decision.APPROVED.value, _l("I approve it")),
                 SelectChoice(Decision.REFUSED.value, _l("I refuse it"))],
    )  # fmt: skip
    reason = TextAreaField(
        _l("Why?"),
        [Length(max=LONGEST_REASON, message=_l("Write at most %(max)d characters"))],
        filters=[trimmed],
        description=_l("Who asked reads it. Needed when you refuse."),
    )
    position = HiddenField()
    """Which approval the page showed."""

    def validate_reason(self, field: TextAreaField) -> None:
        if self.decision.data == Decision.REFUSED and not field.data:
            raise ValidationError(_("Say why, and what would do instead"))

    @property
    def place(self) -> int:
        return number_in(self.position.data) or 0
