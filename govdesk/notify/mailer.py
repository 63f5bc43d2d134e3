"""Handing mails to the mail server."""

import logging
import smtplib
import ssl
from urllib.parse import unquote, urlsplit

from govdesk.settings import Settings

log = logging.getLogger(__name__)

SECONDS = 10
LOOPBACK = ("localhost", "127.0.0.1", "::1")


def open_server(settings: Settings) -> smtplib.SMTP:
    """A connection to the mail server, greeted and signed in; a context manager that says goodbye.

    TLS is verified wherever it is used; a password never travels without it. Raises OSError or SMTPException.
    """
    parts = urlsplit(settings.smtp_url or "")
    host, context = parts.hostname or "", ssl.create_default_context(cafile=settings.smtp_ca_file)
    if parts.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, parts.port or 465, timeout=SECONDS, context=context)
    else:
        server = smtplib.SMTP(host, parts.port or 25, timeout=SECONDS)
    try:
        _secure(server, parts.scheme, host, bool(parts.username), context)
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
    except BaseException:
        server.close()
        raise
    return server


def _secure(server: smtplib.SMTP, scheme: str, host: str, has_password: bool, context: ssl.SSLContext) -> None:
    server.ehlo_or_helo_if_needed()
    if scheme == "smtps":
        return
    if server.has_extn("starttls"):
        server.starttls(context=context)
        server.ehlo()
    elif has_password:
        raise smtplib.SMTPNotSupportedError("the mail server offers no TLS; the password was not sent")
    elif host not in LOOPBACK:
        log.warning("mail goes to %s without TLS: the server offers none", host)
