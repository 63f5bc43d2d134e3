"""Reading the list of accounts that are not ours."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from govdesk.accounts.models import SocialAccount
from govdesk.accounts.platforms.catalogue import Catalogue
from govdesk.accounts.platforms.identity import Identity, identify
from govdesk.directory.models import Person
from govdesk.errors import NotFound
from govdesk.proof.models import ImpostorReport, Outsider, Standing
from govdesk.web.guard import NO_SUCH_PAGE

WAITING = or_(Outsider.decided_at.is_(None), Outsider.decided_at < Outsider.reported_at)
"""Reported, and not looked at since."""


def outsider(session: Session, outsider_id: int) -> Outsider:
    """One of them, with its reports and who sent them. Raises NotFound."""
    reports = selectinload(Outsider.reports).joinedload(ImpostorReport.reporter).lazyload(Person.granted)
    whole = joinedload(Outsider.imitates), joinedload(Outsider.decided_by).lazyload(Person.granted), reports
    found = session.scalar(select(Outsider).where(Outsider.id == outsider_id).options(*whole))
    if found is None:
        raise NotFound(NO_SUCH_PAGE)
    return found


def outsiders(standing: Standing | None) -> Select[Outsider]:
    """All of them, or those of one standing; what waits for a decision first, then the last reported."""
    query = select(Outsider).options(joinedload(Outsider.imitates))
    if standing is Standing.REPORTED:
        query = query.where(WAITING)
    elif standing is not None:
        query = query.where(Outsider.standing == standing)
    return query.order_by(WAITING.desc(), Outsider.reported_at.desc(), Outsider.id.desc())


def waiting_since(since: datetime) -> Select[Outsider]:
    """What was reported from `since` on and waits for a decision, the last reported first."""
    query = select(Outsider).where(WAITING, Outsider.reported_at >= since)
    return query.order_by(Outsider.reported_at.desc(), Outsider.id.desc())


def report_with(session: Session, form_key: str, *, on: Outsider, by: Person) -> ImpostorReport | None:
    """What somebody's form brought about this address, if it was sent before."""
    theirs = ImpostorReport.outsider_id == on.id, ImpostorReport.reporter_id == by.id
    return session.scalar(select(ImpostorReport).where(*theirs, ImpostorReport.form_key == form_key))


def account_at(session: Session, url: str, platforms: Catalogue) -> SocialAccount | None:
    """The account of the register that an address means."""
    meant = identify(url, platforms)
    if not isinstance(meant, Identity):
        return None
    return ours_at(session, meant.key)


def ours_at(session: Session, key: str) -> SocialAccount | None:
    """The account of the register with this identity."""
    return session.scalar(select(SocialAccount).where(SocialAccount.identity == key))


def waiting(session: Session) -> int:
    """How many wait for a decision."""
    return session.scalar(select(func.count()).select_from(Outsider).where(WAITING)) or 0


def outsider_things(session: Session, ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Ids to handles and pages, for the trail."""
    rows = session.execute(select(Outsider.id, Outsider.handle).where(Outsider.id.in_(list(ids))))
    return {row.id: (row.handle, f"/accounts/impostors/{row.id}") for row in rows}
