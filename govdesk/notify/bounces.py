"""Mail that comes back after a server had taken it: what a delivery report (RFC 3464) says of which of our mails."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import Message

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from govdesk.notify import refusals
from govdesk.notify.models import Notice, NoticeState, Parcel
from govdesk.notify.rules import blames_address, is_address, one_line

_ID = re.compile(r"<[!-;=?-~]{3,190}>")
MOST_REPORTED = 50
"""Addresses in one report; ours go to one."""


@dataclass(frozen=True)
class Report:
    """What came back, and why."""

    message_ids: tuple[str, ...]
    """Those it may be about, the likeliest first."""
    failed: tuple[tuple[str, str], ...]
    """Address and reason, of each that was given up; delays are no failures."""


def read_report(raw: bytes) -> Report | None:
    """None when it is no delivery report. Nothing in it is trusted to be in order."""
    mail = message_from_bytes(raw, policy=policy.compat32)
    parts = list(mail.walk())
    statuses = [part for part in parts if part.get_content_type() == "message/delivery-status"]
    if not statuses:
        return None
    failed = [found for part in statuses for fields in _groups(part) if (found := _failure(fields))]
    return Report(tuple(_message_ids(mail, parts)), tuple(failed[:MOST_REPORTED]))


def take_back(session: Session, report: Report, now: datetime) -> list[str]:
    """Record that our mail came back; the keys of its notices, none when it is not one of ours."""
    parcel = session.scalar(select(Parcel).where(Parcel.message_id.in_(report.message_ids)).limit(1))
    if parcel is None or not report.failed:
        return []
    address, reason = report.failed[0]
    came_back = update(Notice).where(Notice.parcel_id == parcel.id, Notice.state == NoticeState.SENT)
    keys = session.scalars(
        came_back.values(state=NoticeState.FAILED, last_error=f"came back: {reason}"[:500])
        .returning(Notice.key)
        .execution_options(synchronize_session=False)
    ).all()
    if blames_address(reason, at_door=False):
        refusals.mark(session, parcel.id, address, reason, now)
    return list(keys)


def _groups(part: Message) -> Iterator[Message]:
    inside = part.get_payload()
    yield from (one for one in inside if isinstance(one, Message)) if isinstance(inside, list) else ()


def _failure(fields: Message) -> tuple[str, str] | None:
    if str(fields.get("Action", "")).strip().lower() != "failed":
        return None
    kind, _semicolon, address = str(fields.get("Final-Recipient", "")).partition(";")
    address = address.strip().strip("<>")
    if kind.strip().lower() != "rfc822" or not is_address(address):
        return None
    said = str(fields.get("Diagnostic-Code", "")).partition(";")[2] or str(fields.get("Status", ""))
    status = str(fields.get("Status", "")).strip()
    return address, one_line(said if status in said else f"{status} {said}")[:400]


def _message_ids(mail: Message, parts: list[Message]) -> Iterator[str]:
    for part in parts[1:]:
        if part.get_content_type() == "text/rfc822-headers":
            content = part.get_payload(decode=True)
            headers = message_from_bytes(content if isinstance(content, bytes) else b"", policy=policy.compat32)
            yield from _ID.findall(str(headers.get("Message-ID", "")))
        yield from _ID.findall(str(part.get("Message-ID", "")))
    for name in ("In-Reply-To", "References"):
        yield from _ID.findall(str(mail.get(name, "")))
