"""What control sheets can count: of the accounts in use, which keep something for certain, and which do not."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, not_, true

from govdesk.reports.answers import Tally
from govdesk.reports.controls import Control
from govdesk.reports.scene import Scene
from govdesk.reports.scope import count

Condition = ColumnElement[bool]
"""On `SocialAccount`, never null."""


@dataclass(frozen=True)
class Asked:
    """What a measure may use to say its conditions."""

    scene: Scene
    control: Control

    @property
    def first_day(self) -> date:
        """The first of the days within which something must have happened."""
        return self.scene.today - timedelta(days=self.control.within_days or 0)

    @property
    def most(self) -> int:
        return self.control.most or 0


@dataclass(frozen=True)
class Measure:
    """Conditions; an account that is concerned and neither keeps it nor fails is one of which nobody knows."""

    kept: Callable[[Asked], Condition]
    fails: Callable[[Asked], Condition] | None = None
    """None: whatever does not keep it; nothing is unknown."""
    concerns: Callable[[Asked], Condition] | None = None
    """None: every account in use."""

    def tally(self, asked: Asked) -> Tally:
        """At most three statements."""
        scene, concerned = asked.scene, self._concerned(asked)
        of = count(scene, concerned) if self.concerns else _in_use(scene)
        kept = count(scene, concerned, self.kept(asked)) if of else 0
        gaps = of - kept if self.fails is None else count(scene, concerned, self.fails(asked)) if of else 0
        return Tally(of, kept, gaps)

    def failing(self, asked: Asked) -> Condition:
        return and_(self._concerned(asked), self.fails(asked) if self.fails else not_(self.kept(asked)))

    def unknown(self, asked: Asked) -> Condition:
        return and_(self._concerned(asked), not_(self.kept(asked)), not_(self.failing(asked)))

    def _concerned(self, asked: Asked) -> Condition:
        return self.concerns(asked) if self.concerns else true()


def _in_use(scene: Scene) -> int:
    if "in use" not in scene.counted:
        scene.counted["in use"] = count(scene)
    return int(scene.counted["in use"])
