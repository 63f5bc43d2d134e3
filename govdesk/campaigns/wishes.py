"""What becomes of an answer that wants something done: a room beside this one may do it at once, else communications.

The roof, which knows both rooms, registers who carries out what.
"""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from govdesk.campaigns.models import Answer, CampaignItem
from govdesk.campaigns.said import Said
from govdesk.directory.models import Person

Carrying = Callable[[Session, CampaignItem, Said, Person, datetime], bool]
"""`carry(session, item, said, by, now)` in the transaction of the answer; whether it is on its way now."""

_CARRYING: dict[Answer, Carrying] = {}


def carries_out(answer: Answer, carry: Carrying) -> None:
    """Let `carry` do what such an answer wants; where it says no, communications settle it by hand."""
    _CARRYING[answer] = carry


def carried_out(session: Session, item: CampaignItem, said: Said, *, by: Person, now: datetime) -> bool:
    """Whether nothing is left for communications to do."""
    carry = _CARRYING.get(said.answer)
    return carry is not None and carry(session, item, said, by, now)
