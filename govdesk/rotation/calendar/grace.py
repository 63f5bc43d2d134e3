"""Until when what is due counts as in grace: by the rule that applies to each credential, asked of the database."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Date, and_, case, literal, true
from sqlalchemy.orm import Session

from govdesk.accounts.models import SocialAccount
from govdesk.db import as_value
from govdesk.rotation.models import RotationReason, RotationSchedule, RotationState
from govdesk.rotation.office import Office
from govdesk.rotation.plan.lines import Tree
from govdesk.rotation.plan.rule import Applies

A_DAY = timedelta(1)
Fits = ColumnElement[bool]


@dataclass(frozen=True)
class Grace:
    """Days of grace on one day; the first rule that fits a schedule, joined with its account, decides."""

    today: date
    otherwise: int
    by_rule: Sequence[tuple[Fits, int]] = ()
    """Events come first. Empty where nothing has any."""

    @classmethod
    def of(cls, session: Session, office: Office, today: date) -> "Grace":
        rules, otherwise = office.rules.rules, office.reminders.grace_days
        if not otherwise and not any(rule.reminders.grace_days for rule in rules):
            return cls(today, otherwise)
        is_of_event = RotationSchedule.reason != RotationReason.SCHEDULED  # what happened is put off by nothing
        tree = Tree.of(session) if office.rules.look_at_departments else Tree({})
        by_rule = [(_fits(one.applies, tree), one.reminders.grace_days) for one in rules]
        return cls(today, otherwise, [(is_of_event, 0), *by_rule])

    @property
    def least(self) -> int:
        return min([self.otherwise, *(days for _fits, days in self.by_rule)])

    @property
    def most(self) -> int:
        return max([self.otherwise, *(days for _fits, days in self.by_rule)])

    @property
    def last_overdue(self) -> date:
        """The last due day on which anything can be overdue: an index leads there."""
        return self.today - A_DAY * (self.least + 1)

    @property
    def first_in_grace(self) -> date:
        return self.today - A_DAY * self.most

    def demanded(self, state: str) -> Iterator[Fits]:
        """What those days alone do not tell of a state."""
        if self.by_rule and state == RotationState.OVERDUE:
            yield RotationSchedule.due_on < self._begins
        elif self.by_rule and state == RotationState.IN_GRACE:
            yield RotationSchedule.due_on >= self._begins

    @property
    def _begins(self) -> ColumnElement[date]:
        """The earliest due day that is in grace."""
        whens = [(fits, self._day(days)) for fits, days in self.by_rule]
        return case(*whens, else_=self._day(self.otherwise))

    def _day(self, days: int) -> ColumnElement[date]:
        return literal(self.today - A_DAY * days, Date)


def _fits(applies: Applies, tree: Tree) -> Fits:
    """`Applies.fits`, for the database."""
    demanded: list[Fits] = []
    if applies.platforms:
        demanded.append(as_value(SocialAccount.platform).in_(applies.platforms))
    if applies.tiers:
        demanded.append(as_value(SocialAccount.tier).in_(applies.tiers))
    if applies.credentials:
        demanded.append(as_value(RotationSchedule.credential).in_(applies.credentials))
    if applies.departments:
        demanded.append(as_value(SocialAccount.accountable_id).in_(tree.below(applies.departments)))
    return and_(true(), *demanded)
