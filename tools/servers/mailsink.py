"""A real SMTP server that delivers nothing: each message becomes a file.

Run it alone with `python -m tools.servers.mailsink FOLDER PORT [SECONDS FOR EACH ANSWER]`.
"""

import asyncio
import itertools
import signal
import ssl
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tools.servers.process import HOST, free_port


@dataclass(frozen=True)
class Tls:
    """How a sink is secured."""

    certificate: Path
    key: Path
    at_once: bool
    """From the first byte on (smtps); else it demands STARTTLS before it takes anything."""

    def how(self) -> dict[str, Any]:
        """In aiosmtpd's words."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate, self.key)
        return {"ssl_context": context} if self.at_once else {"tls_context": context, "require_starttls": True}


class MailSink:
    """SMTP on 127.0.0.1; a message lands whole in `folder` as `<UTC time>-<n>.eml`, envelope first.

    Not safe against anybody on this machine: for development and tests only.
    """

    def __init__(self, folder: Path, port: int = 0, delay: float = 0.0, tls: Tls | None = None) -> None:
        self.folder = folder
        self.port = port or free_port()
        self.refuse: str | None = None
        """An answer such as "451 come back later", given to every message while it is set."""
        self.refuse_to: dict[str, str] = {}
        """An answer for each address that is refused as soon as it is named."""
        self.loses_answer = False
        """The next message is taken and the connection breaks before that is said."""
        self.lost = 0
        """How often it did."""
        self.delay = delay
        """Seconds it takes for each answer."""
        self.tls = tls
        self._numbers = itertools.count(1)
        self._controller: Controller | None = None

    @property
    def url(self) -> str:
        """For GOVDESK_SMTP_URL."""
        scheme = "smtps" if self.tls and self.tls.at_once else "smtp"
        return f"{scheme}://{HOST}:{self.port}"

    def start(self) -> Self:
        """Raises OSError when the port is taken."""
        self.folder.mkdir(parents=True, exist_ok=True)
        how = self.tls.how() if self.tls else {}
        self._controller = Controller(self, hostname=HOST, port=self.port, **how)
        self._controller.start()
        return self

    def stop(self) -> None:
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def messages(self) -> list[Path]:
        """Oldest first."""
        return sorted(self.folder.glob("*.eml"))

    # Names and arguments are aiosmtpd's, which calls these; what they return is what the sender reads.
    async def handle_EHLO(  # noqa: N802
        self, _server: SMTP, session: Session, _envelope: Envelope, hostname: str, answers: list[str]
    ) -> list[str]:
        session.host_name = hostname
        return [answers[0], "250-PIPELINING", *answers[1:]]  # it reads one command after the other, however they come

    async def handle_MAIL(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        await asyncio.sleep(self.delay)
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        await asyncio.sleep(self.delay)
        if refusal := self.refuse_to.get(address):
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        await asyncio.sleep(2 * self.delay)  # for “go ahead”, too
        if self.refuse:
            return self.refuse
        self._store(envelope)
        if self.loses_answer and isinstance(server.transport, asyncio.Transport):
            self.loses_answer, self.lost = False, self.lost + 1
            server.transport.abort()
        return "250 Message accepted for delivery"

    def _store(self, envelope: Envelope) -> None:
        who = [f"X-Mail-From: {envelope.mail_from}", *(f"X-Rcpt-To: {to}" for to in envelope.rcpt_tos)]
        content = envelope.original_content or b""
        name = f"{datetime.now(UTC):%Y%m%dT%H%M%S.%fZ}-{next(self._numbers)}.eml"
        unfinished = self.folder / f".{name}"
        unfinished.write_bytes("".join(f"{line}\r\n" for line in who).encode() + content)
        unfinished.rename(self.folder / name)  # Readers of the folder never see half a message.


def main(folder: str, port: str, delay: str = "0") -> None:
    with MailSink(Path(folder), int(port), float(delay)) as sink:
        print(f"mail for {sink.url} lands in {sink.folder}", flush=True)
        signal.sigwait({signal.SIGINT, signal.SIGTERM})


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4):
        sys.exit("usage: python -m tools.servers.mailsink FOLDER PORT [SECONDS FOR EACH ANSWER]")
    # Blocked before the server's thread starts, so that it inherits the mask and sigwait gets the signal.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    main(*sys.argv[1:])
