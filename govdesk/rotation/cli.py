"""`govdesk rotation …`."""

from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, ClassVar

import click

from govdesk import audit, clock
from govdesk.accounts.platforms.catalogue import catalogue
from govdesk.console import House, as_json, operator, pass_house, print_json, print_rows
from govdesk.errors import Invalid
from govdesk.rotation.bringing import Scene, bring
from govdesk.rotation.models import RotationLoss, RotationSchedule
from govdesk.rotation.office import Office
from govdesk.rotation.plan.cli import plan
from govdesk.rotation.queries import WITH_EVENTS, owed

COLUMNS = ["due_on", "state", "account", "credential", "reason", "responsible", "custodians"]


@dataclass(frozen=True)
class Printed:
    """What is owed, as a whole, to the trail."""

    __tablename__: ClassVar = RotationSchedule.__tablename__
    id: int = 0


@click.group()
def rotation() -> None:
    """Credentials that have to be changed."""


rotation.add_command(plan)


@rotation.command()
@click.option("--within", "days", metavar="DAYS", type=click.IntRange(0, 3660), help="Only up to so many days ahead.")
@as_json
@pass_house
def due(house: House, days: int | None, as_json: bool) -> None:
    """List what is owed and why, the earliest due day first."""
    now = clock.utcnow()
    today = clock.local_date(now, house.settings.timezone)
    until = None if days is None else today + timedelta(days)
    with house.session() as session:
        office = Office.in_force(session, house.settings)
        found = session.scalars(owed(until).options(WITH_EVENTS))
        rows = [_row(schedule, today, office.grace_days(schedule)) for schedule in found]
        if any(row["custodians"] or row["responsible"] for row in rows):
            # Who can get in to all these accounts: a list whose readings are on record, also at this keyboard.
            audit.record(
                session, "rotation:list:printed", Printed(), by=None, at=now, operator=operator(), rows=len(rows)
            )
            session.commit()
    print_json(rows) if as_json else print_rows(rows, COLUMNS, empty="Nothing is owed.")


def _event(loss: RotationLoss) -> dict[str, Any]:
    """By what it became known: the page of that tells the rest."""
    return {"id": loss.event_id, "kind": str(loss.event.kind), "lost_at": loss.lost_at}


def _row(schedule: RotationSchedule, today: date, grace_days: int) -> dict[str, Any]:
    return {
        "account": schedule.account.url,
        "credential": schedule.credential,
        "due_on": schedule.due_on,
        "reason": str(schedule.reason),
        "events": [_event(loss) for loss in schedule.open_losses],
        "state": str(schedule.state(today, grace_days)),
        "responsible": schedule.responsible.login if schedule.responsible else None,
        "custodians": [person.login for person in schedule.account.custodians],
    }


@rotation.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would come of it, and change nothing.")
@as_json
@pass_house
def bring_in(house: House, file: Path, dry_run: bool, as_json: bool) -> None:
    """Schedule what FILE lists (CSV or XLSX): account by its address, credential, due_on and responsible by login.

    A day in the past is overdue at once. Importing it again changes nothing.
    """
    platforms, now = catalogue(house.settings.policies), clock.utcnow()
    with house.session() as session:
        office = Office.in_force(session, house.settings)
        try:
            brought = bring(Scene(session, platforms, now, office), file.name, file.read_bytes())
            audit.record(
                session, "rotation:list:imported", Printed(), by=None, at=now, operator=operator(), rows=brought.rows
            )
        except Invalid as error:
            raise click.ClickException(f"{file}: {error}") from None
        session.rollback() if dry_run else session.commit()
    report = asdict(brought)
    print_json(report) if as_json else _tell(report, dry_run=dry_run)


def _tell(report: dict[str, Any], *, dry_run: bool) -> None:
    would = "would be " if dry_run else ""
    new, changed, same = report["new"], report["changed"], report["same"]
    click.echo(f"{report['rows']} rows: {new} {would}new, {changed} {would}changed, {same} are as they were.")
    for row in report["refused"]:
        click.echo(f"Row {row['row']} is refused: {row['reason']}")
    for row in report["unmatched"]:
        click.echo(f"Row {row['row']}: nobody who works here has the login {row['value']}; the custodians are asked.")
