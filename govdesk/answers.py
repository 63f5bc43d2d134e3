"""What an owner answers in a campaign is carried out by another room where one can: a story told across rooms."""

from datetime import datetime

from sqlalchemy.orm import Session

from govdesk.access import Permission, may
from govdesk.campaigns.models import Answer, CampaignItem
from govdesk.campaigns.said import Said
from govdesk.campaigns.wishes import carries_out
from govdesk.directory.models import Person
from govdesk.handover.actions.opening import open_handover
from govdesk.handover.queries import open_one
from govdesk.handover.rules import LONGEST_TEXT
from govdesk.handover.terms import Terms


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


carries_out(Answer.HAND_OVER, hand_over)
