"""From the text of `desk.yml` to terms, or to the first thing in it that cannot be used."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from govdesk.desk.clocks.content import (
    PAUSES,
    PRIORITIES,
    WEEKDAYS,
    CalendarContent,
    File,
    HandoverContent,
    PromiseContent,
)
from govdesk.desk.clocks.hours import ALL_DAY, NONE, Calendar, Week
from govdesk.desk.clocks.promises import Handover, Promise, States, Terms
from govdesk.files import FileError, PolicyFiles, line_of, parse_yaml
from govdesk.working_days import Blackout

FILE = "desk.yml"
UTC = ZoneInfo("UTC")
WEEKS = 52
"""A target that a calendar does not fit into so many of its weeks is a mistake."""
Where = tuple[str | int, ...]
Calendars = Mapping[str, Calendar]


def read_desk(files: PolicyFiles, tz: ZoneInfo = UTC) -> Terms:
    """What the file says; `tz` is that of calendars which name none. Raises FileError."""
    return terms_of(files.text(FILE), tz)


@lru_cache(maxsize=16)
def terms_of(text: str, tz: ZoneInfo) -> Terms:
    """What a text says. Raises FileError."""
    try:
        content = File.model_validate(parse_yaml(text, FILE) or {})
    except ValidationError as error:
        raise FileError.of(FILE, error, text) from None
    for where, reason in _faults(content):
        raise _fault(text, where, reason)
    calendars = {one.key: _calendar(one, tz, text, place) for place, one in enumerate(content.calendars)}
    for where, reason in _endless(content, calendars):
        raise _fault(text, where, reason)
    office = calendars.get(content.desk_hours or "") or next(iter(calendars.values()), _always(tz))
    return Terms(
        office,
        tuple(_promise(one, calendars) for one in content.promises),
        tuple(_handover(one, calendars) for one in content.handovers),
        hashlib.sha256(f"{tz.key}\n{text}".encode()).hexdigest()[:32],
    )


def _fault(text: str, where: Where, reason: str) -> FileError:
    return FileError(FILE, f"{'.'.join(map(str, where))}: {reason}", line_of(text, where))


def _always(tz: ZoneInfo) -> Calendar:
    return Calendar("always", "Round the clock", tz, ((ALL_DAY,),) * 7)


def _calendar(content: CalendarContent, tz: ZoneInfo, text: str, place: int) -> Calendar:
    try:
        own = _zone(content.timezone) if content.timezone else tz
        return Calendar(content.key, content.name, own, _week(content), content.country, _closed(content))
    except ValueError as error:
        raise _fault(text, ("calendars", place, "hours"), str(error)) from None


def _closed(content: CalendarContent) -> tuple[Blackout, ...]:
    return tuple(Blackout(one.begins_on, one.ends_on, one.because) for one in content.closed)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (OSError, LookupError):
        raise ValueError(f"{name} is no time zone such as Europe/Vienna") from None


def _week(content: CalendarContent) -> Week:
    if content.hours == "always":
        return ((ALL_DAY,),) * 7
    return tuple(tuple(sorted(content.hours.get(day, ()))) for day in WEEKDAYS)


def _promise(content: PromiseContent, calendars: Calendars) -> Promise:
    return Promise(
        content.name,
        calendars[content.calendar],
        content.first_response,
        content.next_response,
        content.resolution,
        frozenset(PRIORITIES[one] for one in content.priorities),
        frozenset(content.kinds),
        _pauses(content.answers_paused_by),
        _pauses(content.resolution_paused_by),
        starts_anew=content.when_reopened == "starts anew",
    )


def _handover(content: HandoverContent, calendars: Calendars) -> Handover:
    calendar = calendars[content.calendar]
    return Handover(content.team, content.name, calendar, content.within, _pauses(content.paused_by))


def _pauses(said: Sequence[str]) -> States:
    return frozenset(PAUSES[one] for one in said)


def _faults(content: File) -> Iterator[tuple[Where, str]]:
    """What no single value can tell, and where it stands."""
    keys = [one.key for one in content.calendars]
    yield from _twice("calendars", "key", keys)
    yield from _twice("promises", "name", [one.name.casefold() for one in content.promises])
    yield from _twice("handovers", "team", [one.team for one in content.handovers])
    if content.desk_hours and content.desk_hours not in keys:
        yield ("desk_hours",), f"there is no calendar {content.desk_hours}"
    for where, one in _timed(content):
        if one.calendar not in keys:
            yield (*where, "calendar"), f"there is no calendar {one.calendar}"
    for number, promise in enumerate(content.promises):
        if not (promise.first_response or promise.next_response or promise.resolution):
            yield ("promises", number), "promises nothing; set first_response, next_response or resolution"


def _twice(section: str, field: str, values: Sequence[str]) -> Iterator[tuple[Where, str]]:
    for number, value in enumerate(values):
        if value in values[:number]:
            yield (section, number, field), "stands twice"


def _timed(content: File) -> Iterator[tuple[Where, PromiseContent | HandoverContent]]:
    yield from ((("promises", number), one) for number, one in enumerate(content.promises))
    yield from ((("handovers", number), one) for number, one in enumerate(content.handovers))


def _endless(content: File, calendars: Calendars) -> Iterator[tuple[Where, str]]:
    """Targets that could hardly ever be reached in their calendar."""
    for where, one in _timed(content):
        most = WEEKS * _weekly(calendars[one.calendar])
        for name in ("first_response", "next_response", "resolution", "within"):
            target = getattr(one, name, None)
            if target is not None and target > most:
                yield (*where, name), f"is more than a year of the hours of {one.calendar}"


def _weekly(calendar: Calendar) -> timedelta:
    return sum((window.length for day in calendar.week for window in day), NONE)
