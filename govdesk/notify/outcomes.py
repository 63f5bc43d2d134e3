"""What becomes of a mail and its notices after a try, judged by what the mail server said."""

import random
import smtplib
from dataclasses import dataclass, replace
from datetime import datetime

from govdesk.notify.claims import Claim
from govdesk.notify.models import NoticeState
from govdesk.notify.rules import SERVER_PAUSE, blames_address, next_try, one_line

SERVER_CLOSES = 421
PERMANENT = 500


@dataclass(frozen=True)
class Packed:
    """A mail ready to be sent, and what is needed to judge a refusal."""

    claim: Claim
    keys: list[str]
    to: str
    """The one address it goes to, whatever the header can be read as."""
    content: bytes
    attempts: int
    """How often it was refused."""
    is_refused: bool = False
    """The address was refused the last time."""


@dataclass(frozen=True)
class Outcome:
    """What its notices are then."""

    state: NoticeState
    tried: bool = True
    """It counts: a server that goes away says nothing against it."""
    server_gone: bool = False
    sent_at: datetime | None = None
    send_at: datetime | None = None
    """When it is tried again; None leaves it as it was."""
    reason: str | None = None
    """What was wrong, for operators."""
    blames_address: bool = False
    """No mail will reach it, whatever it says."""


def sent(now: datetime) -> Outcome:
    return Outcome(NoticeState.SENT, sent_at=now)


def failed(reason: str) -> Outcome:
    """It is given up; operators see the reason."""
    return Outcome(NoticeState.FAILED, reason=one_line(reason)[:500])


def put_off(attempts: int, reason: str, now: datetime) -> Outcome:
    """It is tried again later; once it has been tried for long enough it has failed."""
    at = next_try(attempts + 1, now, chance=random.random())  # noqa: S311 - no secret
    return failed(reason) if at is None else _later(at, reason)


def refused(packed: Packed, error: Exception, now: datetime) -> Outcome:
    """What a failed send means: the server is gone, or refuses this mail for now or for good."""
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return failed(str(error))
    code, reason = _answer(error)
    if code is None or code == SERVER_CLOSES:
        return _later(now + SERVER_PAUSE, reason, server_gone=True)
    # A refused sender is a wrong setting, not a wrong notice: time to put it right.
    if code >= PERMANENT and not isinstance(error, smtplib.SMTPSenderRefused):
        is_at_door = isinstance(error, smtplib.SMTPRecipientsRefused)
        return replace(failed(reason), blames_address=blames_address(reason, at_door=is_at_door))
    return put_off(packed.attempts, reason, now)


def _later(at: datetime, reason: str, *, server_gone: bool = False) -> Outcome:
    said = one_line(reason)[:500]
    return Outcome(NoticeState.OWED, tried=not server_gone, server_gone=server_gone, send_at=at, reason=said)


def _answer(error: Exception) -> tuple[int | None, str]:
    """The server's code and words; no code when the connection broke."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return _said(*next(iter(error.recipients.values())))
    if isinstance(error, smtplib.SMTPResponseException) and error.smtp_code > 0:
        return _said(error.smtp_code, error.smtp_error)
    return None, str(error) or type(error).__name__


def _said(code: int, words: bytes | str) -> tuple[int, str]:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return code, f"{code} {text}"
