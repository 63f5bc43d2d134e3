"""Reporting what pretends to be ours, and deciding about it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from govdesk import audit
from govdesk.accounts.models import SocialAccount
from govdesk.accounts.platforms.catalogue import Catalogue
from govdesk.accounts.platforms.identity import Identity, Refused, identify
from govdesk.directory.models import Person
from govdesk.errors import Conflict, Invalid
from govdesk.i18n import _
from govdesk.proof import outsiders, telling
from govdesk.proof.models import ImpostorReport, Outsider, Standing
from govdesk.proof.places import is_seen_elsewhere, lookalike
from govdesk.proof.rules import Status, status_of


@dataclass(frozen=True)
class Decision:
    """What communications found out about an address."""

    standing: Standing
    reason: str
    imitates: SocialAccount | None


def place_of(session: Session, url: str, platforms: Catalogue) -> Identity:
    """Where the account is that somebody wants to report. Raises Invalid for no address, and for one of ours."""
    meant = identify(url, platforms)
    place = lookalike(url, platforms) if isinstance(meant, Refused) else meant
    if place is None:
        raise Invalid(meant.reason if isinstance(meant, Refused) else "")
    ours = outsiders.ours_at(session, place.key)
    if ours is not None and status_of(ours.state) is Status.OFFICIAL:
        if (
            isinstance(meant, Identity)
            and is_seen_elsewhere(url, meant, platforms)
            and (shown_at := lookalike(url, platforms))
        ):
            return shown_at
        raise Invalid(_("This is an account of ours. If somebody else uses it, ask for help: that is an incident."))
    return place


def report(
    session: Session, place: Identity, *, reason: str, form_key: str, by: Person, now: datetime
) -> ImpostorReport:
    """Somebody says that `place` pretends to be ours; communications are told, nobody outside is.

    The same form twice is one report, with the reason that was sent last.
    """
    row = _on_the_list(session, place, now)
    written = outsiders.report_with(session, form_key, on=row, by=by)
    if is_new := written is None:
        written = ImpostorReport(outsider=row, reporter=by, reported_at=now, form_key=form_key)
        session.add(written)
    elif written.reason == reason:
        return written
    written.reason, row.reported_at = reason, now
    session.flush()
    if is_new:
        telling.tell_communications(session, row, by=by, now=now)
    audit.record(session, "proof:outsider:reported", row, by=by, at=now, reason_digest=audit.digest(reason))
    return written


def decide(session: Session, outsider: Outsider, decision: Decision, *, by: Person, now: datetime) -> None:
    """What communications found is on record, and told to who reported it; an impostor is public from now on.

    Raises Conflict for an impostor that the register calls ours.
    """
    if decision.standing is Standing.IMPOSTOR and _is_ours(session, outsider):
        raise Conflict(_("The register says that this account is ours. Correct the register first."))
    before, last_decided_at = outsider.standing, outsider.decided_at
    outsider.standing, outsider.reason, outsider.imitates = decision.standing, decision.reason, decision.imitates
    outsider.decided_by, outsider.decided_at = by, now
    audit.record(
        session,
        "proof:outsider:decided",
        outsider,
        by=by,
        at=now,
        standing=(before, decision.standing),
        imitated_id=decision.imitates.id if decision.imitates else None,
        reason_digest=audit.digest(decision.reason),
    )
    telling.tell_reporters(
        session, outsider, since=last_decided_at if before == decision.standing else None, by=by, now=now
    )
    session.flush()


def _is_ours(session: Session, outsider: Outsider) -> bool:
    ours = outsiders.ours_at(session, outsider.identity)
    return ours is not None and status_of(ours.state) is Status.OFFICIAL


def _on_the_list(session: Session, place: Identity, now: datetime) -> Outsider:
    """Its row, made if it is not there, and locked: two people may report one address at the same moment."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    facts = {"identity": place.key, "platform": place.platform, "handle": place.handle, "url": place.url}
    made = insert(Outsider).values(**facts, standing=Standing.REPORTED, reported_at=now, version=1)
    session.execute(made.on_conflict_do_nothing(index_elements=["identity"]))
    return session.scalars(select(Outsider).where(Outsider.identity == place.key).with_for_update()).one()
