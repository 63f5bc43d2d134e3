"""What a calendar is narrowed to; lives in the address, so it carries no key and no token."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import wtforms
from sqlalchemy import ColumnElement, select
from wtforms import SelectField

from govdesk.accounts.criteria import department_and_below
from govdesk.accounts.models import Ownership, SocialAccount
from govdesk.db import as_value
from govdesk.i18n import _, _l
from govdesk.rotation.calendar.grace import Grace
from govdesk.rotation.models import RotationState
from govdesk.rotation.rules import SOON_DAYS

EXPECTED = "expected"
"""Beside the states: days that follow from a period and are not set yet."""
Choice = tuple[str, str]


@dataclass(frozen=True)
class Wanted:
    """Empty values narrow nothing."""

    department_id: int | None = None
    platform: str = ""
    state: str = ""

    @property
    def conditions(self) -> list[ColumnElement[bool]]:
        """On schedules joined with their accounts; no index is to lead to them, since the days are fewer."""
        demanded = []
        if self.platform:
            demanded.append(as_value(SocialAccount.platform) == self.platform)
        if self.department_id is not None:
            demanded.append(_owned_below(self.department_id))
        return demanded

    def due_between(self, first: date, last: date, grace: Grace) -> tuple[date, date]:
        """The part of `first` to `last` on which what is due can have the wanted state; it may be empty."""
        low, high = _days_of(self.state, grace)
        return max(first, low), min(last, high)

    @property
    def shows_due(self) -> bool:
        return self.state != EXPECTED

    @property
    def shows_expected(self) -> bool:
        return self.state in ("", EXPECTED)


def _owned_below(department_id: int) -> ColumnElement[bool]:
    owned = select(Ownership.account_id).where(Ownership.department_id.in_(department_and_below(department_id)))
    return as_value(SocialAccount.id).in_(owned)


def _days_of(state: str, grace: Grace) -> tuple[date, date]:
    """From `RotationSchedule.state`, read backwards."""
    today, one, soon = grace.today, timedelta(1), timedelta(SOON_DAYS)
    return {
        RotationState.OVERDUE.value: (date.min, grace.last_overdue),
        RotationState.IN_GRACE.value: (grace.first_in_grace, today - one),
        RotationState.DUE.value: (today, today),
        RotationState.DUE_SOON.value: (today + one, today + soon),
        RotationState.IN_ORDER.value: (today + soon + one, date.max),
    }.get(state, (date.min, date.max))


class CalendarFilter(wtforms.Form):
    """A choice that is not offered counts as none."""

    department = SelectField(_l("Department, with all below it"))
    platform = SelectField(_l("Platform"))
    state = SelectField(_l("State"))

    def __init__(
        self, *args: Any, departments: Iterable[Choice], platforms: Iterable[Choice], has_grace: bool
    ) -> None:
        super().__init__(*args)
        self.department.choices = [("", _("All")), *departments]
        self.platform.choices = [("", _("All")), *platforms]
        without = {RotationState.DONE, *(() if has_grace else (RotationState.IN_GRACE,))}
        states = [(state.value, str(state.label)) for state in RotationState if state not in without]
        self.state.choices = [("", _("All")), *states, (EXPECTED, _("Expected by the period"))]

    @property
    def wanted(self) -> Wanted:
        department = self._chosen(self.department)
        return Wanted(int(department) if department else None, self._chosen(self.platform), self._chosen(self.state))

    def _chosen(self, field: SelectField) -> str:
        return field.data if field.data in dict(field.choices) else ""  # type: ignore[arg-type]
