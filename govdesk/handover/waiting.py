"""All that waits for one person in hand-overs, so that they can do it in one go."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from govdesk.accounts.confirming import unconfirmed_by
from govdesk.accounts.models import SocialAccount
from govdesk.directory.models import Person
from govdesk.handover.models import Handover
from govdesk.handover.queries import concerning, open_ones, waiting_for
from govdesk.handover.rules import HandoverState

AT_ONCE = 50
"""Lines of each kind on the page; the others follow once these are done."""


@dataclass(frozen=True)
class Waiting:
    """What one person can do now, at most `AT_ONCE` of each."""

    to_list: Sequence[Handover]
    to_confirm: Sequence[Handover]
    named: Sequence[SocialAccount]
    """Accounts they are owner or deputy of by an import, never asked and never confirmed."""
    to_close: Sequence[Handover]

    @property
    def lists(self) -> Sequence[Handover]:
        """One for each list that is to be written: those of a batch have one together."""
        firsts = {handover.batch_id or f"h{handover.id}": handover for handover in reversed(self.to_list)}
        return list(firsts.values())[::-1]

    def number_in(self, batch_id: int) -> int:
        return sum(handover.batch_id == batch_id for handover in self.to_list)

    @property
    def is_free(self) -> bool:
        return not (self.to_list or self.to_confirm or self.named or self.to_close)


def waiting(session: Session, person: Person) -> Waiting:
    """Four statements and what the accounts need."""
    mine = waiting_for(person)
    by_state = {
        state: session.scalars(mine.where(Handover.state == state).limit(AT_ONCE)).all()
        for state in (HandoverState.LISTING, HandoverState.CONFIRMING, HandoverState.CLOSING)
    }
    return Waiting(
        to_list=by_state[HandoverState.LISTING],
        to_confirm=by_state[HandoverState.CONFIRMING],
        named=session.scalars(unasked(person).limit(AT_ONCE)).all(),
        to_close=by_state[HandoverState.CLOSING],
    )


def unasked(person: Person) -> Select[SocialAccount]:
    """Accounts that `person` answers for and has not confirmed, without those in whose hand-over they have a part."""
    asked = open_ones().with_only_columns(Handover.account_id).order_by(None)
    has_part = asked.where(or_(Handover.incoming_id == person.id, Handover.outgoing_id == person.id))
    return unconfirmed_by(person).where(SocialAccount.id.not_in(has_part))


def number_unasked(session: Session, person: Person) -> int:
    return session.scalar(unasked(person).order_by(None).with_only_columns(func.count())) or 0


def is_concerned(session: Session, person: Person) -> bool:
    """Whether somebody has a part in anything that is open."""
    part = concerning(person).with_only_columns(Handover.id).order_by(None)
    named = unasked(person).with_only_columns(SocialAccount.id).order_by(None)
    return bool(session.scalar(select(or_(part.exists(), named.exists()))))
