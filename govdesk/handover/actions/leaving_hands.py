"""Who has nothing to do any more with accounts that have changed hands: what they knew they know still."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from sqlalchemy.orm import Session

from govdesk.accounts import heeding
from govdesk.accounts.models import SocialAccount
from govdesk.accounts.touching import PASSWORD, Touched, Was
from govdesk.directory.models import Person
from govdesk.handover.models import Handover

Roles = Mapping[Person, frozenset[Was]]
"""What people are to one account."""


def roles_in(account: SocialAccount) -> Roles:
    """Of all who hold it or answer for it now."""
    found = defaultdict[Person, set[Was]](set)
    for person in account.custodians:
        found[person].add(Was.CUSTODIAN)
    for named, was in ((account.owner, Was.OWNER), (account.deputy, Was.DEPUTY)):
        if named is not None:
            found[named].add(was)
    return {person: frozenset(roles) for person, roles in found.items()}


def known_by_who_is_out(account: SocialAccount, before: Roles) -> dict[Person, Touched]:
    """By each who was something to it `before` and is nothing now."""
    after = roles_in(account)
    return {person: Touched(account.id, PASSWORD, was) for person, was in before.items() if person not in after}


def tell(
    session: Session,
    out: Iterable[tuple[Handover, Mapping[Person, Touched]]],
    *,
    by: Person,
    now: datetime,
    today: date,
) -> None:
    """Let the other rooms hear of what was closed in one go: of each person once."""
    known = defaultdict[Person, list[tuple[Handover, Touched]]](list)
    for handover, told in out:
        for person, touched in told.items():
            known[person].append((handover, touched))
    for person, parts in known.items():
        first, all_of_it = parts[0][0], tuple(touched for _handover, touched in parts)
        account = first.account if len(parts) == 1 else None
        occasion = f"{first.__tablename__}:{first.id}:p{person.id}"
        heeding.exposed(session, heeding.Exposed(account, all_of_it, occasion, by, now, today, person))
