"""A notice as a mail."""

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from sqlalchemy.orm import Session

from govdesk import clock
from govdesk.notify.letters import write
from govdesk.notify.models import Notice
from govdesk.notify.rules import header_name
from govdesk.settings import Settings


def mail_of(session: Session, notice: Notice, to: Address, settings: Settings, now: datetime) -> EmailMessage | None:
    """The mail that tells `to` what `notice` is about; None when it no longer matters."""
    text = write(
        session,
        notice,
        base_url=settings.base_url or "",
        today=clock.local_date(now, settings.timezone),
        addressee=to.display_name,
    )
    if text is None:
        return None
    mail = EmailMessage(SMTP)
    mail["From"] = Address("Govdesk", addr_spec=settings.mail_from)
    mail["To"] = Address(header_name(to.display_name), addr_spec=to.addr_spec)
    mail["Subject"] = text.subject
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = notice.message_id
    mail["X-Notice-Key"] = notice.key
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(text.plain)
    mail.add_alternative(text.html, subtype="html")
    return mail
