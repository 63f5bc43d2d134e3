"""Three accounts are on their way from one person to another: one stuck, one waits for Ada, one to be closed."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.accounts.confirming import note_confirmed
from govdesk.accounts.models import SocialAccount
from govdesk.directory.models import Person
from govdesk.directory.queries import person_by_login
from govdesk.handover.actions.opening import open_handover
from govdesk.handover.actions.steps import confirm, list_items
from govdesk.handover.models import Handover
from govdesk.handover.rules import Item
from govdesk.handover.terms import Terms

LISTED = {
    Item.SIGN_IN: "One shared log-in; its password lies in the vault of the office, under the name of the account.",
    Item.SECOND_FACTOR: "An authenticator app on the duty phone. The backup codes are in the safe of the office.",
    Item.RECOVERY: "The mailbox of the department, and its switchboard number.",
    Item.TOOLS: "The planner of the department posts in its name.",
}


def hand_over(session: Session, held: list[SocialAccount], *, now: datetime) -> None:
    """`held` are accounts with a custodian, most of them with an owner; Ada's come first."""
    grace, ada, olu = (person_by_login(session, login) for login in ("grace", "ada", "olu"))
    _confirm_most(session, now=now - timedelta(days=30))
    owned = [account for account in held if account.owner is not None]
    for_ada, for_olu, stuck = _of(owned, ada), _of(owned, olu), owned[-1]

    _open(session, stuck, grace, by=grace, now=now - timedelta(days=20))

    waits = _open(session, for_ada, ada, by=grace, now=now - timedelta(days=3))
    list_items(session, waits, LISTED, by=_owner(for_ada), now=now - timedelta(days=1))

    done = _open(session, for_olu, olu, by=grace, now=now - timedelta(days=6))
    list_items(session, done, LISTED, by=_owner(for_olu), now=now - timedelta(days=5))
    confirm(session, done, by=olu, now=now - timedelta(days=2))


def _confirm_most(session: Session, *, now: datetime) -> None:
    """Most owners have said that they can sign in; of an import nobody is asked by mail."""
    named = session.execute(
        select(SocialAccount.id, SocialAccount.owner_id).where(SocialAccount.owner_id.is_not(None))
    )
    note_confirmed(session, [(id_, owner_id) for id_, owner_id in named if owner_id and id_ % 9], now=now)


def _of(accounts: Iterable[SocialAccount], person: Person) -> SocialAccount:
    """The first account of `person`'s department or the one above it that is somebody else's."""
    department = person.department
    assert department is not None
    near = (department, department.parent)
    return next(a for a in accounts if a.departments[-1] in near and a.owner is not person)


def _open(session: Session, account: SocialAccount, to: Person, *, by: Person, now: datetime) -> Handover:
    terms = Terms(tuple(account.departments), to, account.deputy)
    handover = open_handover(session, account, terms, why="Who does the work is to answer for it.", by=by, now=now)
    assert handover is not None
    return handover


def _owner(account: SocialAccount) -> Person:
    assert account.owner is not None
    return account.owner
