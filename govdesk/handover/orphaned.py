"""The mails to whoever is asked when an owner has left or a department is empty: these accounts need another."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from govdesk import notify
from govdesk.access import Relation, Role
from govdesk.accounts import queries as accounts
from govdesk.accounts.holdings import Holding
from govdesk.accounts.models import SocialAccount
from govdesk.accounts.orphans import asked_meanwhile, without_people
from govdesk.directory.models import Department, Person
from govdesk.directory.queries import people_with_role
from govdesk.i18n import _l
from govdesk.notify.models import Notice

KIND = "owner_left"
DEPARTMENT_GONE = "department_gone"


def ask_for_owners(
    session: Session, leaver: Person, holdings: Iterable[Holding], *, occasion: str, now: datetime
) -> None:
    """One mail each to who is asked meanwhile, or to communications. `occasion` tells this leaving from another."""
    comms = list(session.scalars(people_with_role(Role.COMMS)))
    asked: dict[Person, list[int]] = defaultdict(list)
    for holding in holdings:
        account = holding.account
        if Relation.OWNER in holding.roles and account.state.is_in_use:
            stand_in = asked_meanwhile(account)
            for reader in [stand_in] if stand_in else comms:
                asked[reader].append(account.id)
    for reader, ids in asked.items():
        notify.queue(
            session, KIND, subject=leaver, to=reader, at=now, key=f"owner:{occasion}:p{reader.id}",
            context={"account_ids": ids},
        )  # fmt: skip


def ask_for_departments(session: Session, *, now: datetime, today: date) -> None:
    """One mail each month for every accountable department in which nobody works any more, until it is settled."""
    comms = list(session.scalars(people_with_role(Role.COMMS)))
    for account in session.scalars(without_people()):
        stand_in, department = asked_meanwhile(account), account.accountable
        assert department is not None, "it has one, though nobody works there"
        for reader in [stand_in] if stand_in else comms:
            key = f"gone:{department.id}:{today:%Y-%m}:p{reader.id}"
            notify.queue(session, DEPARTMENT_GONE, subject=department, to=reader, at=now, key=key)


def letter_about_department(session: Session, notice: Notice) -> dict[str, Any] | None:
    """None once somebody works there again, or another department is accountable."""
    lost = session.scalars(without_people().where(SocialAccount.accountable_id == notice.subject_id)).all()
    theirs = [account for account in lost if asked_meanwhile(account) in (notice.person, None)]
    if not theirs:
        return None
    department = session.get_one(Department, notice.subject_id)
    return {"department": department, "lost": theirs, "path": f"/handovers/new?department={department.id}"}


def letter(session: Session, notice: Notice) -> dict[str, Any] | None:
    """None once each of the accounts has another owner."""
    lost = [accounts.account(session, id_) for id_ in notice.context["account_ids"]]
    lost = [account for account in lost if account.has_lost_its_owner]
    if not lost:
        return None
    leaver = session.get_one(Person, notice.subject_id)
    return {"leaver": leaver, "lost": lost, "path": f"/handovers/new?person_id={leaver.id}"}


UNDER = notify.Digested(_l("Accounts that need an owner"), place=15, waits=False)

WHY = _l("you are asked about accounts that nobody answers for, in their department's place or at communications.")

notify.writes(KIND, letter, why=WHY, digested=UNDER)
notify.writes(DEPARTMENT_GONE, letter_about_department, why=WHY, digested=UNDER)
