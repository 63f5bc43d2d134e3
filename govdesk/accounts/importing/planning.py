"""What an import would do, worked out row by row before anything is changed."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from govdesk.accounts.cautions import cautions_about
from govdesk.accounts.importing import hands
from govdesk.accounts.importing.lookup import by_platform_id
from govdesk.accounts.importing.matching import Known
from govdesk.accounts.importing.models import RowOutcome
from govdesk.accounts.importing.reading import Row, Unreadable
from govdesk.accounts.importing.reading.handles import is_bare
from govdesk.accounts.importing.standing import Standing, standing_of
from govdesk.accounts.importing.tiers import tier_called
from govdesk.accounts.models import AccountState, Tier
from govdesk.accounts.platforms.catalogue import Catalogue
from govdesk.accounts.platforms.identity import Identity, Refused, identify
from govdesk.i18n import _

Pair = tuple[Any, Any]
"""A value before and after."""


@dataclass(slots=True)
class Entry:
    """One row, understood: the account it means and what it says of it. Departments and people are ids."""

    row: Row
    identity: Identity
    first: "Entry | None" = None
    """Of a duplicate: the row of the same account that counts."""
    standing: Standing | None = None
    """The account as the register has it; None for a new one."""
    account_id: int | None = None
    departments: tuple[int, ...] = ()
    owner: int | None = None
    deputy: int | None = None
    custodians: tuple[int, ...] = ()
    tier: Tier | None = None
    """None where the source says nothing of it, or nothing that is known here."""
    unmatched: dict[str, list[str]] = field(default_factory=dict)
    """Column → the source's words for what is not known here."""
    namesakes: int = 0
    """How many people have the name that stands for the owner, where it leads to none of them."""
    changes: dict[str, Pair] = field(default_factory=dict)
    """What the source says and the register does not have yet: see `_changes`."""
    asked: hands.Asked = hands.NOTHING
    """What it wants to take out of somebody's hands: not among `changes`."""
    caution: str = ""
    """What is known against the account: see `cautions`."""
    recorded: RowOutcome | None = None
    """What became of it when this import was cut off: it is done."""

    @property
    def outcome(self) -> RowOutcome:
        if self.recorded is not None:
            return self.recorded
        if self.first is not None:
            return RowOutcome.DUPLICATE
        if self.standing is None:
            return RowOutcome.NEW
        # Whoever imports must not learn from an outcome who holds the access already.
        is_changed = self.changes.keys() - {"custodian_ids"} or self.asked.is_open
        return RowOutcome.CHANGED if is_changed else RowOutcome.SAME

    @property
    def said(self) -> Mapping[str, Pair]:
        """What the row changes; of a new account the departments and people that it begins with."""
        if self.outcome is not RowOutcome.NEW:
            return {**self.changes, **self.asked.said}
        pairs: Mapping[str, Pair] = {
            "department_ids": ((), self.departments),
            "owner_id": (None, self.owner),
            "deputy_id": (None, self.deputy),
            "tier": (None, self.tier and self.tier.value),
        }
        return {field_: pair for field_, pair in pairs.items() if pair[1]}

    @property
    def counts(self) -> "Entry":
        """The row of its account that counts: itself, unless it is a duplicate."""
        first = self
        while first.first is not None:
            first = first.first
        return first

    @property
    def standing_words(self) -> str:
        """That the register has the account in a state which a file does not change; empty where it is active."""
        if self.first is not None or self.standing is None or self.standing.state is AccountState.ACTIVE:
            return ""
        return _("It stays %(state)s: a file does not change that.", state=str(self.standing.state.label).lower())

    @property
    def ownerless_words(self) -> str:
        """Whom the source names as owner, where nobody here was found by it."""
        if self.first is not None or "owner" not in self.unmatched:
            return ""
        word = self.unmatched["owner"][0][:100]
        if self.namesakes:
            return _("Its owner is not clear: %(n)s people have the name %(word)s.", n=self.namesakes, word=word)
        return _("Its owner is not known here: %(word)s.", word=word)

    @property
    def lacks_department(self) -> bool:
        """Whether no department answers for the account once this row is in."""
        return not self.departments and not (self.standing and self.standing.departments)

    @property
    def name(self) -> str:
        """The source's name, or else the handle; cut to what the register holds."""
        return (self.row.name or self.identity.handle)[:300]


