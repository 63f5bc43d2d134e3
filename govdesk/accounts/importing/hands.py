"""Who answers for an account on record is never overwritten by a file: where the file names others, a hand-over is
asked for.

Filling what nobody has filled, and departments that own it along, takes nothing out of anybody's hands. Only whoever
brings a file in does not put an account into their own: they would read who can get in without anybody's consent.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from govdesk.access import Actor
from govdesk.accounts.importing.matching import Own
from govdesk.accounts.importing.standing import Standing
from govdesk.i18n import _, _l

Pair = tuple[Any, Any]
LABELS = {
    "owner_id": _l("owner"),
    "deputy_id": _l("deputy"),
    "department_ids": _l("accountable department"),
}
ASKED = "asked_"
"""What stands before the name of a field, in the record of a row, whose change is only asked for."""
HANDOVER = "handover_id"
"""In the record of a row: the hand-over that was opened, as `[None, id]`."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Who is to answer for an account, by ids."""

    account_id: int
    departments: tuple[int, ...]
    """The accountable one first."""
    owner: int | None
    deputy: int | None


@dataclass(frozen=True)
class Asking:
    """By which import it is asked for, who brought that in, and when."""

    import_id: int
    source: str
    by: Actor | None
    now: datetime


@dataclass(frozen=True)
class Hands:
    """The room in which accounts change hands; it acts in the caller's transaction."""

    hindrances: Callable[[Session, Sequence[Wanted]], Mapping[int, str]]
    """Id of an account → why no hand-over would be opened."""
    ask: Callable[[Session, Sequence[Wanted], Asking], Mapping[int, int]]
    """Id of an account → id of the hand-over that was opened for it."""
    take_back: Callable[[Session, Collection[int], Actor | None, datetime], Collection[int]]
    """Ids of hand-overs → those that were called off, since nobody had acted on them."""


_HANDS: list[Hands] = []


def changes_hands_by(hands: Hands) -> None:
    """Say which room it is; the roof does, before the first file."""
    _HANDS[:] = [hands]


def hands() -> Hands:
    """Raises RuntimeError where the roof has not put the rooms together."""
    if not _HANDS:
        raise RuntimeError("nobody has said how accounts change hands: see govdesk/successors.py")
    return _HANDS[0]


@dataclass(slots=True, eq=False)
class Asked:
    """What a row wants to take out of somebody's hands, and what becomes of that."""

    fields: dict[str, Pair] = field(default_factory=dict)
    """As `Entry.changes`; none of it is changed by the import."""
    wanted: Wanted | None = None
    hindrance: str = ""
    """Why it is not asked for."""
    handover_id: int | None = None

    @property
    def is_open(self) -> bool:
        """A hand-over is to be opened."""
        return bool(self.fields) and not self.hindrance

    @property
    def said(self) -> dict[str, Pair]:
        """For the record of the row."""
        fields = {f"{ASKED}{name}": pair for name, pair in self.fields.items()} if self.is_open else {}
        return fields | ({HANDOVER: (None, self.handover_id)} if self.handover_id else {})

    @property
    def words(self) -> str:
        """What is told of it; empty where the row wants nothing of the kind."""
        if not self.fields:
            return ""
        what = ", ".join(str(label) for name, label in LABELS.items() if name in self.fields)
        if self.hindrance:
            return _("Another %(what)s. %(why)s", what=what, why=self.hindrance)
        return _("Another %(what)s: a hand-over is asked for.", what=what)


NOTHING = Asked()


def set_apart(changes: dict[str, Pair], now: Standing, own: Own) -> Asked:
    """Take out of `changes` what would take the account out of somebody's hands, or put it into one's own."""
    names = {name for name in ("owner_id", "deputy_id") if _is_asked(changes.get(name), own)}
    accountable = changes.get("department_ids", ((), now.departments))[1][:1]
    if accountable != now.departments[:1] and (now.departments or accountable[0] in own.departments):
        names.add("department_ids")
    # The owner of today who is to be the deputy of tomorrow cannot be both in between.
    if "owner_id" in names & changes.keys() and changes.get("deputy_id", (None, None))[1] == now.owner:
        names.add("deputy_id")
    fields = {name: pair for name, pair in changes.items() if name in names}
    if not fields:
        return NOTHING
    after = {name: pair[1] for name, pair in changes.items()}
    for name in fields:
        del changes[name]
    owner, deputy = after.get("owner_id", now.owner), after.get("deputy_id", now.deputy)
    departments = after.get("department_ids", now.departments)
    return Asked(fields, Wanted(now.id, departments, owner, None if deputy == owner else deputy))


def _is_asked(pair: Pair | None, own: Own) -> bool:
    return pair is not None and (pair[0] is not None or pair[1] == own.person)


def find_hindrances(session: Session, found: Iterable[Asked]) -> None:
    """Note which of them are not asked for, and why."""
    waiting = {asked.wanted.account_id: asked for asked in found if asked.wanted is not None}
    if not waiting:
        return
    told = hands().hindrances(session, [asked.wanted for asked in waiting.values() if asked.wanted])
    for account_id, why in told.items():
        waiting[account_id].hindrance = why


def ask_for_them(session: Session, found: Iterable[Asked], asking: Asking) -> None:
    """Open the hand-overs that nothing hinders."""
    waiting = {asked.wanted.account_id: asked for asked in found if asked.is_open and asked.wanted is not None}
    if not waiting:
        return
    opened = hands().ask(session, [asked.wanted for asked in waiting.values() if asked.wanted], asking)
    for account_id, asked in waiting.items():
        asked.handover_id = opened.get(account_id)
        if asked.handover_id is None:
            asked.hindrance = _("Somebody else asked for a hand-over at the same moment.")


def asked_before(said: Mapping[str, Any]) -> Asked:
    """What the record of a row says was asked for, before the import was cut off."""
    fields = {name.removeprefix(ASKED): (pair[0], pair[1]) for name, pair in said.items() if name.startswith(ASKED)}
    return Asked(fields, handover_id=said.get(HANDOVER, (None, None))[1]) if fields else NOTHING
