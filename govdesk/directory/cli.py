"""`govdesk directory …`, `govdesk people …`."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click
from rich.console import Console
from sqlalchemy import select

from govdesk import clock, db
from govdesk.console import House, as_json, pass_house, print_json, print_rows
from govdesk.directory.company import Company
from govdesk.directory.former import once_called
from govdesk.directory.ldap.check import reason, steps
from govdesk.directory.ldap.server import DirectoryUnreachable
from govdesk.directory.ldap.steps import ended, failures
from govdesk.directory.models import Person
from govdesk.directory.rules import SHOWS_NOBODY, login_key
from govdesk.directory.sync.records import AlreadyRunning
from govdesk.directory.sync.report import SyncReport
from govdesk.directory.sync.run import synchronise


@click.group()
def directory() -> None:
    """The company directory."""


@directory.command()
@click.option("--sign-in", "login", metavar="LOGIN", help="Try this login; the password from standard input.")
@as_json
@pass_house
def check(house: House, login: str | None, as_json: bool) -> None:
    """Can we reach the directory and sign people in, and why not."""
    password = sys.stdin.readline().rstrip("\r\n") if login is not None else ""
    tried = steps(Company.of(house.settings), login=login, password=password)
    ok, why = not failures(tried), reason(tried)
    if as_json:
        told = [{"name": step.name, "state": step.state.value, "text": step.text} for step in tried]
        print_json({"ok": ok, "login": login, "reason": why, "steps": told})
    else:
        for step in tried:
            click.echo(f"{step.state.label!s:14}{step.name}: {ended(step.text)}")
        click.echo(why, err=not ok)
    raise SystemExit(0 if ok else 1)


@directory.command()
@click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
@click.option("--full", is_flag=True, help="Read everybody, not only who has changed since the last run.")
@click.option("--force", is_flag=True, help="Believe the directory also where it makes leavers of many.")
@as_json
@pass_house
def sync(house: House, dry_run: bool, full: bool, force: bool, as_json: bool) -> None:
    """Bring people, departments and roles up to date."""
    company, sessions = Company.of(house.settings), db.sessions_of(house.engine)
    with entries_read() as tell:
        try:
            report = synchronise(
                sessions,
                company.server,
                company.roles,
                now=clock.utcnow(),
                tz=house.settings.timezone,
                full=full or dry_run,
                force=force,
                rehearse=dry_run,
                tell=tell,
            )
        except DirectoryUnreachable as error:
            raise click.ClickException(
                f"The directory cannot be used: {ended(str(error))} Nothing was changed."
            ) from None
        except AlreadyRunning:
            raise click.ClickException("Another synchronisation is at work; try again when it has ended.") from None
    _tell_run(report, dry_run=dry_run, as_json=as_json)
    if report.stopped:
        advice = "See govdesk directory check." if report.stopped == SHOWS_NOBODY else "If it is true, use --force."
        raise click.ClickException(f"Nothing was changed: {report.stopped}. {advice}")


@contextmanager
def entries_read() -> Iterator[Callable[[int], None]]:
    """Shows on a terminal how many entries were read; in a pipe nothing."""
    if not sys.stderr.isatty():
        yield lambda _entries: None
        return
    with Console(stderr=True).status("Reading the directory") as status:
        yield lambda entries: status.update(f"Reading the directory: {entries:,} entries")


def _tell_run(report: SyncReport, *, dry_run: bool, as_json: bool) -> None:
    if as_json:
        print_json({**report.as_json(), **({"changes": report.changes} if dry_run else {})})
        return
    if dry_run:
        print_rows(report.changes, ["what", "login", "name", "why"], empty="Nobody would change.")
    for alarm in report.alarms:
        click.echo(f"Take a look: {alarm}.", err=True)
    click.echo(summary(report))


def summary(report: SyncReport) -> str:
    """A run in one line, for people."""
    people = report.people
    if report.stopped:
        return f"{people.seen} people seen."
    rest = f"{report.departments.seen} departments" if report.full else "only what has changed was read"
    return (
        f"{people.seen} people seen: {people.new} new, {people.changed} changed, {people.left} left, "
        f"{people.missing} missing, {people.skipped} left out; {rest}, {report.seconds:.1f} s."
    )


@click.group()
def people() -> None:
    """Who is known."""


@people.command("list")
@as_json
@pass_house
def list_people(house: House, as_json: bool) -> None:
    """List everybody, leavers included."""
    with house.session() as session:
        rows = [_row(person) for person in session.scalars(select(Person).order_by(Person.login_key, Person.id))]
    _print_people(rows, as_json)


@people.command()
@click.argument("login")
@as_json
@pass_house
def show(house: House, login: str, as_json: bool) -> None:
    """Show the people who hold or held a login, also those who have another one today."""
    with house.session() as session:
        found = session.scalars(select(Person).where(Person.login_key == login_key(login)).order_by(Person.id))
        rows = [_row(person) for person in found]
        renamed = [_row(person) for person in once_called(session, login)]
    if renamed:
        now = ", ".join(f"{row['login']} ({row['state']})" for row in renamed)
        click.echo(f"The login {login} was theirs once who have another now: {now}.", err=True)
    rows += [row for row in renamed if row not in rows]
    if not rows:
        raise click.ClickException(f"Nobody with the login {login} is known.")
    _print_people(rows, as_json)


def _print_people(rows: list[dict[str, Any]], as_json: bool) -> None:
    columns = ["login", "name", "mail", "department", "manager", "roles", "state"]
    print_json(rows) if as_json else print_rows(
        rows, columns, empty="Nobody is known yet: run govdesk directory sync."
    )


def _row(person: Person) -> dict[str, Any]:
    return {
        "id": person.directory_id,
        "login": person.login,
        "name": person.name,
        "mail": person.mail,
        "department": person.department.name if person.department else None,
        "manager": person.manager.login if person.manager else None,
        "roles": sorted(person.roles),
        "state": str(person.state),
    }
