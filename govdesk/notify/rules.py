"""Pure rules of the outbox: keys, addresses, one-line texts, and when to try again."""

import hashlib
import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from govdesk import clock

LONGEST_KEY = 60
LONGEST_NAME = 100
FIRST_PAUSE = timedelta(minutes=5)
GIVE_UP_AFTER = timedelta(hours=72)
SERVER_PAUSE = timedelta(seconds=30)
"""Until a notice is tried again that found the mail server gone: that is not the notice's fault."""

OF_THE_ADDRESS = {"1.0", "1.1", "1.2", "1.3", "1.6", "1.10", "2.0", "2.1", "2.2"}
_EXTENDED = re.compile(r"\b5\.(\d{1,3}\.\d{1,3})\b")
_WORD = re.compile(r"[!-~]+")
_SPECIAL = re.compile(r"""[()<>\[\]:;@\\,"=]""")
"""What has a meaning of its own in an address list; the equals sign begins an encoded word."""
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?")


def notice_key(key: str) -> str:
    """`key` as it is stored and sent: ASCII without blanks, at most 60 characters, its tail hashed if need be."""
    if len(key) <= LONGEST_KEY and _WORD.fullmatch(key):
        return key
    head = "".join(c if _WORD.fullmatch(c) else "-" for c in key[:40])
    return f"{head}~{hashlib.sha256(key.encode()).hexdigest()[:19]}"


def is_address(text: str) -> bool:
    """Whether `text` is one plain mail address, safe to hand to a mail server."""
    return len(text) <= 254 and bool(_ADDRESS.fullmatch(text))


def blames_address(reason: str, *, at_door: bool) -> bool:
    """Whether a refusal for good is about the address, not about us, the setting or what the mail says.

    The extended codes tell (RFC 3463: 5.1 the address, 5.2 the mailbox); without one only a refusal `at_door`, as
    soon as the address is named, is taken to be about it.
    """
    extended = _EXTENDED.search(reason)
    return extended[1] in OF_THE_ADDRESS if extended else at_door


def one_line(text: str) -> str:
    """`text` for a mail header: no line breaks, no control characters, single blanks."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def header_name(text: str) -> str:
    """`text` as the name beside an address: no part of it can be taken for an address or a header.

    A quoted name would not do: the email package forgets the quotes where it folds a long line.
    """
    return one_line(_SPECIAL.sub(" ", text))[:LONGEST_NAME].strip()


def next_try(attempts: int, now: datetime, *, chance: float = 0.0) -> datetime | None:
    """When to try again after `attempts` refusals: 5, 10, 20 … minutes later; None once that took 72 hours.

    Refusals count, not days that passed without a server: what waited for one is then tried as long as all else.
    By `chance` (from 0 to 1) up to a tenth later, so that many that were refused together do not come back together.
    """
    doubled: int = 2 ** min(attempts - 1, 12)
    before = FIRST_PAUSE * (doubled - 1)
    if before >= GIVE_UP_AFTER:
        return None
    return now + min(FIRST_PAUSE * doubled, GIVE_UP_AFTER - before) * (1 + chance / 10)


def digest_day(now: datetime, tz: ZoneInfo) -> date:
    """Whose digest leaves at `now`: a day goes from one morning, when reminders fall due, to the next."""
    today = clock.local_date(now, tz)
    return today if now >= clock.reminder_moment(today, tz) else today - timedelta(days=1)


def next_digest_at(day: date, tz: ZoneInfo) -> datetime:
    """When the digest after that of `day` leaves."""
    return clock.reminder_moment(day + timedelta(days=1), tz)
