"""What a run found and did: the counts of contract.md, and who was changed and why."""

import logging
from dataclasses import asdict, dataclass, field
from typing import Any

log = logging.getLogger(__name__)

MOST_TOLD = 1000
"""How many lines a run keeps."""
MOST_LOGGED = 20


@dataclass
class PeopleCount:
    seen: int = 0
    new: int = 0
    changed: int = 0
    """Of those known before; leavers, returners and movers among them."""
    left: int = 0
    missing: int = 0
    """Not found for the first time: leavers if the next complete run does not find them either."""
    returned: int = 0
    moved: int = 0
    skipped: int = 0
    """Entries of which no person can be made."""


@dataclass
class Count:
    seen: int = 0
    new: int = 0
    changed: int = 0
    left: int = 0


@dataclass
class SyncReport:
    """What a run found and did."""

    people: PeopleCount = field(default_factory=PeopleCount)
    departments: Count = field(default_factory=Count)
    groups: Count = field(default_factory=Count)
    """Those that give roles; `new` and `left` count the roles given and withdrawn."""
    seconds: float = 0.0
    stopped: str | None = None
    """Why nothing was changed, though the directory was read to its end."""
    full: bool = True
    server: str | None = None
    skipped: list[dict[str, str]] = field(default_factory=list)
    """Entries that were left out and why: `entry`, `reason`; the first thousand."""
    alarms: list[str] = field(default_factory=list)
    """What an administrator should look at, though the run went through."""
    changes: list[dict[str, Any]] = field(default_factory=list)
    """Who was or would be changed: `login`, `name`, `what`, `why`; the first thousand."""

    def as_json(self) -> dict[str, Any]:
        """Everything but `changes`, which a run's row keeps by itself."""
        return {name: value for name, value in asdict(self).items() if name != "changes"}

    def skip(self, entry: str, reason: str) -> None:
        self.people.skipped += 1
        if len(self.skipped) < MOST_LOGGED:
            log.warning("skipped %s: %s", entry, reason)
        elif len(self.skipped) == MOST_LOGGED:
            log.warning("skipped more; the row of the run names the first %d", MOST_TOLD)
        if len(self.skipped) < MOST_TOLD:
            self.skipped.append({"entry": entry, "reason": reason})

    def tell(self, login: str, name: str, what: str, why: str = "") -> None:
        """Note one person's change, as long as there is room."""
        if len(self.changes) < MOST_TOLD:
            self.changes.append({"login": login, "name": name, "what": what, "why": why})

    def forget_changes(self) -> None:
        """Nothing was changed after all: what was seen and skipped stays, and what would have been done is a list."""
        seen, skipped = self.people.seen, self.people.skipped
        self.people = PeopleCount(seen=seen, skipped=skipped)
        self.departments, self.groups = Count(seen=self.departments.seen), Count(seen=self.groups.seen)

    @property
    def is_quiet(self) -> bool:
        """Whether nothing was changed, skipped or worth an alarm."""
        told = asdict(self.people) | {"seen": 0}
        roles, places = self.groups, self.departments
        return not (any(told.values()) or self.alarms or roles.new or roles.left or places.new or places.changed)
