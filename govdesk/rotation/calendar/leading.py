"""Days to which a rule leads after the next change: each account on its own, as planning will place it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from govdesk.rotation.office import Office
from govdesk.rotation.plan.calendars import Every
from govdesk.rotation.plan.lines import Tree
from govdesk.rotation.plan.rule import Rule
from govdesk.rotation.plan.spreading import Spreading


@dataclass(frozen=True)
class Leading:
    """The rules whose days do not follow from a period alone."""

    rules: Mapping[str, Rule]
    """By name."""
    spreading: Spreading
    tree: Tree

    @classmethod
    def of(cls, session: Session, office: Office, today: date) -> "Leading":
        rules = {rule.name: _uncapped(rule) for rule in office.rules.scheduling if not _is_period(rule, office)}
        return cls(rules, Spreading(office.days, today), Tree.of(session) if rules else Tree({}))

    def days(
        self, rule: str, account_id: int, department_id: int | None, due_on: date, *, first: date, last: date
    ) -> Iterator[date]:
        """Those between two days, if each change is made on its very day; what is overdue is changed today."""
        found, day = self.rules[rule], max(due_on, self.spreading.today)
        assert found.due is not None, "only such rules lead"
        place = self.tree.place_of(self.spreading.days, department_id)
        while (named := self.spreading.following(found.due, found.reminders, day, place)) is not None:
            day = self.spreading.on(day).place(account_id, found.due, named, place)
            if day > last:
                return
            if day >= first:
                yield day


def _is_period(rule: Rule, office: Office) -> bool:
    """Whether so many days after the day it is due it is due again, whatever account it is."""
    assert rule.due is not None, "only such rules lead"
    return isinstance(rule.due.calendar, Every) and rule.due.spread_days == 1 and office.days.is_always_open


def _uncapped(rule: Rule) -> Rule:
    """How many lie on a day by then nobody knows: that would only make the same question have many answers."""
    return replace(rule, due=replace(rule.due, most_a_day=None) if rule.due else None)