@dataclass
class Plan:
    """All rows of a file, and what would become of them once they are matched."""

    entries: list[Entry]
    refused: list[Unreadable]
    gone: list[Standing] = field(default_factory=list)
    """What the source listed before and does not list any more."""
    before: dict[int, set[str]] = field(default_factory=dict)
    """Id of an account that the source listed before → its own numbers of the lines in which it stood."""
    unread: dict[str, int] = field(default_factory=dict)
    """What a refused row names of that, as `named_still.digest_of` has it → the account's id."""
    left_out: tuple[str, ...] = ()
    """Columns in which something stands, and of which nothing is read."""
    corrected: Mapping[str, str] = field(default_factory=dict)
    """Column → what somebody said that it means, where the guess is another."""
    for_secrets: tuple[str, ...] = ()
    """Columns that were thrown away: see `Sheet.for_secrets`."""
    chosen: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """`department` and `person`: its words that mean something only because somebody chose it."""
    namesakes: Mapping[str, int] = field(default_factory=dict)
    """Its words that are the name of several people who work here, and of how many."""

    @property
    def counted(self) -> list[Entry]:
        """The entries but the duplicates."""
        return [entry for entry in self.entries if entry.first is None]


def understand(rows: Iterable[Row | Unreadable], platforms: Catalogue) -> Plan:
    """Which account each row means. Long work for a long file, and none for the database."""
    entries, refused = list[Entry](), list[Unreadable]()
    firsts: dict[str | tuple[str, str], Entry] = {}
    for row in rows:
        if isinstance(row, Unreadable):
            refused.append(row)
            continue
        meant = identify(row.url, platforms, called=row.platform)
        if isinstance(meant, Refused):
            reason = _no_handle(row, platforms) or meant.reason
            refused.append(Unreadable(row.number, reason, row.column, unknown=_unknown(row, platforms)))
            continue
        entry = Entry(row, _with_number(meant, row, platforms))
        first = firsts.setdefault(meant.key, entry)
        if first is entry and (number := entry.identity.platform_id):
            first = firsts.setdefault((meant.platform, number), entry)
        entry.first = None if first is entry else first
        entries.append(entry)
    return Plan(entries, sorted(refused, key=lambda bad: bad.number))


def _unknown(row: Row, platforms: Catalogue) -> str:
    """What a row calls its platform, where that is no platform here."""
    return row.platform if row.platform and platforms.named(row.platform) is None else ""


def _no_handle(row: Row, platforms: Catalogue) -> str:
    """That a handle in a row cannot be one where the row says it is; empty for whatever is no handle."""
    if _unknown(row, platforms) and (not row.url or is_bare(row.url)):
        return _("Its platform is not known here. Enter the whole address.")
    platform = platforms.named(row.platform)
    if platform is None or not row.url or not is_bare(row.url):
        return ""
    return _("%(platform)s has no such handles. Enter the whole address.", platform=platform.name)


def _with_number(meant: Identity, row: Row, platforms: Catalogue) -> Identity:
    """The identity with the platform's own id, where the source tells it beside the handle."""
    platform = platforms[meant.platform]
    if not row.platform_id or row.platform != platform.key or not platform.is_stable_id(row.platform_id):
        return meant
    return meant.known_as(platform.stable(meant.kind, row.platform_id))


def words_of(entries: Iterable[Entry]) -> tuple[set[str], set[str]]:
    """The words by which entries name departments, and people."""
    departments, people = set[str](), set[str]()
    for entry in entries:
        departments.update(entry.row.departments)
        people.update(word for word in (entry.row.owner, entry.row.deputy, *entry.row.custodians) if word)
    return departments, people


