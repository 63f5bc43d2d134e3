"""Deciding about a tool: on record from now on, and looked at again when its time ends."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from govdesk import audit, clock
from govdesk.accounts.deeds import Deed
from govdesk.desk.models import Ticket
from govdesk.desk.tools.models import SanctionedTool
from govdesk.desk.tools.queries import host_of
from govdesk.desk.tools.rules import next_reminder_on
from govdesk.directory.rules import name_key
from govdesk.errors import Conflict, Invalid
from govdesk.i18n import _
from govdesk.secrecy import holds_secret


@dataclass(frozen=True)
class Verdict:
    """What is said of a tool; `facts` are its columns by name."""

    facts: dict[str, Any]
    ticket: Ticket | None = None
    """Which it answers."""


def list_tool(session: Session, verdict: Verdict, *, form_key: str, deed: Deed, tz: ZoneInfo) -> SanctionedTool:
    """Put a tool on the list; the same form twice is one tool. Raises Conflict when it is there already."""
    known = session.scalar(select(SanctionedTool).where(SanctionedTool.form_key == form_key))
    if known is not None:
        return known
    tool = SanctionedTool(form_key=form_key)
    _put(tool, verdict, deed, tz)
    try:
        with session.begin_nested():
            session.add(tool)
    except IntegrityError:
        raise Conflict(_("%(name)s is on the list already. Decide about it there.", name=tool.name)) from None
    _record(session, "listed", tool, deed)
    return tool


def decide_tool(session: Session, tool: SanctionedTool, verdict: Verdict, deed: Deed, tz: ZoneInfo) -> None:
    """Say something else of it. Raises Conflict when another tool has the name."""
    try:
        with session.begin_nested():
            _put(tool, verdict, deed, tz)
    except IntegrityError:
        raise Conflict(_("Another tool on the list has this name.")) from None
    _record(session, "decided", tool, deed)


def reminder_after(until_on: date | None, after: date, tz: ZoneInfo) -> datetime | None:
    """The next moment at which somebody is told that the time of a tool ends."""
    day = next_reminder_on(until_on, after) if until_on else None
    return clock.reminder_moment(day, tz) if day else None


def _put(tool: SanctionedTool, verdict: Verdict, deed: Deed, tz: ZoneInfo) -> None:
    if any(isinstance(value, str) and holds_secret(value) for value in verdict.facts.values()):
        raise Invalid(_("That looks like a password, a code or a key. Nothing was kept."))
    for name, value in verdict.facts.items():
        setattr(tool, name, value)
    tool.name_key, tool.host = name_key(tool.name), host_of(tool.url) if tool.url else None
    tool.reviewed_on, tool.reviewed_by_id = deed.today, deed.by.id
    tool.ticket_id = verdict.ticket.id if verdict.ticket else tool.ticket_id
    tool.remind_at = reminder_after(tool.until_on, deed.today, tz) if tool.state.is_allowed else None


def _record(session: Session, verb: str, tool: SanctionedTool, deed: Deed) -> None:
    audit.record(
        session, f"desk:tool:{verb}", tool, by=deed.by, at=deed.now, state=tool.state, until_on=tool.until_on,
        **({"ticket": tool.ticket_id} if tool.ticket_id else {}),
    )  # fmt: skip
