"""Bringing accounts in from a file: looked at first, then decided."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from govdesk import audit
from govdesk.access import Actor
from govdesk.accounts.actions.custody import add_custodian
from govdesk.accounts.actions.ownership import assign_departments, assign_deputy, assign_owner
from govdesk.accounts.kept import pack, unpack
from govdesk.accounts.models import AccountImport, AccountState, Custodianship, Ownership, SocialAccount
from govdesk.accounts.planning import Entry, Outcome, Plan, match, understand
from govdesk.accounts.platforms import Catalogue
from govdesk.accounts.reading import read
from govdesk.errors import Conflict, Invalid
from govdesk.i18n import _

MOST_ROWS = 200_000
MOST_ROWS_ON_PAGE = 10_000
"""More would keep everybody else from writing for too long."""
KEPT_COLUMNS = ("department", "owner", "deputy", "custodians")
"""Columns of which an account keeps the words that nobody understood, until somebody decides."""


@dataclass(frozen=True)
class Moment:
    """Who brings a file in, and when."""

    by: Actor | None
    now: datetime
    today: date

    @property
    def said(self) -> dict[str, Any]:
        """What every event of it carries."""
        return {"by": self.by, "at": self.now}


@dataclass(frozen=True)
class Source:
    """A file of accounts, read and understood. The file itself goes nowhere: any row may hold a secret."""

    filename: str
    digest: str
    """SHA-256 of the file."""
    plan: Plan

    def report(self, session: Session, platforms: Catalogue) -> dict[str, Any]:
        """What the file would do to the register as it is now; reads only."""
        match(session, self.plan, platforms)
        return self.plan.report()


def source_of(filename: str, content: bytes, platforms: Catalogue, *, most: int = MOST_ROWS) -> Source:
    """Understand a file without touching the database. Raises Invalid, also for more than `most` rows."""
    rows = list(islice(read(filename, content), most + 1))
    if len(rows) > most:
        raise Invalid(_too_long(most))
    return Source(filename[:300], hashlib.sha256(content).hexdigest(), understand(rows, platforms))


def receive(
    session: Session, filename: str, content: bytes, *, by: Actor | None, now: datetime, platforms: Catalogue
) -> AccountImport:
    """Keep the sound rows of a file and the report of what it would do. Raises Invalid."""
    source = source_of(filename, content, platforms)
    return keep(session, source, source.report(session, platforms), by=by, now=now)


def keep(
    session: Session, source: Source, report: dict[str, Any], *, by: Actor | None, now: datetime
) -> AccountImport:
    """Keep the sound rows of a file until somebody decides; the register stays as it is."""
    if by is not None:
        _forget_undecided(session, by)
    received = _record(source, by, now)
    received.report, received.content = report, pack(source.plan.entries)
    session.add(received)
    session.flush()
    return received


def bring(
    session: Session, source: Source, *, by: Actor | None, now: datetime, today: date, platforms: Catalogue
) -> AccountImport:
    """Do what a file says at once, keeping nothing of it but what the register holds."""
    received = _record(source, by, now)
    received.applied_at = now
    session.add(received)
    session.flush()
    _carry_out(session, source.plan, received, Moment(by, now, today), platforms)
    return received


def apply(
    session: Session,
    received: AccountImport,
    *,
    by: Actor | None,
    now: datetime,
    today: date,
    platforms: Catalogue,
) -> None:
    """Do what the kept rows say, against the register as it is now; a second time does nothing."""
    if received.content is None:
        return
    plan = understand(unpack(received.content, received.report), platforms)
    if _claim(session, received, now):
        _carry_out(session, plan, received, Moment(by, now, today), platforms)


def _too_long(most: int) -> str:
    if most < MOST_ROWS:
        return _(
            "The file has more than %(n)s rows. Have it brought in by the command line: govdesk accounts import.",
            n=most,
        )
    return _("The file has more than %(n)s rows. Split it.", n=most)


def _record(source: Source, by: Actor | None, now: datetime) -> AccountImport:
    return AccountImport(
        filename=source.filename,
        digest=source.digest,
        by_id=by.id if by else None,
        uploaded_at=now,
    )


def _carry_out(session: Session, plan: Plan, received: AccountImport, moment: Moment, platforms: Catalogue) -> None:
    match(session, plan, platforms)
    new, changed = plan.entries_that_are(Outcome.NEW), plan.entries_that_are(Outcome.CHANGED)
    received.report, received.content = plan.report(), None
    audit.record(session, "accounts:import:applied", received, **moment.said, new=len(new), changed=len(changed))
    _register(session, new, received, moment, platforms)
    for entry in changed:
        _change(session, entry, moment)


def _forget_undecided(session: Session, by: Actor) -> None:
    """One look at a time: a file that the same person looked at before and left is not kept."""
    session.execute(delete(AccountImport).where(AccountImport.by_id == by.id, AccountImport.applied_at.is_(None)))


def _claim(session: Session, received: AccountImport, now: datetime) -> bool:
    """Of two that press the button at once, one does it."""
    claim = (
        update(AccountImport)
        .where(AccountImport.id == received.id, AccountImport.digest == received.digest)
        .where(AccountImport.applied_at.is_(None))
        .values(applied_at=now)
        .returning(AccountImport.id)
    )
    return session.scalar(claim) is not None


def _register(
    session: Session,
    entries: Sequence[Entry],
    received: AccountImport,
    moment: Moment,
    platforms: Catalogue,
) -> None:
    accounts = [_account(entry, received, moment.now, platforms) for entry in entries]
    session.add_all(accounts)
    try:
        session.flush()
    except IntegrityError as error:
        raise Conflict(_("Some of these accounts were brought in at the same moment. Try again.")) from error
    for entry, account in zip(entries, accounts, strict=True):
        session.add_all(
            Custodianship(account_id=account.id, person_id=person.id, since_on=moment.today)
            for person in entry.custodians
        )
        audit.record(session, "accounts:account:imported", account, **moment.said, **_facts(entry, received))


def _account(entry: Entry, received: AccountImport, now: datetime, platforms: Catalogue) -> SocialAccount:
    is_dead = platforms[entry.identity.platform].retired_on is not None
    return SocialAccount(
        identity=entry.identity.key,
        platform=entry.identity.platform,
        platform_id=entry.identity.platform_id,
        kind=entry.identity.kind,
        handle=entry.identity.handle,
        url=entry.identity.url,
        name=entry.name,
        language=entry.row.language[:60] or None,
        state=AccountState.RETIRED if is_dead else AccountState.ACTIVE,
        owner=entry.owner,
        deputy=entry.deputy,
        ownerships=[
            Ownership(department=department, position=position)
            for position, department in enumerate(entry.departments)
        ],
        source=received.filename[:200],
        unmatched={column: entry.unmatched[column] for column in KEPT_COLUMNS if column in entry.unmatched},
        registered_at=now,
    )


def _facts(entry: Entry, received: AccountImport) -> dict[str, Any]:
    """What the event says of a new account: only what there is."""
    facts: dict[str, tuple[Any, Any]] = {
        "department_ids": ([], [department.id for department in entry.departments]),
        "owner_id": (None, entry.owner.id if entry.owner else None),
        "deputy_id": (None, entry.deputy.id if entry.deputy else None),
        "custodian_ids": ([], [person.id for person in entry.custodians]),
    }
    said = {field: pair for field, pair in facts.items() if pair[1]}
    return {"import_id": received.id, "row": entry.row.number, **said}


def _change(session: Session, entry: Entry, moment: Moment) -> None:
    """Bring an account in line with the file; what the file does not say stays."""
    account, changes, said = entry.account, entry.changes, moment.said
    assert account is not None, "only a registered account can change"
    if "name" in changes:
        audit.record(session, "accounts:account:renamed", account, **said, name=(account.name, entry.name))
        account.name = entry.name
    if "department" in changes:
        assign_departments(session, account, entry.departments, by=moment.by, now=moment.now)
    if "owner" in changes:
        assign_owner(session, account, entry.owner, by=moment.by, now=moment.now)
    if "deputy" in changes:
        assign_deputy(session, account, entry.deputy, by=moment.by, now=moment.now)
    if "custodians" in changes:
        for person in entry.custodians:
            if person not in account.custodians:
                add_custodian(session, account, person, by=moment.by, now=moment.now, today=moment.today)
