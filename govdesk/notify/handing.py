"""Handing one mail over an open connection: in two turns instead of four where the server takes commands together."""

import contextlib
import smtplib

CLOSES = 421
GO_AHEAD = 354

Reply = tuple[int, bytes]


def hand_over(server: smtplib.SMTP, sender: str, to: str, content: bytes) -> None:
    """`content` has lines that end as mail's do. Raises OSError or SMTPException, as `sendmail` does.

    The commands travel together (RFC 2920); the mail itself only once all of them have been answered.
    """
    if not server.has_extn("pipelining") or not f"{sender}{to}".isascii():
        server.sendmail(sender, [to], content)
        return
    size = f" SIZE={len(content)}" if server.has_extn("size") else ""
    server.send(f"MAIL FROM:<{sender}>{size}\r\nRCPT TO:<{to}>\r\nDATA\r\n")
    from_, rcpt, data = server.getreply(), server.getreply(), server.getreply()
    if refusal := _refusal(sender, to, from_, rcpt, data):
        if data[0] == GO_AHEAD:  # it waits for a mail that nobody would get
            server.send(b".\r\n")
            server.getreply()
        _leave(server, from_, rcpt, data)
        raise refusal
    server.send(content.replace(b"\r\n.", b"\r\n..") + b".\r\n")
    answer = server.getreply()
    if answer[0] != 250:
        _leave(server, answer)
        raise smtplib.SMTPDataError(*answer)


def _refusal(sender: str, to: str, from_: Reply, rcpt: Reply, data: Reply) -> smtplib.SMTPException | None:
    """The first that was refused: what follows is refused because of it."""
    if from_[0] != 250:
        return smtplib.SMTPSenderRefused(*from_, sender)
    if rcpt[0] not in (250, 251):
        return smtplib.SMTPRecipientsRefused({to: rcpt})
    return None if data[0] == GO_AHEAD else smtplib.SMTPDataError(*data)


def _leave(server: smtplib.SMTP, *answers: Reply) -> None:
    """Be ready for the next mail, unless the server is about to hang up."""
    if any(code == CLOSES for code, _words in answers):
        server.close()
        return
    with contextlib.suppress(smtplib.SMTPServerDisconnected):
        server.rset()
