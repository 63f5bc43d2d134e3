"""Who answers for an account, before a hand-over and after it."""

from dataclasses import dataclass
from typing import Any

from govdesk.accounts.models import SocialAccount
from govdesk.directory.models import Department, Person


@dataclass(frozen=True)
class Terms:
    """Owning departments, owner and deputy."""

    departments: tuple[Department, ...]
    """The accountable one first."""
    owner: Person | None
    deputy: Person | None

    @classmethod
    def of(cls, account: SocialAccount) -> "Terms":
        """How it stands now."""
        return cls(tuple(account.departments), account.owner, account.deputy)

    @property
    def accountable(self) -> Department | None:
        return self.departments[0] if self.departments else None

    @property
    def ids(self) -> dict[str, Any]:
        """What is kept of it, so that a change made meanwhile can be told."""
        return {
            "department_ids": [department.id for department in self.departments],
            "owner_id": self.owner.id if self.owner else None,
            "deputy_id": self.deputy.id if self.deputy else None,
        }


@dataclass(frozen=True)
class Parties:
    """Who hands over and who takes over."""

    outgoing: Person | None
    """None when nobody answers for it so far: then nobody hands over."""
    incoming: Person | None
    """None when nobody is named who could take over."""


def parties(before: Terms, after: Terms) -> Parties | None:
    """Between whom the account changes hands; None when it does not.

    The owners, if there is another; else the deputies; else the heads of the accountable departments. The owner takes
    the place of a deputy or head that there is not.
    """
    if after.owner is not before.owner:
        return Parties(before.owner, after.owner)
    if after.deputy is not before.deputy:
        return _between(before.deputy or before.owner, after.deputy or after.owner)
    if after.accountable is not before.accountable:
        return _between(_head(before.accountable) or before.owner, _head(after.accountable) or after.owner)
    return None


def _between(outgoing: Person | None, incoming: Person | None) -> Parties:
    """Nobody hands over to themselves."""
    return Parties(None if outgoing is incoming else outgoing, incoming)


def _head(department: Department | None) -> Person | None:
    head = department.head if department else None
    return head if head is not None and head.is_employed else None
