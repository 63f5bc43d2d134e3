"""What opening, changing and closing an account means in the rooms that requests do not know: told across rooms."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.accounts.models import SocialAccount
from govdesk.directory.models import Department, Person
from govdesk.exposure.actions import add_line
from govdesk.exposure.closing import end_all
from govdesk.exposure.models import RecoveryMeans
from govdesk.exposure.rules import Belongs, MeansKind
from govdesk.handover.actions.opening import open_handover
from govdesk.handover.terms import Terms
from govdesk.lifecycle.neighbours import Deed, Neighbours, Owed, meet
from govdesk.policies.queries import owed_by
from govdesk.proof import succession
from govdesk.proof.models import Outsider, Standing


def _owed_policies(session: Session, person: Person, today: date) -> Sequence[Owed]:
    return [Owed(version.policy.slug, version.title) for version in owed_by(session, person, today=today)]


def _outsider_at(session: Session, identity: str) -> Standing | None:
    return session.scalar(select(Outsider.standing).where(Outsider.identity == identity))


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


meet(Neighbours(_owed_policies, _outsider_at, _hand_over, _keep_mailbox, _end_access, _tell_public))
