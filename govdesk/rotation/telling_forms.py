"""What security enters about something that happened. No field is meant for a secret, and none takes one."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from wtforms import DateField, SelectField, StringField, TextAreaField, TimeField, ValidationError
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # the stubs are behind WTForms 3.3
from wtforms.validators import InputRequired, Length, Optional

from govdesk import clock
from govdesk.i18n import _, _l
from govdesk.rotation.forms import FURTHEST
from govdesk.rotation.moments import lost_by
from govdesk.rotation.reasons import RotationReason
from govdesk.rotation.rules import Credential
from govdesk.rotation.telling import TOLD, Told
from govdesk.secrecy import holds_secret
from govdesk.web import Form

ASKS = {
    RotationReason.AGENCY: _l("The contract of an agency has ended"),
    RotationReason.BREACH: _l("A tool or its vendor was broken into"),
    RotationReason.DEVICE: _l("Somebody has lost a phone or computer"),
    RotationReason.CAMPAIGN: _l("A platform makes changes necessary"),
    RotationReason.REQUEST: _l("Somebody asks for a change on one account"),
}


class TellForm(Form):
    """What happened, when, and why that is a reason to change anything."""

    kind = SelectField(_l("What happened"), choices=[SelectChoice(kind.value, ASKS[kind]) for kind in TOLD])
    thing = StringField(
        _l("Who or what it is about"),
        [InputRequired(_l("Enter who or what it is about")), Length(max=200)],
        description=_l(
            "The name of the agency or tool, the login of who lost the device, the name of the platform, or the "
            "address of the account."
        ),
        render_kw={"list": "things", "autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"},
    )
    credential = SelectField(
        _l("What is to be changed"),
        default=Credential.PASSWORD.value,
        choices=[SelectChoice(kind.value, kind.label) for kind in Credential],
        description=_l("Counts for platforms and single accounts; else the access lists say what."),
    )
    happened_on = DateField(_l("When: the day"), [InputRequired(_l("Enter the day on which it happened"))])
    happened_time = TimeField(
        _l("When: the time, if you know it"),
        [Optional()],
        description=_l("Without a time only changes of a later day count."),
    )
    reason = TextAreaField(
        _l("In words, for the record"),
        [InputRequired(_l("Say in a few words what happened")), Length(max=500)],
        description=_l("Never a password or a code."),
    )

    def __init__(self, *args: Any, now: datetime, tz: ZoneInfo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now, self.tz, self.today = now, tz, clock.local_date(now, tz)

    def validate_happened_on(self, field: DateField) -> None:
        if field.data and field.data > self.today:
            raise ValidationError(_("The day cannot be in the future"))
        if field.data and field.data < self.today - FURTHEST:
            raise ValidationError(_("Enter a day within the last ten years"))

    def validate_thing(self, field: StringField) -> None:
        _refuse_secret(field)

    def validate_reason(self, field: TextAreaField) -> None:
        _refuse_secret(field)

    @property
    def told(self) -> Told:
        """What was said; for a form that is valid."""
        assert self.happened_on.data is not None
        return Told(
            RotationReason(self.kind.data),
            " ".join((self.thing.data or "").split()),
            self.credential.data,
            lost_by(self.happened_on.data, self.happened_time.data, self.tz, self.now),
            (self.reason.data or "").strip(),
        )


def _refuse_secret(field: StringField) -> None:
    if field.data and holds_secret(field.data):
        field.data = ""
        raise ValidationError(_("That looks like a password, a code or a key. Say only what happened."))
