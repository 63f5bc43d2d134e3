"""What somebody asks for, as a form gives it and as a request keeps it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from govdesk.accounts.models import SocialAccount
from govdesk.accounts.platforms.identity import Identity
from govdesk.directory.models import Department, Person
from govdesk.lifecycle.rules import Kind


@dataclass(frozen=True)
class Wish:
    """One thing asked for; what the kind does not need stays empty."""

    kind: Kind
    account: SocialAccount | None = None
    """The account that is to change or end."""
    identity: Identity | None = None
    """Where an account shall be."""
    department: Department | None = None
    owner: Person | None = None
    deputy: Person | None = None
    person: Person | None = None
    """Whose access it is about, unless it is an agency's."""
    replaced_by: SocialAccount | None = None
    last_on: date | None = None
    facts: Mapping[str, str] = field(default_factory=dict)
    """The other answers, by the field of the form."""

    @property
    def columns(self) -> dict[str, Any]:
        """As a request keeps it."""
        meant, account = self.identity, self.account
        assert meant or account, "an account is named, or the place of one"
        return {
            "platform": meant.platform if meant else account.platform if account else "",
            "handle": meant.handle if meant else account.handle if account else "",
            "url": meant.url if meant else None,
            "identity": meant.key if meant else account.identity if account and self.kind is Kind.CLOSE else None,
            "department_id": self.department.id if self.department else None,
            "owner_id": self.owner.id if self.owner else None,
            "deputy_id": self.deputy.id if self.deputy else None,
            "person_id": self.person.id if self.person else None,
            "replaced_by_id": self.replaced_by.id if self.replaced_by else None,
            "last_on": self.last_on,
            "facts": {name: text for name, text in self.facts.items() if text},
        }
