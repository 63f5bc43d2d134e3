"""What one person has in the register: the accounts they hold or answer for."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from govdesk.access import Relation
from govdesk.accounts.models import SocialAccount
from govdesk.accounts.queries import accounts_held_by, accounts_touched_by
from govdesk.directory.models import Person
from govdesk.i18n import _l

ROLES = (Relation.CUSTODIAN, Relation.OWNER, Relation.DEPUTY)
"""What makes somebody know a credential, or able to ask for it."""

IS = {
    Relation.CUSTODIAN: _l("holds the credential"),
    Relation.OWNER: _l("is its owner"),
    Relation.DEPUTY: _l("is its deputy"),
}
WAS = {
    Relation.CUSTODIAN: _l("held the credential"),
    Relation.OWNER: _l("was its owner"),
    Relation.DEPUTY: _l("was its deputy"),
}
"""What mails call the roles of somebody who is here, and of somebody who has left."""


@dataclass(frozen=True)
class Holding:
    """An account, and what somebody is to it."""

    account: SocialAccount
    roles: tuple[Relation, ...]
    """Some of `ROLES`, in their order."""

    @property
    def without_access(self) -> "Holding | None":
        """The same for readers who may not know who can get in; None when nothing remains."""
        roles = tuple(role for role in self.roles if role is not Relation.CUSTODIAN)
        return Holding(self.account, roles) if roles else None

    @property
    def in_words(self) -> str:
        return ", ".join(str(IS[role]) for role in self.roles)


def holdings_of(session: Session, person: Person) -> list[Holding]:
    """What `person` holds or answers for now."""
    return holdings_with(session, person, accounts_held_by(session, person))


def holdings_with(session: Session, person: Person, held: Iterable[int]) -> list[Holding]:
    """The same, as if they held the credentials of the accounts `held`."""
    ids = set(held)
    accounts = session.scalars(accounts_touched_by(person, ids)).all()
    return [Holding(account, _roles(account, person, ids)) for account in accounts]


def _roles(account: SocialAccount, person: Person, held: set[int]) -> tuple[Relation, ...]:
    is_a = {
        Relation.CUSTODIAN: account.id in held,
        Relation.OWNER: account.owner_id == person.id,
        Relation.DEPUTY: account.deputy_id == person.id,
    }
    return tuple(role for role in ROLES if is_a[role])
