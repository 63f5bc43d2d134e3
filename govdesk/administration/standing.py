"""How the directory stands: which servers answer now, and what the runs of the synchronisation did."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, defer, joinedload, lazyload

from govdesk.directory.ldap.limits import SIGN_IN, Deadline
from govdesk.directory.ldap.server import DirectoryServer, DirectoryUnreachable
from govdesk.directory.models import Person, PersonState, RunState, SyncRun
from govdesk.errors import NotFound
from govdesk.web.guard import NO_SUCH_PAGE

OLD = timedelta(hours=1)
"""Twelve turns of the worker: whoever has left may be in for as long."""
MOST_MISSING = 50
WENT_WRONG = (RunState.STOPPED, RunState.FAILED)


@dataclass(frozen=True)
class ServerNow:
    """One configured server, as it answered a moment ago."""

    uri: str
    answers: bool
    text: str
    """How the line is sealed, or why there is none; for operators."""


def servers_now(server: DirectoryServer) -> list[ServerNow]:
    """Each server, all asked at once, in seconds; nobody signs in, so that looking here locks no account."""
    addresses = server.settings.ldap_uri
    if not addresses:
        return []
    with ThreadPoolExecutor(len(addresses)) as pool:
        return list(pool.map(lambda uri: _ask(server, uri), addresses))


def _ask(server: DirectoryServer, uri: str) -> ServerNow:
    only = DirectoryServer(server.settings.model_copy(update={"ldap_uri": (uri,)}), server.meaning)
    try:
        with only.as_nobody(SIGN_IN, Deadline(SIGN_IN.opening)) as line:
            tls = line.tls
    except DirectoryUnreachable as error:
        return ServerNow(uri, False, str(error))
    told = f"{tls.version}, certificate good until {tls.certificate_until:%Y-%m-%d}" if tls else "without TLS"
    return ServerNow(uri, True, told)


def runs(session: Session, *, only_wrong: bool, before: int | None, limit: int) -> Sequence[SyncRun]:
    """The latest runs first, those before run number `before`; without their long lists of changes."""
    query = select(SyncRun).options(defer(SyncRun.changes)).order_by(SyncRun.id.desc()).limit(limit)
    if only_wrong:
        query = query.where(SyncRun.state.in_(WENT_WRONG))
    if before is not None:
        query = query.where(SyncRun.id < before)
    return session.scalars(query).all()


def run(session: Session, run_id: int) -> SyncRun:
    """Raises NotFound."""
    found = session.get(SyncRun, run_id)
    if found is None:
        raise NotFound(NO_SUCH_PAGE)
    return found


def last_done(session: Session) -> SyncRun | None:
    """The latest run that brought people up to date; None when there was none."""
    done = select(SyncRun).where(SyncRun.state == RunState.DONE, SyncRun.is_rehearsal.is_(False))
    return session.scalar(done.options(defer(SyncRun.changes)).order_by(SyncRun.id.desc()).limit(1))


def is_old(run: SyncRun | None, now: datetime) -> bool:
    """Whether people may be out of date by more than an hour."""
    return run is None or now - (run.ended_at or run.began_at) > OLD


def missing(session: Session) -> Sequence[Person]:
    """Who works here but was not found by the last complete run, the longest first: at most `MOST_MISSING`."""
    query = (
        select(Person)
        .where(Person.missing_since.is_not(None), Person.state == PersonState.ACTIVE)
        .order_by(Person.missing_since, Person.id)
        .limit(MOST_MISSING)
        .options(joinedload(Person.department), lazyload(Person.granted))
    )
    return session.scalars(query).all()