def match(
    session: Session, entries: Sequence[Entry], known: Known, platforms: Catalogue, seen: dict[int, Entry]
) -> None:
    """Hold entries (no duplicates) against the register as it is now; changes nothing there.

    `seen` are the accounts that earlier entries of the file mean: an old and a new handle may mean one.
    """
    standing = standing_of(session, [entry.identity for entry in entries])
    taken = _taken(session, entries, standing)
    cautions = cautions_about(session, [entry.identity.key for entry in entries])
    for entry in entries:
        entry.standing = standing.get(entry.identity.key)
        entry.account_id = entry.standing.id if entry.standing else None
        entry.caution = cautions.get(entry.identity.key, "")
        match_words(entry, known, platforms)
        entry.changes = _changes(entry, entry.standing, taken) if entry.standing else {}
        entry.asked = hands.set_apart(entry.changes, entry.standing, known.own) if entry.standing else hands.NOTHING
        if entry.account_id is not None and (first := seen.setdefault(entry.account_id, entry)) is not entry:
            entry.first, entry.changes, entry.asked = first, {}, hands.NOTHING
    hands.find_hindrances(session, (entry.asked for entry in entries))


def _taken(session: Session, entries: Iterable[Entry], standing: Mapping[str, Standing]) -> set[str]:
    """Keys of those of which the source tells the platform's id, where it cannot be theirs or is on record."""
    told = [entry.identity for entry in entries if entry.identity.platform_id and entry.identity.key in standing]
    open_ones = [meant for meant in told if _lacks_its_number(meant, standing[meant.key])]
    holders = by_platform_id(session, open_ones)
    free = {meant.key for meant in open_ones if (meant.platform, meant.platform_id) not in holders}
    return {meant.key for meant in told if meant.key not in free}


def _lacks_its_number(meant: Identity, now: Standing) -> bool:
    """Whether it is at this very address, and nobody knows its id; whoever has a former handle may be anybody."""
    return now.identity == meant.key and now.platform_id is None


def match_words(entry: Entry, known: Known, platforms: Catalogue) -> None:
    """Put departments and people in place of the words that name them; keep the words that name nothing."""
    row, missed = entry.row, dict[str, list[str]]()
    entry.departments, missed["department"] = _split(row.departments, known.department)
    owners, missed["owner"] = _split((row.owner,), known.person)
    deputies, missed["deputy"] = _split((row.deputy,), known.person)
    entry.custodians, missed["custodians"] = _split(row.custodians, known.person)
    entry.owner = owners[0] if owners else None
    entry.namesakes = known.namesakes.get(row.owner, 0)
    # Nobody stands in for themselves.
    entry.deputy = deputies[0] if deputies and deputies[0] != entry.owner else None
    if row.tier:
        entry.tier = tier_called(row.tier)
        missed["tier"] = [] if entry.tier else [row.tier[:100]]
    if row.platform:
        named = platforms.named(row.platform)
        missed["platform"] = [] if named and named.key == entry.identity.platform else [row.platform]
    entry.unmatched = {column: words for column, words in missed.items() if words}


def _split(words: Sequence[str], find: Callable[[str], int | None]) -> tuple[tuple[int, ...], list[str]]:
    """What was found for `words`, each once, and the words for which nothing was."""
    if not any(words):
        return (), []
    found = {word: find(word) for word in words if word}
    ids = dict.fromkeys(id_ for id_ in found.values() if id_ is not None)
    return tuple(ids), [word for word, id_ in found.items() if id_ is None]


def _changes(entry: Entry, now: Standing, taken: Collection[str]) -> dict[str, Pair]:
    """Fields of the account → before and after.

    An empty cell says nothing; departments count only when all of them are known, so that none gets lost.
    """
    said: Mapping[str, Pair] = {
        "name": (now.name, entry.name if entry.row.name else now.name),
        "department_ids": (
            now.departments,
            now.departments if "department" in entry.unmatched else entry.departments or now.departments,
        ),
        "owner_id": (now.owner, entry.owner or now.owner),
        "deputy_id": (now.deputy, _deputy(entry, now)),
        "platform_id": (now.platform_id, _number(entry.identity, now, taken)),
        "tier": (now.tier.value, (entry.tier or now.tier).value),
        "custodian_ids": ((), tuple(id_ for id_ in entry.custodians if id_ not in now.custodians)),
    }
    return {field_: pair for field_, pair in said.items() if pair[0] != pair[1]}


def _deputy(entry: Entry, now: Standing) -> int | None:
    """Who stands in: nobody who owns it already."""
    return now.deputy if entry.deputy == (entry.owner or now.owner) else entry.deputy or now.deputy


def _number(meant: Identity, now: Standing, taken: Collection[str]) -> str | None:
    """The platform's own id as it is to be on record."""
    return now.platform_id if meant.key in taken else meant.platform_id or now.platform_id
