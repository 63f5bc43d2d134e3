"""Somebody who could know credentials has left, or works elsewhere now: what of it is to be changed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.access import Relation
from govdesk.accounts.holdings import Holding
from govdesk.accounts.touching import Touched, Was
from govdesk.directory.models import Person
from govdesk.rotation.former import held_before
from govdesk.rotation.happening import Happening
from govdesk.rotation.models import RotationEvent, RotationReason, RotationSchedule
from govdesk.rotation.office import Office
from govdesk.rotation.opening import open_event
from govdesk.rotation.queries import schedules_asked_of
from govdesk.rotation.rules import Credential

WAS = {Relation.CUSTODIAN: Was.CUSTODIAN, Relation.OWNER: Was.OWNER, Relation.DEPUTY: Was.DEPUTY}


@dataclass(frozen=True)
class Loss:
    """Who left or moved, at which moment, the moment at which the rooms hear of it, and what tells it from others."""

    person: Person
    happened_at: datetime
    now: datetime
    office: Office
    occasion: str

    @property
    def left_on(self) -> date:
        return self.office.today(self.happened_at)

    def happening(self, kind: RotationReason) -> Happening:
        today, tz = self.office.today(self.now), self.office.tz
        occasion = f"{kind}:{self.occasion}"
        return Happening(kind, occasion, self.happened_at, self.now, today, tz, person=self.person)


def demand_changes(
    session: Session, loss: Loss, holdings: Sequence[Holding], had: Iterable[Touched]
) -> RotationEvent | None:
    """Let fall due all credentials of accounts in `holdings`, of others what the leaver `had` of them, what they held
    before, and what they were asked to change: one bundle; None when there is nothing.
    """
    touched = [*_of_holdings(session, holdings), *had, *_held_before(session, loss, holdings)]
    asked = frozenset({Was.ASKED})
    touched += [
        Touched(s.account_id, s.credential, asked, s.line_id) for s in schedules_asked_of(session, loss.person)
    ]
    return open_event(session, loss.happening(RotationReason.LEAVER), touched)


def demand_changes_after_move(
    session: Session, loss: Loss, holdings: Iterable[Holding], had: Iterable[Touched]
) -> RotationEvent | None:
    """Let fall due the passwords that a mover knows of accounts that they do not answer for, and what they `had`."""
    knew = [
        Touched(holding.account.id, Credential.PASSWORD, frozenset({Was.CUSTODIAN}))
        for holding in holdings
        if holding.roles == (Relation.CUSTODIAN,)
    ]
    return open_event(session, loss.happening(RotationReason.MOVER), [*knew, *had])


def _held_before(session: Session, loss: Loss, holdings: Iterable[Holding]) -> Iterator[Touched]:
    """Of accounts that they did not hold to the last."""
    held = {holding.account.id for holding in holdings if Relation.CUSTODIAN in holding.roles}
    before = held_before(session, loss.person, loss.office.tz, loss.now)
    return (touched for touched in before if touched.account_id not in held)


def _of_holdings(session: Session, holdings: Sequence[Holding]) -> Iterator[Touched]:
    """The password, and all else that is scheduled: who answers for an account can ask for any of it."""
    was = {holding.account.id: frozenset(WAS[role] for role in holding.roles) for holding in holdings}
    if not was:
        return
    for account_id, roles in was.items():
        yield Touched(account_id, Credential.PASSWORD, roles)
    scheduled = select(RotationSchedule).where(RotationSchedule.account_id.in_(was))
    for schedule in session.scalars(scheduled.order_by(RotationSchedule.id)):
        yield Touched(schedule.account_id, schedule.credential, was[schedule.account_id], schedule.line_id)
