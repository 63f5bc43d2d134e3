"""The connection to the mail server, kept from one run to the next as long as there is something to send."""

import contextlib
import smtplib

from govdesk import clock
from govdesk.notify.mailer import open_server
from govdesk.settings import Settings

IDLE_SECONDS = 30.0
"""Then it is closed: a mail server does not keep a place for who says nothing."""


class Line:
    """At most one connection, in one pair of hands at a time."""

    def __init__(self) -> None:
        self._server: smtplib.SMTP | None = None
        self._kept_at = 0.0

    def open(self, settings: Settings) -> smtplib.SMTP:
        """The connection that was kept if it still answers, else a new one. Raises OSError or SMTPException."""
        server, self._server = self._server, None
        if server is not None:
            if _answers(server):
                return server
            server.close()
        return open_server(settings)

    def keep(self, server: smtplib.SMTP) -> None:
        """For the next run."""
        self._server, self._kept_at = server, clock.ticking()

    def rest(self) -> None:
        """Nothing is to be sent at present."""
        if self._server is not None and clock.ticking() - self._kept_at >= IDLE_SECONDS:
            self.close()

    def close(self) -> None:
        """Say goodbye; a server that is gone need not hear it."""
        server, self._server = self._server, None
        if server is not None:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                server.quit()
            server.close()


def _answers(server: smtplib.SMTP) -> bool:
    try:
        return server.noop()[0] == 250
    except (OSError, smtplib.SMTPException):
        return False
