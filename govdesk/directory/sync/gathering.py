"""Reading what a run needs: everybody, or who has changed since the last run, with units and groups."""

from dataclasses import replace

from govdesk.directory.ldap.membership import GROUPS
from govdesk.directory.ldap.packing import STAMP
from govdesk.directory.ldap.reading import Reading
from govdesk.directory.sync.applying import Read
from govdesk.directory.sync.departments import UNITS, read_units
from govdesk.directory.sync.groups import read_groups
from govdesk.directory.sync.marks import Mark, Server, changed
from govdesk.directory.sync.people import PeopleReader
from govdesk.directory.sync.work import ReadAll, Work


def read_everybody(work: Work, reading: Reading, server: Server, fingerprint: str) -> tuple[Read, Mark]:
    """All people, units and groups, with the mark for the next run.

    Raises ldap.LDAPError, and then nothing may be made of it.
    """
    people = PeopleReader(work)
    people.read_everybody(reading)
    since = people.stamps.since() if server.number is None else str(server.number)
    mark = Mark(server.uri, server.identity, since, fingerprint)
    if server.number is None and since:
        # Before they are read, so that what changes in between is seen the next time.
        mark = replace(mark, known=tuple(sorted(_units(reading, mark) | _groups(reading, mark))))
    units = read_units(work, reading)
    groups, heads = read_groups(work, reading)
    unseen = people.known.keys() - people.seen
    work.report.people.seen = people.count
    return Read(people.staged, people.departments, people.seen, set(unseen), units, groups, heads), mark


def read_changes(work: Work, reading: Reading, server: Server, mark: Mark) -> tuple[Read | None, Mark]:
    """The same of what has changed since `mark`; nothing to apply is None.

    Raises ReadAll where names of entries may have changed without the entries themselves.
    """
    known = set(mark.known)
    units = _units(reading, mark)
    if units - known:
        raise ReadAll("a unit was changed")
    people = PeopleReader(work)
    people.read_changes(reading, mark.filter)
    work.report.people.seen = people.count
    groups = _groups(reading, mark)
    since = max(mark.since, people.stamps.since()) if server.number is None else str(server.number)
    following = replace(mark, since=since, known=tuple(sorted(units | groups)) if server.number is None else ())
    if not people.staged and not groups - known:
        return None, following
    role_groups, heads = read_groups(work, reading)
    return Read(people.staged, people.departments, None, set(), None, role_groups, heads), following


def _units(reading: Reading, mark: Mark) -> set[str]:
    return changed(reading.units(f"(&{UNITS}{mark.filter})", [STAMP]))


def _groups(reading: Reading, mark: Mark) -> set[str]:
    return changed(reading.groups(f"(&{GROUPS}{mark.filter})", [STAMP]))
