"""`govdesk rotation …`."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, ClassVar

import click

from govdesk import audit, clock
from govdesk.console import House, as_json, operator, pass_house, print_json, print_rows
from govdesk.rotation.models import RotationSchedule
from govdesk.rotation.office import Office
from govdesk.rotation.queries import owed

COLUMNS = ["due_on", "state", "account", "credential", "reason", "responsible", "custodians"]


@dataclass(frozen=True)
class Printed:
    """What is owed, as a whole, to the trail."""

    __tablename__: ClassVar = RotationSchedule.__tablename__
    id: int = 0


@click.group()
def rotation() -> None:
    """Credentials that have to be changed."""


@rotation.command()
@click.option("--within", "days", metavar="DAYS", type=click.IntRange(0, 3660), help="Only up to so many days ahead.")
@as_json
@pass_house
def due(house: House, days: int | None, as_json: bool) -> None:
    """List what is owed and why, the earliest due day first."""
    office, now = Office.of(house.settings), clock.utcnow()
    today = office.today(now)
    until = None if days is None else today + timedelta(days)
    with house.session() as session:
        found = session.scalars(owed(until))
        rows = [_row(schedule, today, office.reminders.grace_days) for schedule in found]
        if any(row["custodians"] or row["responsible"] for row in rows):
            # Who can get in to all these accounts: a list whose readings are on record, also at this keyboard.
            audit.record(
                session, "rotation:list:printed", Printed(), by=None, at=now, operator=operator(), rows=len(rows)
            )
            session.commit()
    print_json(rows) if as_json else print_rows(rows, COLUMNS, empty="Nothing is owed.")


def _row(schedule: RotationSchedule, today: date, grace_days: int) -> dict[str, Any]:
    return {
        "account": schedule.account.url,
        "credential": schedule.credential,
        "due_on": schedule.due_on,
        "reason": str(schedule.reason),
        "state": str(schedule.state(today, grace_days)),
        "responsible": schedule.responsible.login if schedule.responsible else None,
        "custodians": [person.login for person in schedule.account.custodians],
    }
