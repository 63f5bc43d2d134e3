"""`govdesk rotation …`."""

from datetime import date, timedelta
from typing import Any

import click

from govdesk import clock
from govdesk.console import House, as_json, pass_house, print_json, print_rows
from govdesk.rotation.models import RotationSchedule
from govdesk.rotation.office import Office
from govdesk.rotation.queries import owed

COLUMNS = ["due_on", "state", "account", "credential", "reason", "responsible", "custodians"]


@click.group()
def rotation() -> None:
    """Credentials that have to be changed."""


@rotation.command()
@click.option("--within", "days", metavar="DAYS", type=click.IntRange(0, 3660), help="Only up to so many days ahead.")
@as_json
@pass_house
def due(house: House, days: int | None, as_json: bool) -> None:
    """List what is owed and why, the earliest due day first."""
    office = Office.of(house.settings)
    today = office.today(clock.utcnow())
    until = None if days is None else today + timedelta(days)
    with house.session() as session:
        found = session.scalars(owed(until))
        rows = [_row(schedule, today, office.reminders.grace_days) for schedule in found]
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
