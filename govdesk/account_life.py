"""What is asked for means something in the rooms that requests do not know: told across rooms."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.accounts.deeds import Access, Deed
from govdesk.accounts.models import SocialAccount
from govdesk.accounts.platforms.catalogue import Catalogue
from govdesk.accounts.platforms.facts import PlatformRole
from govdesk.directory.models import Department, Person
from govdesk.exposure.actions import add_line
from govdesk.exposure.by_request import Holder, let_in, shut_out
from govdesk.exposure.closing import end_all
from govdesk.exposure.models import RecoveryMeans
from govdesk.exposure.offers import offers_for
from govdesk.exposure.rules import Belongs, MeansKind, Way
from govdesk.handover.actions.opening import open_handover
from govdesk.handover.terms import Terms
from govdesk.lifecycle.neighbours import Neighbours, Owed, meet
from govdesk.policies.queries import owed_by
from govdesk.proof import succession
from govdesk.proof.models import Outsider, Standing


def _owed_policies(session: Session, person: Person, today: date) -> Sequence[Owed]:
    return [Owed(version.policy.slug, version.title) for version in owed_by(session, person, today=today)]


def _outsider_at(session: Session, identity: str) -> Standing | None:
    """A report that communications dismissed says nothing about the address."""
    known = Outsider.identity == identity, Outsider.standing != Standing.DISMISSED
    return session.scalar(select(Outsider.standing).where(*known))


def _hand_over(
    session: Session,
    account: SocialAccount,
    departments: Sequence[Department],
    owner: Person | None,
    deputy: Person | None,
    why: str,
    deed: Deed,
) -> None:
    open_handover(session, account, Terms(tuple(departments), owner, deputy), why=why, by=deed.by, now=deed.now)


def _keep_mailbox(session: Session, account: SocialAccount, mailbox: str, deed: Deed) -> None:
    values = {"kind": MeansKind.MAILBOX, "sent_to": mailbox, "belongs": Belongs.ORGANISATION}
    add_line(session, account, RecoveryMeans, values, by=deed.by, now=deed.now, today=deed.today)


def _end_access(session: Session, account: SocialAccount, deed: Deed) -> None:
    end_all(session, account, by=deed.by, now=deed.now, today=deed.today)


def _tell_public(
    session: Session, account: SocialAccount, until_on: date, replaced_by: SocialAccount | None, deed: Deed
) -> None:
    succession.tell(session, account, until_on=until_on, replaced_by=replaced_by, by=deed.by, now=deed.now)


def _roles(account: SocialAccount, platforms: Catalogue) -> Sequence[PlatformRole]:
    return offers_for(account, platforms).roles


def give_access(session: Session, access: Access, platforms: Catalogue, deed: Deed) -> None:
    assert access.way is not None, "whoever is let in is let in by some way"
    values = {
        "person_id": access.person.id if access.person else None, "agency": access.agency, "way": Way(access.way),
        "role": access.role, "administers": offers_for(access.account, platforms).administers(access.role),
        "since_on": deed.today, "ends_on": access.ends_on, "evidence": access.evidence,
    }  # fmt: skip
    let_in(session, access.account, values, by=deed.by, now=deed.now, today=deed.today)


def take_access(session: Session, access: Access, deed: Deed) -> None:
    way = Way(access.way) if access.way else None
    holder = Holder(access.person.id if access.person else None, access.agency, way)
    shut_out(session, access.account, holder, by=deed.by, now=deed.now, today=deed.today)


meet(
    Neighbours(
        owed_policies=_owed_policies,
        outsider_at=_outsider_at,
        hand_over=_hand_over,
        keep_mailbox=_keep_mailbox,
        end_access=_end_access,
        ways=[way for way in Way if way is not Way.UNKNOWN],
        roles=_roles,
        give_access=give_access,
        take_access=take_access,
        tell_public=_tell_public,
    )
)
