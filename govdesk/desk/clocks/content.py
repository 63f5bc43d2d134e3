"""The content of `desk.yml`, checked value by value; `reading` makes terms of it."""

import re
from datetime import date, timedelta
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from govdesk.desk.clocks.hours import Window
from govdesk.desk.rules import Priority, TicketKind, TicketState
from govdesk.working_days import is_place

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
PRIORITIES = {one.name.lower(): one for one in Priority}
PAUSES = {"requester": TicketState.WAITING, "platform": TicketState.PLATFORM}
_WINDOW = re.compile(r"(\d{2}):(\d{2})\s*-\s*(\d{2}):(\d{2})")
_SPAN = re.compile(r"(?:(\d{1,4})\s*h)?\s*(?:(\d{1,4})\s*min)?")
MOST_CLOSED = 366


def _window(value: Any) -> Window:
    found = _WINDOW.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        raise ValueError('must be hours such as "09:00-17:00"')
    hours = [timedelta(hours=int(found[n]), minutes=int(found[n + 1])) for n in (1, 3)]
    if any(int(found[n]) > 59 for n in (2, 4)) or hours[1] > timedelta(days=1):
        raise ValueError("is no time of day; a day goes from 00:00 to 24:00")
    return Window(*hours)


def _span(value: Any) -> timedelta:
    found = _SPAN.fullmatch(value.strip()) if isinstance(value, str) else None
    span = timedelta(hours=int(found[1] or 0), minutes=int(found[2] or 0)) if found else timedelta()
    if not span:
        raise ValueError("must be business time such as 30 min, 4 h or 1 h 30 min")
    return span


def _place(value: str) -> str:
    if not is_place(value):
        raise ValueError("is no country whose public holidays are known; write its two letters, as in AT or US-DC")
    return value


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, arbitrary_types_allowed=True)


Lax = Field(strict=False)
Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,39}$")]
Name = Annotated[str, Field(min_length=1, max_length=80)]
Words = Annotated[str, Field(min_length=1, max_length=200)]
Spell = Annotated[Any, BeforeValidator(_span)]
"""A `timedelta`."""
Windows = Annotated[tuple[Annotated[Any, BeforeValidator(_window)], ...], Lax, Field(max_length=10)]
"""Of `Window`."""
Pauses = Annotated[tuple[Literal["requester", "platform"], ...], Lax]


class Closed(_Strict):
    """Days of one's own on which nobody works."""

    begins_on: date = Field(alias="from")
    ends_on: date = Field(alias="to")
    because: Words

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.ends_on < self.begins_on:
            raise ValueError("`to` must not be earlier than `from`")
        return self


class CalendarContent(_Strict):
    """One of the `calendars`."""

    key: Key
    name: Name
    timezone: str | None = None
    hours: dict[Literal[WEEKDAYS], Windows] | Literal["always"]  # type: ignore[valid-type]
    country: Annotated[str, AfterValidator(_place)] | None = None
    closed: Annotated[tuple[Closed, ...], Lax, Field(max_length=100)] = ()

    @model_validator(mode="after")
    def _opens_again(self) -> Self:
        if sum((one.ends_on - one.begins_on).days + 1 for one in self.closed) > MOST_CLOSED:
            raise ValueError("is closed for more than a year in all; what is due would hardly ever be")
        return self


class PromiseContent(_Strict):
    """One of the `promises`."""

    name: Name
    calendar: Key
    priorities: Annotated[tuple[Literal[tuple(PRIORITIES)], ...], Lax] = ()  # type: ignore[valid-type]
    kinds: Annotated[tuple[Annotated[TicketKind, Lax], ...], Lax] = ()
    first_response: Spell = None
    next_response: Spell = None
    resolution: Spell = None
    answers_paused_by: Pauses = ("requester",)
    resolution_paused_by: Pauses = ("requester", "platform")
    when_reopened: Literal["goes on", "starts anew"] = "goes on"


class HandoverContent(_Strict):
    """One of the `handovers`."""

    team: Key
    name: Name
    calendar: Key
    within: Spell
    paused_by: Pauses = ("platform",)


class File(_Strict):
    """The whole of `desk.yml`."""

    calendars: Annotated[tuple[CalendarContent, ...], Lax, Field(max_length=50)] = ()
    desk_hours: Key | None = None
    """The calendar in which the desk is told of what can wait; the first where none is named."""
    promises: Annotated[tuple[PromiseContent, ...], Lax, Field(max_length=100)] = ()
    handovers: Annotated[tuple[HandoverContent, ...], Lax, Field(max_length=50)] = ()
