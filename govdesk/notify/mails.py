"""A mail as it goes over the wire."""

from collections.abc import Iterable
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from govdesk.notify.letters import Text
from govdesk.notify.rules import header_name


def mail_of(text: Text, *, message_id: str, keys: Iterable[str], sender: str, to: Address, now: datetime) -> bytes:
    """The mail that tells `to` what the notices of these keys are about: one line for each key."""
    mail = EmailMessage(SMTP)
    mail["From"] = Address("Govdesk", addr_spec=sender)
    mail["To"] = Address(header_name(to.display_name), addr_spec=to.addr_spec)
    mail["Subject"] = text.subject
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = message_id
    for key in keys:
        mail["X-Notice-Key"] = key
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(text.plain)
    mail.add_alternative(text.html, subtype="html")
    return mail.as_bytes()
