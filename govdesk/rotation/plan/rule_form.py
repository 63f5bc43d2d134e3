"""A rule, asked for field by field, for who has never seen `rotation.yml`."""

from collections.abc import Iterable
from typing import Any

from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # the stubs are behind WTForms 3.3
from wtforms.validators import InputRequired, Length, NumberRange, Optional, StopValidation, ValidationError
from wtforms.widgets import CheckboxInput

from govdesk.accounts.models import Tier
from govdesk.i18n import _, _l
from govdesk.rotation.plan.calendars import read_calendar
from govdesk.rotation.plan.rule import Audience, Rule
from govdesk.rotation.rules import Credential
from govdesk.web import Form

NONE, EVERY, ON = "none", "every", "on"
ESCALATED = {
    "deputy_after": Audience.DEPUTY, "manager_after": Audience.MANAGER, "head_after": Audience.HEAD,
    "security_after": Audience.SECURITY,
}  # fmt: skip


def _needed_if(wanted: str, words: str) -> Any:
    """Something has to stand there if this calendar was chosen."""

    def check(form: "RuleForm", field: Any) -> None:
        if form.calendar.data == wanted and not "".join(field.raw_data or ()).strip():
            raise StopValidation(words)

    return check


def _needs_a_reason(form: "RuleForm", field: Any) -> None:
    if form.calendar.data != NONE and len((field.data or "").strip()) < 10:
        raise StopValidation(_("Say why a period is wanted although events are on, in ten letters or more"))


def _boxes(label: str, description: str = "") -> SelectMultipleField:
    return SelectMultipleField(label, description=description, option_widget=CheckboxInput())


def _after(label: str) -> IntegerField:
    return IntegerField(label, [Optional(), NumberRange(1, 365, _l("Enter between 1 and 365 days"))])


class RuleForm(Form):
    """What a rule is about and what it sets; what is left empty narrows nothing, or stays as the file says."""

    name = StringField(_l("What is the rule called?"), [InputRequired(_l("Give the rule a name")), Length(max=80)])
    tiers = _boxes(_l("For accounts of this risk"), _l("Nothing marked: of any. Ctrl or Cmd marks several."))
    platforms = _boxes(_l("On these platforms"))
    departments = _boxes(_l("Of these departments"), _l("All below them count."))
    credentials = _boxes(_l("For these credentials"), _l("Nothing marked: all; the calendar makes the password due."))
    calendar = RadioField(
        _l("When do they fall due?"),
        default=NONE,
        choices=[
            SelectChoice(NONE, _l("Only when something happens")),
            SelectChoice(EVERY, _l("So many days after each change")),
            SelectChoice(ON, _l("On days of the year")),
        ],
        description=_l("Whatever is chosen, events count: what somebody took along by leaving falls due at once."),
    )
    every_days = IntegerField(
        _l("How many days after each change"),
        [_needed_if(EVERY, _l("Enter how many days")), Optional(), NumberRange(1, 3650)],
    )
    on = StringField(
        _l("On which days of the year"),
        [_needed_if(ON, _l("Enter the days, as in yearly 03-01")), Length(max=100)],
        description=_l("monthly 1, monthly last, yearly 03-01, or cron: 0 0 1 1,7 * is 1 January and 1 July."),
    )
    because = TextAreaField(
        _l("Why a period?"),
        [_needs_a_reason, Length(max=500)],
        description=_l(
            "NIST SP 800-63B speaks against periods for people's own passwords. Shared ones are changed on events."
        ),
    )
    spread_days = IntegerField(
        _l("Spread over how many working days"),
        [Optional(), NumberRange(1, 260, _l("Enter between 1 and 260 days"))],
        description=_l("So that not all accounts fall due on one day. None falls due later than the calendar says."),
    )
    most_a_day = IntegerField(_l("At most so many a day"), [Optional(), NumberRange(1)])
    grace_days = IntegerField(_l("Days of grace"), [Optional(), NumberRange(0, 365)])
    remind_days_before = StringField(
        _l("Remind so many days before"),
        [Length(max=100)],
        description=_l("As in 30, 14, 7, 1, 0. Empty: as everywhere."),
    )
    overdue_every_days = IntegerField(
        _l("Once overdue, remind every so many days"),
        [Optional(), NumberRange(1, 365, _l("Enter between 1 and 365 days"))],
        description=_l("Empty: as everywhere."),
    )
    deputy_after = _after(_l("Tell the deputy after so many days overdue"))
    manager_after = _after(_l("Tell the manager of who is asked after so many days overdue"))
    head_after = _after(_l("Tell the head of the department after so many days overdue"))
    security_after = _after(_l("Tell security after so many days overdue"))
    second_person = BooleanField(_l("A second person confirms each change"))
    first = BooleanField(_l("Put it before all other rules"), description=_l("The first that applies decides."))
    rule = HiddenField()
    """The name of the rule that is changed; empty for a new one."""
    digest = HiddenField()
    """Of that rule, as the writer saw it."""

    def __init__(
        self,
        *args: Any,
        platforms: Iterable[tuple[str, str]],
        departments: Iterable[str],
        otherwise: Rule,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.otherwise = otherwise
        self.platforms.choices = list(platforms)
        self.departments.choices = [(name, name) for name in departments]
        self.tiers.choices = [(tier.value, tier.label) for tier in Tier]
        self.credentials.choices = [(kind.value, kind.label) for kind in Credential]

    def validate_on(self, field: StringField) -> None:
        if self.calendar.data == ON and field.data:
            try:
                read_calendar(field.data)
            except ValueError as error:
                raise ValidationError(f"{field.data} {error}.") from None

    def validate_remind_days_before(self, _field: StringField) -> None:
        if not all(word.isdecimal() and int(word) <= 365 for word in self._days_before()):
            raise ValidationError(_("Enter days as in 30, 14, 7, 1, 0"))

    def as_written(self) -> dict[str, Any]:
        """The rule as `rotation.yml` has it; for a form that is valid."""
        return {
            "name": (self.name.data or "").strip(),
            **_said({"applies_to": _said({
                name: list(self[name].data or ()) for name in ("platforms", "tiers", "departments", "credentials")
            })}),
            **self._calendar(),
            **_said({
                "remind_days_before": [int(word) for word in self._days_before()],
                "overdue_every_days": self.overdue_every_days.data,
                "escalate": self._escalations(),
            }),
            **({} if self.grace_days.data is None else {"grace_days": self.grace_days.data}),
            **self._second_person(),
        }  # fmt: skip

    def _days_before(self) -> list[str]:
        return (self.remind_days_before.data or "").replace(",", " ").split()

    def _calendar(self) -> dict[str, Any]:
        if self.calendar.data == NONE:
            return {}
        when = {"every_days": self.every_days.data} if self.calendar.data == EVERY else {"calendar": self.on.data}
        spread = {"spread_days": self.spread_days.data, "most_a_day": self.most_a_day.data}
        return {**when, "because": (self.because.data or "").strip(), **_said(spread)}

    def _second_person(self) -> dict[str, bool]:
        """Said where it is not as everywhere."""
        wanted = bool(self.second_person.data)
        return {} if wanted == self.otherwise.second_person else {"second_person": wanted}

    def _escalations(self) -> dict[int, list[str]]:
        found: dict[int, list[str]] = {}
        for name, who in ESCALATED.items():
            if self[name].data:
                found.setdefault(self[name].data, []).append(who.value)
        return dict(sorted(found.items()))


def _said(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value}
