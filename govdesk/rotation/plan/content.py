"""The content of `rotation.yml`, checked value by value; `reading` makes rules of it."""

from datetime import date, time
from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from govdesk.accounts.models import Tier
from govdesk.rotation.plan.calendars import Calendar, read_calendar
from govdesk.rotation.plan.rule import Audience
from govdesk.rotation.rules import Credential, Reminders
from govdesk.working_days import is_place

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def _different_days(days: tuple[int, ...]) -> tuple[int, ...]:
    if len(set(days)) != len(days):
        raise ValueError("a day stands twice")
    return days


def _all_different(values: tuple[Any, ...]) -> tuple[Any, ...]:
    if len(set(values)) != len(values):
        raise ValueError("something stands twice")
    return values


def _calendar(value: Any) -> Calendar:
    if not isinstance(value, str):
        raise ValueError("must be text such as monthly 1 or yearly 03-01; put quotes round it")
    return read_calendar(value)


def _place(value: str) -> str:
    if not is_place(value):
        raise ValueError("is no country whose public holidays are known; write its two letters, as in AT or US-DC")
    return value


def _zone(value: Any) -> ZoneInfo:
    try:
        return ZoneInfo(value)
    except (OSError, LookupError, TypeError, ValueError):
        raise ValueError("is no time zone such as Europe/Paris") from None


def _time(value: Any) -> time:
    if not isinstance(value, str):
        raise ValueError('must be a time in quotes, as in "08:00"')
    try:
        return time.fromisoformat(value)
    except ValueError:
        raise ValueError('must be a time such as "08:00"') from None


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, arbitrary_types_allowed=True)


Days = Annotated[int, Field(ge=0, le=365)]
Overdue = Annotated[int, Field(ge=1, le=365)]
Lax = Field(strict=False)
Word = Annotated[str, Field(min_length=1, max_length=200)]
Words = Annotated[tuple[Word, ...], Lax, Field(min_length=1), AfterValidator(_all_different)]
Who = Annotated[tuple[Annotated[Audience, Lax], ...], Lax, AfterValidator(_all_different)]
DaysBefore = Annotated[tuple[Days, ...], Lax, AfterValidator(_different_days)]
Place = Annotated[str, AfterValidator(_place)]
Zone = Annotated[Any, BeforeValidator(_zone)]
"""A `ZoneInfo`."""
Time = Annotated[time, BeforeValidator(_time)]


class Told(_Strict):
    """Who is told at which stage."""

    before: Who | None = None
    due: Who | None = None
    overdue: Who | None = None
    on_days: dict[Days, Who] = Field(default_factory=dict)


class Common(_Strict):
    """What the whole file and each rule can set; what a rule leaves out the file decides."""

    remind_days_before: DaysBefore = Reminders.days_before
    grace_days: Days = Reminders.grace_days
    overdue_every_days: Overdue = Reminders.overdue_every_days
    tell: Told = Told()
    escalate: dict[Overdue, Who] = Field(default_factory=dict)
    """Days overdue → who is told from then on."""
    second_person: bool = False


class For(_Strict):
    """What a rule is about."""

    platforms: Words = ()
    tiers: Annotated[tuple[Annotated[Tier, Lax], ...], Lax, AfterValidator(_all_different)] = ()
    departments: Words = ()
    credentials: Annotated[tuple[Annotated[Credential, Lax], ...], Lax, AfterValidator(_all_different)] = ()


class RuleContent(Common):
    """One of the `rules`."""

    name: Annotated[str, Field(min_length=1, max_length=80)]
    applies_to: For = For()
    every_days: Annotated[int, Field(ge=1, le=3650)] | None = None
    calendar: Annotated[Any, BeforeValidator(_calendar)] = None
    """A `Calendar`."""
    because: Annotated[str, Field(min_length=10, max_length=500)] | None = None
    spread_days: Annotated[int, Field(ge=1, le=260)] = 1
    most_a_day: Annotated[int, Field(ge=1)] | None = None

    @model_validator(mode="after")
    def _says_why(self) -> Self:
        if self.every_days and self.calendar:
            raise ValueError("has two calendars; leave out `every_days` or `calendar`")
        has_calendar = self.every_days is not None or self.calendar is not None
        if has_calendar and not self.because:
            raise ValueError("has a calendar and no `because`: say why a period is wanted although events are on")
        if not has_calendar and (self.because or self.most_a_day or "spread_days" in self.model_fields_set):
            raise ValueError("has no calendar, so `because`, `spread_days` and `most_a_day` mean nothing here")
        return self


class Hours(_Strict):
    """When an office is open."""

    begins: Time = Field(alias="from")
    ends: Time = Field(alias="to")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.ends <= self.begins:
            raise ValueError("`to` must be later than `from`")
        return self


class Week(_Strict):
    """The days on which people work."""

    weekdays: Annotated[tuple[Literal[WEEKDAYS], ...], Lax, Field(min_length=1), AfterValidator(_all_different)] = (  # type: ignore[valid-type]
        WEEKDAYS
    )
    hours: Hours | None = None


class BlackoutContent(_Strict):
    """Days on which nobody is reminded and nothing falls due by the calendar."""

    begins_on: date = Field(alias="from")
    ends_on: date = Field(alias="to")
    because: Word

    @model_validator(mode="after")
    def _is_short(self) -> Self:
        if self.ends_on < self.begins_on:
            raise ValueError("`to` must not be earlier than `from`")
        if (self.ends_on - self.begins_on).days > 92:
            raise ValueError("lasts longer than three months; nobody would be reminded of anything")
        return self


class File(Common):
    """The whole of `rotation.yml`; what it leaves out has a default."""

    rules: Annotated[tuple[RuleContent, ...], Lax, Field(max_length=100)] = ()
    working_days: Week = Week()
    country: Place | None = None
    countries: dict[Word, Place] = Field(default_factory=dict)
    """By department: it and all below it."""
    timezones: dict[Place, Zone] = Field(default_factory=dict)
    """By country, or part of one, where it differs from office time."""
    blackouts: Annotated[tuple[BlackoutContent, ...], Lax, Field(max_length=100)] = ()
