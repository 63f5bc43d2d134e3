"""What agents decide about a ticket's clocks."""

from datetime import date
from typing import Any

from wtforms import DateField, SelectField, StringField, ValidationError
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # the stubs are behind WTForms 3.3
from wtforms.validators import InputRequired, Length

from govdesk.desk.clocks.promises import Handover, Terms
from govdesk.desk.forms import DeskForm
from govdesk.desk.rules import Priority
from govdesk.i18n import _, _l
from govdesk.web import Form

LONGEST_NUMBER = 100


class PriorityForm(Form):
    """Another place in the order of work."""

    priority = SelectField(_l("Priority"), choices=[SelectChoice(one.value, one.label) for one in Priority])

    @property
    def chosen(self) -> Priority:
        return Priority(self.priority.data)


class PlatformForm(DeskForm):
    """The platform has been asked."""

    texts = ("number",)

    number = StringField(
        _l("Case number"),
        [Length(max=LONGEST_NUMBER, message=_l("Enter at most %(max)d characters"))],
        filters=[lambda text: " ".join((text or "").replace("\0", "").split())],
        description=_l("As the platform calls it. Leave it empty where it gave none."),
    )
    chase_on = DateField(
        _l("Ask again on"),
        [InputRequired(_l("Enter the day on which you want to be reminded"))],
        description=_l("You are reminded on that day when the desk opens."),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today = today

    def validate_chase_on(self, field: DateField) -> None:
        if field.data and not 0 < (field.data - self._today).days <= 365:
            raise ValidationError(_("Choose a day after today, within a year"))


class TeamForm(Form):
    """Another team is to do its part."""

    team = SelectField(_l("Team"))

    def __init__(self, *args: Any, terms: Terms, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._terms = terms
        self.team.choices = [SelectChoice(one.team, one.name) for one in terms.handovers]

    @property
    def chosen(self) -> Handover:
        """Of a form that is in order."""
        found = self._terms.handover_to(self.team.data)
        assert found is not None, "it is one of the choices"
        return found
