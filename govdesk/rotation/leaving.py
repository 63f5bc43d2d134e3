"""Somebody who could know credentials has left, or works elsewhere now: what of it is to be changed."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from govdesk.access import Relation
from govdesk.accounts.actions.moving import has_left_its_owners
from govdesk.accounts.holdings import Holding
from govdesk.accounts.touching import Touched, Was
from govdesk.directory.models import Department, Person
from govdesk.rotation.former import asked_before, held_before, lost_before
from govdesk.rotation.happening import Happening
from govdesk.rotation.knowing import everything_of, made_by
from govdesk.rotation.models import RotationEvent, RotationReason
from govdesk.rotation.office import Office
from govdesk.rotation.opening import open_event
from govdesk.rotation.queries import accounts_that_open, schedules_asked_of
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
    """Let fall due all credentials of accounts in `holdings`, of others what the leaver `had` of them, what they had
    to do with before, what they made, and what they were asked to change: one bundle; None when there is nothing.
    """
    answered = {holding.account.id: frozenset(WAS[role] for role in holding.roles) for holding in holdings}
    touched = [*everything_of(session, answered), *had, *_held_before(session, loss, holdings)]
    touched += [*lost_before(session, loss.person), *made_by(session, loss.person)]
    touched += asked_before(session, loss.person, loss.office.tz)
    asked = frozenset({Was.ASKED})
    touched += [
        Touched(s.account_id, s.credential, asked, s.line_id) for s in schedules_asked_of(session, loss.person)
    ]
    return open_event(session, loss.happening(RotationReason.LEAVER), touched)


def demand_changes_after_move(
    session: Session, loss: Loss, holdings: Iterable[Holding], had: Iterable[Touched], before: Department | None
) -> RotationEvent | None:
    """Let fall due what a mover knows of accounts of the department `before` that they do not answer for: passwords,
    what they `had`, and what they made.
    """
    knew = [
        Touched(holding.account.id, Credential.PASSWORD, frozenset({Was.CUSTODIAN}))
        for holding in holdings
        if holding.roles == (Relation.CUSTODIAN,)
    ]
    made = _of_the_department(session, made_by(session, loss.person), loss.person, before)
    return open_event(session, loss.happening(RotationReason.MOVER), [*knew, *had, *made])


def _of_the_department(
    session: Session, touched: Collection[Touched], mover: Person, before: Department | None
) -> Iterator[Touched]:
    """Without what somebody who has moved has business with still."""
    accounts = accounts_that_open(session, {one.account_id for one in touched})
    left = {
        account.id
        for account in accounts.values()
        if has_left_its_owners(account, mover, before) and mover not in (account.owner, account.deputy)
    }
    return (one for one in touched if one.account_id in left)


def _held_before(session: Session, loss: Loss, holdings: Iterable[Holding]) -> Iterator[Touched]:
    """Of accounts that they did not hold to the last."""
    held = {holding.account.id for holding in holdings if Relation.CUSTODIAN in holding.roles}
    before = held_before(session, loss.person, loss.office.tz, loss.now)
    return (touched for touched in before if touched.account_id not in held)
