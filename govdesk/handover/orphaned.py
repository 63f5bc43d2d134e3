"""The mail to whoever is asked in the place of an owner who has left: these accounts need another."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from govdesk import notify
from govdesk.access import Relation, Role
from govdesk.accounts import queries as accounts
from govdesk.accounts.holdings import Holding
from govdesk.accounts.models import AccountState
from govdesk.accounts.orphans import asked_meanwhile
from govdesk.directory.models import Person
from govdesk.directory.queries import people_with_role
from govdesk.notify.models import Notice

KIND = "owner_left"


def ask_for_owners(
    session: Session, leaver: Person, holdings: Iterable[Holding], *, occasion: str, now: datetime
) -> None:
    """One mail each to who is asked meanwhile, or to communications. `occasion` tells this leaving from another."""
    comms = list(session.scalars(people_with_role(Role.COMMS)))
    asked: dict[Person, list[int]] = defaultdict(list)
    for holding in holdings:
        account = holding.account
        if Relation.OWNER in holding.roles and account.state is AccountState.ACTIVE:
            stand_in = asked_meanwhile(account)
            for reader in [stand_in] if stand_in else comms:
                asked[reader].append(account.id)
    for reader, ids in asked.items():
        notify.queue(
            session, KIND, subject=leaver, to=reader, at=now, key=f"owner:{occasion}:p{reader.id}",
            context={"account_ids": ids},
        )  # fmt: skip


def letter(session: Session, notice: Notice) -> dict[str, Any] | None:
    """None once each of the accounts has another owner."""
    lost = [accounts.account(session, id_) for id_ in notice.context["account_ids"]]
    lost = [account for account in lost if account.has_lost_its_owner]
    return {"leaver": session.get_one(Person, notice.subject_id), "lost": lost} if lost else None


notify.writes(KIND, letter)
