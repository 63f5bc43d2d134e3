"""What came of an incident, in numbers and names."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from govdesk.i18n import _, ngettext
from govdesk.incidents.models import Incident, IncidentEntry
from govdesk.incidents.queries import still_open
from govdesk.incidents.rules import EntryKind, hours_between
from govdesk.rotation.models import RotationLoss

DID = (EntryKind.ROTATED, EntryKind.STEP, EntryKind.ENDED, EntryKind.NOTE)
"""What somebody did, by what the log says."""


@dataclass(frozen=True)
class Doings:
    """What one person did."""

    name: str
    counts: Counter[EntryKind]

    @property
    def words(self) -> str:
        """`3 credentials changed, 1 step done`."""
        return ", ".join(_number(kind, self.counts[kind]) for kind in DID if self.counts[kind])


@dataclass(frozen=True)
class Summary:
    hours: int
    """From its beginning to its end, or to now."""
    to_last: int | None
    """Begun hours to the last change that it made necessary; None while one is missing."""
    total: int
    remaining: int
    doings: Sequence[Doings]


def summary_of(
    incident: Incident, losses: Sequence[RotationLoss], entries: Sequence[IncidentEntry], now: datetime
) -> Summary:
    """As it stands at `now`, or stood at its end."""
    remaining = still_open(losses)
    changed = [loss.cleared_by.rotated_at or loss.cleared_by.recorded_at for loss in losses if loss.cleared_by]
    is_done = bool(changed) and not remaining
    return Summary(
        hours=hours_between(incident.opened_at, incident.closed_at or now),
        to_last=hours_between(incident.opened_at, max(changed)) if is_done else None,
        total=len(losses),
        remaining=len(remaining),
        doings=_doings(entries),
    )


def _doings(entries: Sequence[IncidentEntry]) -> list[Doings]:
    by_name: dict[str, Counter[EntryKind]] = {}
    for entry in entries:
        if entry.kind in DID:
            by_name.setdefault(entry.by.name if entry.by else _("Govdesk"), Counter())[entry.kind] += 1
    return [Doings(name, counts) for name, counts in sorted(by_name.items(), key=lambda one: -one[1].total())]


def _number(kind: EntryKind, n: int) -> str:
    if kind is EntryKind.ROTATED:
        return ngettext("%(n)d credential changed", "%(n)d credentials changed", n)
    if kind is EntryKind.STEP:
        return ngettext("%(n)d step done", "%(n)d steps done", n)
    if kind is EntryKind.ENDED:
        return ngettext("%(n)d access ended", "%(n)d accesses ended", n)
    return ngettext("%(n)d note", "%(n)d notes", n)
