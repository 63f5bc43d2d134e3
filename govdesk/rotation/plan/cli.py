"""`govdesk rotation plan`."""

from collections import Counter
from typing import Any

import click

from govdesk import clock, db
from govdesk.console import House, as_json, pass_house, print_json, print_rows
from govdesk.files import PolicyFiles
from govdesk.rotation.office import Office
from govdesk.rotation.plan.jobs import plan_all
from govdesk.rotation.plan.lines import lines
from govdesk.rotation.plan.proposing import Proposal, Proposing
from govdesk.rotation.plan.reading import plan_of
from govdesk.rotation.plan.rule import Rules
from govdesk.rotation.plan.versions import file_has_changed, last_planned, publish_file

COLUMNS = ["account", "credential", "now", "then", "rule"]


@click.command()
@click.option("--dry-run", is_flag=True, help="Say what would come of it, and change nothing.")
@as_json
@pass_house
def plan(house: House, dry_run: bool, as_json: bool) -> None:
    """Set the days that the rules lead to, those of a changed rotation.yml; the worker does so every day by itself.

    What somebody has set by hand stays, and so does whatever an event demands.
    """
    now, settings = clock.utcnow(), house.settings
    if dry_run:
        _print_proposals(house, as_json)
        return
    with house.session() as session:
        publish_file(session, PolicyFiles(settings.policies), now=now)
        session.commit()
    applied = plan_all(db.sessions_of(house.engine), settings, now=now, again=True)
    report = {"set": applied.set, "taken_back": applied.taken_back}
    if as_json:
        print_json(report)
    else:
        click.echo(f"{applied.set} days set, {applied.taken_back} taken back.")


def _print_proposals(house: House, as_json: bool) -> None:
    now = clock.utcnow()
    with house.session() as session:
        is_new = file_has_changed(session, PolicyFiles(house.settings.policies))
        office = Office.of(house.settings) if is_new else Office.in_force(session, house.settings)
        led_by = last_planned(session)
        before = plan_of(led_by.text).rules if led_by else Rules()
        proposing = Proposing.of(session, office, before, office.today(now))
        rows = [_row(proposal) for line in lines(session) for proposal in proposing.of_line(line)]
    if as_json:
        print_json(rows)
        return
    print_rows(rows, COLUMNS, empty="No day would change.")
    days = Counter(row["then"] for row in rows if row["then"])
    for day, number in sorted(days.items(), key=lambda one: (-one[1], one[0]))[:3]:
        click.echo(f"{day}: {number}")


def _row(proposal: Proposal) -> dict[str, Any]:
    return {
        "account": proposal.handle,
        "account_id": proposal.account_id,
        "credential": proposal.credential,
        "now": proposal.before,
        "then": proposal.day,
        "rule": proposal.rule.name if proposal.rule else None,
    }
