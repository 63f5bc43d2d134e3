"""Planning many accounts at once: which, from when, over how long, and what becomes of what is planned already."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from wtforms import BooleanField, DateField, HiddenField, IntegerField, RadioField, SelectField, StringField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # the stubs are behind WTForms 3.3
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from govdesk.accounts.models import IN_USE
from govdesk.i18n import _, _l
from govdesk.rotation.calendar.drafting import Wish
from govdesk.rotation.calendar.filters import Choice
from govdesk.rotation.calendar.spreading import days_to_choose
from govdesk.rotation.forms import FURTHEST
from govdesk.rotation.rules import Credential
from govdesk.web import Form
from govdesk.working_days import EVERY_DAY, WorkingDays

KEEP, CHANGE = "keep", "change"
DAYS = {"days": 1, "weeks": 7}
MOST_DAYS = 731
CHOOSING = ("department", "platform", "state", "custodians")
"""Fields that say which accounts, by the names of their criteria."""


def left_out(days: WorkingDays) -> str:
    """Which days are no working days, as far as the rules say."""
    what = [_("weekends") if days.weekdays == EVERY_DAY else _("days that are no working days by the rules")]
    places = dict.fromkeys([*([days.country] if days.country else []), *days.countries.values()])
    if places:
        what.append(_("public holidays where the department is (%(places)s)", places=", ".join(places)))
    what += [one.because for one in days.blackouts]
    told = _("Left out: %(what)s.", what="; ".join(what))
    return told if places else told + " " + _("No country stands in the rules, so public holidays are not known.")


class PlanForm(Form):
    """Every field has a value that makes a sound plan of next year."""

    credential = SelectField(
        _l("What is to be changed"),
        default=Credential.PASSWORD.value,
        choices=[SelectChoice(kind.value, kind.label) for kind in Credential],
    )
    department = SelectField(_l("Department, with all below it"), default="")
    platform = SelectField(_l("Platform"), default="")
    state = SelectField(_l("State of the account"), default="")
    custodians = SelectField(
        _l("Custodians"),
        default="",
        choices=[
            SelectChoice("", _l("All accounts")),
            SelectChoice("some", _l("Only accounts that have one")),
        ],
    )
    first_on = DateField(_l("First day"), [InputRequired(_l("Enter the first day"))])
    number = IntegerField(
        _l("Spread over"),
        [InputRequired(_l("Enter over how many days or weeks")), NumberRange(1, MOST_DAYS, _l("Enter at least 1"))],
        default=52,
    )
    unit = SelectField(
        _l("Days or weeks"),
        default="weeks",
        choices=[SelectChoice("weeks", _l("weeks")), SelectChoice("days", _l("days"))],
    )
    skips_closed = BooleanField(_l("Only on working days"), default=True)
    every_days = IntegerField(
        _l("Then again every so many days"),
        [Optional(), NumberRange(1, 3650, _l("Enter between 1 and 3650 days, or leave it empty"))],
        description=_l(
            "Leave it empty if once is enough. When somebody who knew it leaves, it falls due by itself: a period is "
            "for what no event tells."
        ),
    )
    existing = RadioField(
        _l("Accounts that have a day in the calendar already"),
        default=KEEP,
        choices=[SelectChoice(KEEP, _l("Keep their days")), SelectChoice(CHANGE, _l("Give them new days"))],
    )
    reason = StringField(
        _l("Why they get new days"),
        [Length(max=500, message=_l("Enter at most 500 letters"))],
        description=_l("Only needed where days change."),
        render_kw={"autocomplete": "off"},
    )
    digest = HiddenField()

    def __init__(
        self,
        *args: Any,
        today: date,
        days: WorkingDays,
        departments: Iterable[Choice],
        platforms: Iterable[Choice],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.days = today, days
        self.skips_closed.description = left_out(days)
        self.department.choices = [("", _("All")), *departments]
        self.platform.choices = [("", _("All")), *platforms]
        self.state.choices = [("", _("All that are in use")), *((state.value, state.label) for state in IN_USE)]

    def validate_first_on(self, field: DateField) -> None:
        if field.data and field.data < self.today:
            raise ValidationError(_("Choose today or a later day"))
        if field.data and field.data - self.today > FURTHEST - timedelta(MOST_DAYS):
            raise ValidationError(_("Enter a day within eight years of today"))

    def validate_number(self, field: IntegerField) -> None:
        if not field.data or not self.first_on.data or self.unit.data not in DAYS:
            return
        if field.data * DAYS[self.unit.data] > MOST_DAYS:
            raise ValidationError(_("Spread it over two years at most"))
        if field.data > 0 and not days_to_choose(self.first_on.data, self._last, skips_weekends=self._skips_weekends):
            raise ValidationError(_("That is nothing but a weekend: spread it over more days"))

    def validate_reason(self, field: StringField) -> None:
        if self.existing.data == CHANGE and not (field.data or "").strip():
            raise ValidationError(_("Say in a few words why days change"))

    @property
    def wish(self) -> Wish:
        """What was asked for; for a form that is valid."""
        chosen = {name: self[name].data for name in CHOOSING if self[name].data}
        assert self.first_on.data is not None
        return Wish(
            chosen=chosen,
            credential=str(self.credential.data),
            days=days_to_choose(self.first_on.data, self._last, skips_weekends=self._skips_weekends),
            skips_closed=bool(self.skips_closed.data),
            every_days=self.every_days.data,
            changes_existing=self.existing.data == CHANGE,
            reason=(self.reason.data or "").strip(),
        )

    @property
    def _last(self) -> date:
        assert self.first_on.data is not None
        assert self.number.data is not None
        return self.first_on.data + timedelta(self.number.data * DAYS[str(self.unit.data)] - 1)

    @property
    def _skips_weekends(self) -> bool:
        """Where the rules name working days those count, and else what is usual."""
        return bool(self.skips_closed.data) and self.days.weekdays == EVERY_DAY
