"""From the text of `rotation.yml` to rules, or to the first thing in it that cannot be used."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from govdesk.directory.rules import name_key
from govdesk.files import FileError, PolicyFiles, line_of, parse_yaml
from govdesk.rotation.plan.calendars import Calendar, Every
from govdesk.rotation.plan.content import WEEKDAYS, Common, File, RuleContent
from govdesk.rotation.plan.rule import USUAL, Applies, Audiences, Due, Rule, Rules, Tells
from govdesk.rotation.rules import Reminders
from govdesk.working_days import Blackout, WorkingDays

FILE = "rotation.yml"
Where = tuple[str | int, ...]


@dataclass(frozen=True)
class Plan:
    """All that `rotation.yml` decides."""

    rules: Rules = field(default_factory=Rules)
    days: WorkingDays = field(default_factory=WorkingDays)


def read_plan(files: PolicyFiles) -> Plan:
    """What the file says. Raises FileError."""
    platforms = frozenset(Path(name).stem for name in files.glob("platforms/*.yml"))
    return plan_of(files.text(FILE), platforms)


@lru_cache(maxsize=16)
def plan_of(text: str, platforms: frozenset[str] | None = None) -> Plan:
    """What a text says; `platforms` are those that rules may name, None: any. Raises FileError."""
    try:
        content = File.model_validate(parse_yaml(text, FILE) or {})
    except ValidationError as error:
        raise FileError.of(FILE, error, text) from None
    for where, reason in _faults(content, platforms):
        raise FileError(FILE, f"{'.'.join(map(str, where))}: {reason}", line_of(text, where))
    rules = tuple(_rule(one, content) for one in content.rules)
    return Plan(Rules(rules, Rule(**_settings(content, content))), _working_days(content))


def _rule(content: RuleContent, file: File) -> Rule:
    to = content.applies_to
    return Rule(
        name=content.name,
        applies=Applies(
            frozenset(to.platforms),
            frozenset(to.tiers),
            frozenset(map(name_key, to.departments)),
            frozenset(one.value for one in to.credentials),
        ),
        due=_due(content),
        **_settings(content, file),
    )


def _due(content: RuleContent) -> Due | None:
    calendar: Calendar | None = Every(content.every_days) if content.every_days else content.calendar
    if calendar is None:
        return None
    return Due(calendar, content.because or "", content.spread_days, content.most_a_day)


def _settings(content: Common, file: Common) -> dict[str, Any]:
    """Reminders and the rest; what a rule leaves out is the file's."""

    def said(name: str) -> Any:
        return getattr(content if name in content.model_fields_set else file, name)

    tell, escalate = said("tell"), {days: frozenset(who) for days, who in said("escalate").items()}
    return {
        "reminders": Reminders(
            said("remind_days_before") or (0,),
            said("grace_days"),
            said("overdue_every_days"),
            tuple(sorted(escalate)),
        ),
        "tells": Tells(
            _who(tell.before),
            _who(tell.due),
            _who(tell.overdue),
            {days: frozenset(who) for days, who in tell.on_days.items()},
            escalate,
        ),
        "second_person": said("second_person"),
    }


def _who(said: Collection[Any] | None) -> Audiences:
    return USUAL if said is None else frozenset(said)


def _working_days(content: File) -> WorkingDays:
    week = content.working_days
    return WorkingDays(
        frozenset(WEEKDAYS.index(day) for day in week.weekdays),
        week.hours.begins if week.hours else None,
        week.hours.ends if week.hours else None,
        content.country,
        {name_key(name): place for name, place in content.countries.items()},
        tuple(Blackout(one.begins_on, one.ends_on, one.because) for one in content.blackouts),
        content.timezones,
    )


def _faults(content: File, platforms: frozenset[str] | None) -> Iterator[tuple[Where, str]]:
    """What no single value can tell, and where it stands."""
    yield from _grace_faults((), content, content)
    seen: set[str] = set()
    for number, rule in enumerate(content.rules):
        here: Where = ("rules", number)
        if rule.name.casefold() in seen:
            yield (*here, "name"), "another rule has the same name"
        seen.add(rule.name.casefold())
        yield from _grace_faults(here, rule, content)
        for place, platform in enumerate(rule.applies_to.platforms):
            if platforms is not None and platform not in platforms:
                yield (*here, "applies_to", "platforms", place), f"there is no platform {platform}"


def _grace_faults(here: Where, content: Common, file: Common) -> Iterator[tuple[Where, str]]:
    """Whoever is told of what is overdue cannot be told while it is in grace."""
    grace = (content if "grace_days" in content.model_fields_set else file).grace_days
    escalate: Mapping[int, Any] = (content if "escalate" in content.model_fields_set else file).escalate
    if early := [days for days in escalate if days <= grace]:
        where = (*here, "escalate") if "escalate" in content.model_fields_set else (*here, "grace_days")
        yield where, f"after {min(early)} days nothing is overdue yet: there are {grace} days of grace"
