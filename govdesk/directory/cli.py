"""`govdesk directory …`, `govdesk people …`."""

import sys
import time
from typing import Any

import click
from sqlalchemy import select

from govdesk import clock
from govdesk.console import House, as_json, pass_house, print_json, print_rows
from govdesk.directory.actions.sync import SyncReport, synchronise
from govdesk.directory.company import Company
from govdesk.directory.ldap.check import reason, steps
from govdesk.directory.ldap.server import DirectoryUnreachable
from govdesk.directory.ldap.steps import ended, failures
from govdesk.directory.models import Person
from govdesk.directory.rules import login_key


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
@as_json
@pass_house
def sync(house: House, as_json: bool) -> None:
    """Bring people, departments and roles up to date."""
    company, settings = Company.of(house.settings), house.settings
    began = time.monotonic()
    with house.session() as session:
        try:
            report = synchronise(session, company.server, company.roles, now=clock.utcnow(), tz=settings.timezone)
        except DirectoryUnreachable as error:
            raise click.ClickException(f"The directory cannot be used: {error}. Nothing was changed.") from None
        session.commit()
    report.seconds = round(time.monotonic() - began, 3)
    print_json(report.as_json()) if as_json else click.echo(_told(report))
    if report.stopped:
        raise click.ClickException(f"Nothing was changed: {report.stopped}.")


def _told(report: SyncReport) -> str:
    people = report.people
    if report.stopped:
        return f"{people.seen} people seen."
    return (
        f"{people.seen} people seen: {people.new} new, {people.changed} changed, {people.left} left; "
        f"{report.departments.seen} departments, {report.seconds:.1f} s."
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
    """Show the people who hold or held a login."""
    with house.session() as session:
        found = session.scalars(select(Person).where(Person.login_key == login_key(login)).order_by(Person.id))
        rows = [_row(person) for person in found]
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
