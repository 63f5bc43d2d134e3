"""`govdesk notices …`."""

from typing import Any, BinaryIO

import click
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from govdesk import clock
from govdesk.console import House, as_json, pass_house, print_json, print_rows
from govdesk.notify.bounces import read_report, take_back
from govdesk.notify.models import Notice

COLUMNS = ["key", "kind", "stage", "recipient", "state", "due_at", "sent_at", "attempts", "reason"]
MOST_BYTES = 5_000_000
"""Of a report; what is behind it is somebody's whole mail."""


@click.group()
def notices() -> None:
    """Notices and their state."""


@notices.command("list")
@as_json
@pass_house
def list_notices(house: House, as_json: bool) -> None:
    """List every notice with its state, oldest first."""
    recipients_and_mails = (joinedload(Notice.person), joinedload(Notice.department), joinedload(Notice.parcel))
    query = select(Notice).options(*recipients_and_mails).order_by(Notice.id)
    with house.session() as session:
        rows = [_row(notice) for notice in session.scalars(query)]
    print_json(rows) if as_json else print_rows(rows, COLUMNS, empty="No notice has been queued yet.")


@notices.command("bounce")
@click.argument("file", type=click.File("rb"), default="-")
@as_json
@pass_house
def take_bounce(house: House, file: BinaryIO, as_json: bool) -> None:
    """Take in one delivery report, from FILE or standard input (a mail server's pipe for GOVDESK_BOUNCES_TO).

    What came back is `failed`, and an address that does not exist is known as refused. Anything else changes nothing.
    """
    report = read_report(file.read(MOST_BYTES))
    keys: list[str] = []
    if report is not None:
        with house.session() as session:
            keys = take_back(session, report, clock.utcnow())
            session.commit()
    if as_json:
        print_json({"is_report": report is not None, "keys": keys})
    elif keys:
        click.echo("Came back: " + " ".join(keys))
    else:
        click.echo("It is not about a mail of ours that was given up." if report else "This is no delivery report.")


def _row(notice: Notice) -> dict[str, Any]:
    return {
        "key": notice.key,
        "kind": notice.kind,
        "stage": notice.stage,
        "recipient": _recipient(notice),
        "state": str(notice.state),
        "due_at": notice.due_at,
        "sent_at": notice.sent_at,
        "attempts": notice.attempts,
        "message_id": notice.message_id,
        "reason": notice.last_error,
    }


def _recipient(notice: Notice) -> str:
    """A person's login or a department's name; where that leads is looked up when the mail goes out."""
    if notice.person is not None:
        return notice.person.login
    assert notice.department is not None, "the table demands one recipient"
    return notice.department.name
