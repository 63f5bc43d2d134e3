"""Reading people into the staging table: who is unchanged costs a digest and no more."""

from collections.abc import Iterable
from contextlib import closing
from functools import lru_cache
from hashlib import blake2b
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.exc import DataError, IntegrityError

from govdesk.directory.ldap.entries import PersonFacts, person_facts
from govdesk.directory.ldap.entry import Entry
from govdesk.directory.ldap.names import dn_key
from govdesk.directory.ldap.packing import EMPTY, STAMP, Packed, packed, unpacked
from govdesk.directory.ldap.reading import Reading
from govdesk.directory.models import READING, Person
from govdesk.directory.rules import login_key, name_key
from govdesk.directory.sync import records
from govdesk.directory.sync.bulk import insert_all
from govdesk.directory.sync.marks import Stamps
from govdesk.directory.sync.work import Work

BATCH = 2000
"""Rows of one short transaction."""
SAY_SO_EVERY = 20.0
"""Seconds between two signs of life of a run that finds nothing to write."""


class _LowerCase(dict[str, str]):
    """Names of attributes in lower case: there are few, and each is in every entry."""

    def __missing__(self, name: str) -> str:
        self[name] = name.lower()
        return self[name]


_LOWER = _LowerCase()


class NamedDepartment(NamedTuple):
    """A department as somebody's entry names it."""

    name: str
    number: str | None


class PeopleReader:
    """Stages who is new or changed."""

    def __init__(self, work: Work) -> None:
        self.seen: set[str] = set()
        """The immutable ids of all entries, also of those that cannot be used."""
        self.known: dict[str, bytes | None] = {}
        """Who was known before, by id, with the digest of the entry: in a full reading everybody."""
        self.departments: dict[str, NamedDepartment] = {}
        """The departments that staged people name, by key."""
        self.stamps = Stamps()
        self.count, self.staged = 0, 0
        self._work, self._rows = work, list[tuple[Any, ...]]()
        self._said_so = 0.0

    def read_everybody(self, reading: Reading) -> None:
        """Raises ldap.LDAPError."""
        self._know(select(Person.directory_id, Person.entry_digest).where(Person.directory_id.is_not(None)))
        with closing(reading.everybody(self._work.meaning.people, *self._wanted)) as pages:
            for page in pages:
                self._take(page)
        self._store()

    def read_changes(self, reading: Reading, since: str) -> None:
        """The same of those that the filter `since` finds, too."""
        attributes, identity = self._wanted
        for rows in reading.people(f"(&{self._work.meaning.people}{since})", attributes):
            page = packed(rows, identity)
            ids = [own_id for own_id, _stamp, _digest, _rest in page]
            self._know(select(Person.directory_id, Person.entry_digest).where(Person.directory_id.in_(ids)))
            self._take(page)
        self._store()

    @property
    def _wanted(self) -> tuple[list[str], str]:
        """The attributes to ask for, and the one that never changes."""
        meaning = self._work.meaning
        return [*meaning.own_attributes, STAMP], meaning.id

    def _know(self, digests: Any) -> None:
        with self._work.sessions() as session:
            # Plain tuples of a plain connection: a third of the time.
            found = session.connection().execute(digests, execution_options={"yield_per": BATCH})
            self.known.update(map(tuple, found))

    def _take(self, page: list[Packed]) -> None:
        known, seen = self.known, self.seen
        for own_id, stamp, digest, rest in page:
            if stamp > self.stamps.floor:
                self.stamps.note(stamp)
            if own_id in seen:
                continue  # it was moved while we read, and came twice
            if own_id:
                seen.add(own_id)
            if known.get(own_id) != digest:
                self._stage(own_id, *unpacked(rest), digest)
            elif own_id:
                known[own_id] = None  # it is not asked for again
        if len(self._rows) >= BATCH or self._work.seconds - self._said_so > SAY_SO_EVERY:
            self._store()
        self.count += len(page)
        self._work.tell(self.count)

    def _stage(self, own_id: str, dn: str, values: dict[str, list[bytes]], digest: bytes) -> None:
        entry = Entry(dn, {_LOWER[name]: found for name, found in values.items()})
        try:
            facts = person_facts(entry, self._work.meaning, own_id)
        except ValueError as error:
            self._work.report.skip(dn, str(error))
            return
        self.staged += 1
        key = _department_key(facts.department)
        if key and key not in self.departments:
            self.departments[key] = NamedDepartment(facts.department, facts.department_number)
        self._rows.append(_row(self.staged, facts.directory_id not in self.known, facts, key, digest))

    def _store(self) -> None:
        """Write what is staged, and say that we are at work."""
        try:
            self._insert(self._rows)
        except (DataError, IntegrityError):
            self._insert_one_by_one()
        self._said_so, self._rows = self._work.seconds, []

    def _insert(self, rows: list[tuple[Any, ...]]) -> None:
        with self._work.sessions() as session:
            records.hold(session, self._work)
            if rows:
                insert_all(session, READING, rows)
            session.commit()

    def _insert_one_by_one(self) -> None:
        for row in self._rows:
            try:
                self._insert([row])
            except (DataError, IntegrityError) as error:
                self._work.report.skip(row[3], f"the database refuses it: {type(error).__name__}")


def _row(number: int, is_new: bool, facts: PersonFacts, department_key: str, digest: bytes) -> tuple[Any, ...]:
    """A row of the staging table, of kinds that SQLite's driver takes without asking how: no bool, no bytes."""
    return (
        number,
        int(is_new),
        facts.directory_id,
        facts.login,
        login_key(facts.login),
        facts.name,
        facts.mail,
        department_key,
        int(facts.is_disabled),
        facts.leaves_on.isoformat() if facts.leaves_on else None,
        bytearray(digest),
        bytearray(dn_digest(facts.dn)),
        _manager_digest(facts.manager_dn) if facts.manager_dn else None,
        facts.primary_group,
    )


def dn_digest(dn: str) -> bytes:
    """By which names of entries are compared. Raises ValueError."""
    name = EMPTY.copy()
    name.update(dn_key(dn).encode())
    return name.digest()


def key_digests(keys: Iterable[str]) -> dict[bytes, str]:
    """The same of names that are `dn_key`s already."""
    return {blake2b(key.encode(), digest_size=16).digest(): key for key in keys}


# Thousands share a manager or a department.
_manager_digest = lru_cache(4096)(dn_digest)
_department_key = lru_cache(4096)(name_key)
