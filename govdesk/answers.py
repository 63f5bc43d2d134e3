"""What an owner answers in a campaign is carried out by another room where one can: a story told across rooms."""

from datetime import datetime

from sqlalchemy.orm import Session

from govdesk.access import Permission, may
from govdesk.accounts.touching import PASSWORD, Touched, Was
from govdesk.campaigns.models import Answer, CampaignItem
from govdesk.campaigns.said import Said, Wrong
from govdesk.campaigns.wishes import carries_out
from govdesk.directory.models import Person
from govdesk.handover.actions.opening import open_handover
from govdesk.handover.queries import open_one
from govdesk.handover.rules import LONGEST_TEXT
from govdesk.handover.terms import Terms
from govdesk.rotation.asking import tell_security
from govdesk.rotation.happening import Happening
from govdesk.rotation.models import RotationEvent, RotationReason
from govdesk.rotation.opening import open_event

LONGEST_REASON = RotationEvent.reason.property.columns[0].type.length


def hand_over(session: Session, item: CampaignItem, said: Said, by: Person, now: datetime) -> bool:
    """Open a hand-over to whom the answer names; who may not open one asks communications to."""
    account, successor = item.account, said.successor
    if successor is None or not may(by, Permission.HANDOVER_OPEN, account):
        return False
    if open_one(session, account) is not None:
        return True
    deputy = None if account.deputy is successor else account.deputy
    terms = Terms(tuple(account.departments), successor, deputy)
    return open_handover(session, account, terms, why=said.note[:LONGEST_TEXT] or None, by=by, now=now) is not None


def have_changed(session: Session, item: CampaignItem, said: Said, by: Person, now: datetime) -> bool:
    """Somebody knows the password who should not: it falls due now, once for each answer, and security hears of it.

    What else is wrong, and why anybody knows it, stays with communications.
    """
    if Wrong.KNOWN not in said.wrong:
        return False
    account, occasion = item.account, f"answer:{item.id}:{now.isoformat()}"
    happening = Happening(
        RotationReason.CAMPAIGN, occasion, now, now, said.said_on or now.date(), by=by, account=account,
        thing=item.campaign.title, reason=said.note[:LONGEST_REASON] or None,
    )  # fmt: skip
    event = open_event(session, happening, [Touched(account.id, PASSWORD, frozenset({Was.ITSELF}))])
    if event is not None:
        tell_security(session, event, by=by, now=now)
    return False


carries_out(Answer.HAND_OVER, hand_over)
carries_out(Answer.CORRECTION, have_changed)
