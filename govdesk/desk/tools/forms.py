"""What is entered about a tool."""

from datetime import date
from typing import Any

import wtforms
from wtforms import DateField, HiddenField, SearchField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # the stubs are behind WTForms 3.3
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from govdesk.desk.forms import number_in, one_line, trimmed
from govdesk.desk.tools.queries import host_of
from govdesk.desk.tools.rules import STORED, ToolKind, ToolState
from govdesk.i18n import _, _l
from govdesk.web import Form

SHORT = Length(max=1000, message=_l("Write at most %(max)d characters"))


class ToolFilterForm(wtforms.Form):
    """Narrows the list; lives in the address."""

    q = SearchField(_l("Name or address"))
    state = SelectField(_l("State"))

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.state.choices = [("", _("All")), *((one.value, one.label) for one in ToolState)]


class ToolForm(Form):
    """One tool or site, and what is decided."""

    name = StringField(_l("Name"), [InputRequired(_l("Enter its name")), Length(max=200)], filters=[one_line])
    url = StringField(
        _l("Address"), [Length(max=1000)], filters=[one_line],
        description=_l("Of its start page: by this an address that somebody pastes is known."),
    )  # fmt: skip
    kind = SelectField(_l("What it does"), choices=[SelectChoice(one.value, one.label) for one in ToolKind])
    state = SelectField(_l("Decision"), choices=[SelectChoice(one.value, one.label) for one in STORED])
    until_on = DateField(
        _l("Until"), [Optional()],
        description=_l("The last day on which it is allowed. Two weeks before, and on the day, you are told."),
    )  # fmt: skip
    conditions = TextAreaField(_l("On what conditions"), [SHORT], filters=[trimmed])
    reason = TextAreaField(
        _l("Why"), [SHORT], filters=[trimmed], description=_l("Everybody who works here reads it.")
    )
    alternative = StringField(
        _l("What to use instead"), [Length(max=500)], filters=[one_line],
        description=_l("Nobody stops needing what they needed: name something that is allowed."),
    )  # fmt: skip
    ticket = HiddenField()
    version = HiddenField()

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today = today

    def validate_url(self, field: StringField) -> None:
        if field.data and (host_of(field.data) is None or not field.data.lower().startswith(("http://", "https://"))):
            raise ValidationError(_("Enter an address as the browser shows it, with https://"))

    def validate_until_on(self, field: DateField) -> None:
        if field.data and field.data < self._today:
            raise ValidationError(_("Enter today or a later day."))

    def validate_state(self, field: SelectField) -> None:
        is_limited = bool(self.until_on.raw_data and self.until_on.raw_data[0])
        if field.data == ToolState.CONDITIONAL and not (self.conditions.data and is_limited):
            raise ValidationError(_("Say on what conditions, and until when: nothing is opened for ever."))
        if field.data == ToolState.REFUSED and not (self.reason.data and self.alternative.data):
            raise ValidationError(_("Say why not, and what to use instead."))

    @property
    def facts(self) -> dict[str, Any]:
        """Columns of a sound form."""
        texts = {name: self[name].data or None for name in ("url", "conditions", "reason", "alternative")}
        return {
            "name": self.name.data, "kind": ToolKind(self.kind.data), "state": ToolState(self.state.data),
            "until_on": self.until_on.data, **texts,
        }  # fmt: skip

    @property
    def ticket_number(self) -> int | None:
        return number_in(self.ticket.data)
