"""Who takes over what when somebody leaves or departments are reorganised: many accounts, the same successor."""

from dataclasses import dataclass

from sqlalchemy import Select, func, or_, select

from govdesk.accounts.models import IN_USE, Ownership, SocialAccount
from govdesk.accounts.queries import WHOLE
from govdesk.directory.models import Department, Person
from govdesk.handover.terms import Terms


@dataclass(frozen=True)
class Succession:
    """Everything that `person` owns or stands in for, or that `department` is accountable for, goes to others."""

    person: Person | None = None
    department: Department | None = None
    successor: Person | None = None
    """Takes the place of `person`; of a department's accounts they become the owner. None: people stay."""
    new_department: Department | None = None
    """Becomes accountable; None: departments stay."""

    def terms(self, account: SocialAccount) -> Terms:
        """Who answers for `account` afterwards."""
        departments, owner, deputy = list(account.departments), account.owner, account.deputy
        if self.new_department is not None:
            departments = [self.new_department, *(d for d in departments[1:] if d is not self.new_department)]
        if self.successor is not None:
            if self.person is None or owner is self.person:
                owner = self.successor
            if self.person is not None and deputy is self.person:
                deputy = self.successor
        return Terms(tuple(departments), owner, None if deputy is owner else deputy)

    def accounts(self) -> Select[SocialAccount]:
        """The accounts in use that it is about, by handle; none when neither person nor department is given."""
        about = []
        if self.person is not None:
            about.append(or_(SocialAccount.owner_id == self.person.id, SocialAccount.deputy_id == self.person.id))
        if self.department is not None:
            owned = select(Ownership.account_id).where(
                Ownership.position == 0, Ownership.department_id == self.department.id
            )
            about.append(SocialAccount.id.in_(owned))
        in_use = SocialAccount.state.in_(IN_USE)
        query = select(SocialAccount).where(in_use, *(about or [SocialAccount.id.is_(None)])).options(*WHOLE)
        return query.order_by(func.lower(SocialAccount.handle), SocialAccount.id)
