"""How names and moments of the directory are compared."""

import unicodedata
from datetime import datetime, timedelta
from functools import lru_cache

SHOWS_NOBODY = "the directory shows nobody who can be a person here, though people are known"
"""Why a run stops that `--force` does not let through, either."""

IDLE_LIMIT = timedelta(hours=12)
ABSOLUTE_LIMIT = timedelta(days=7)
SEEN_EVERY = timedelta(minutes=5)
"""How exact the last use of a session is kept: a row written at most this often."""

LONGEST_LOGIN = 200
LONGEST_ID = 64
LONGEST_NAME = 300
LONGEST_MAIL = 254
LONGEST_DEPARTMENT = 200
LONGEST_DN = 500
"""How many characters the database has room for."""


def shortened(text: str, longest: int) -> str:
    """`text`, cut with an ellipsis where it would be too long to store."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


@lru_cache(4096)  # thousands share a department
def department_name(text: str) -> str:
    """`text` cut so that both it and its key can be stored."""
    room = LONGEST_DEPARTMENT
    while len(name_key(name := shortened(text, room))) > LONGEST_DEPARTMENT:
        room -= 1  # some characters are longer when folded
    return name


def login_key(login: str) -> str:
    """The form in which logins are compared: case-blind, no blanks round it, one spelling of each character."""
    if login.isascii():
        return login.strip().lower()
    return unicodedata.normalize("NFKC", login).strip().casefold()


def name_key(name: str) -> str:
    """The form in which names of departments are compared: case and runs of blanks do not count."""
    return " ".join(unicodedata.normalize("NFC", name).split()).casefold()


def is_live(created_at: datetime, seen_at: datetime, ended_at: datetime | None, now: datetime) -> bool:
    """Whether a session may still be used at `now`."""
    return ended_at is None and now - seen_at < IDLE_LIMIT and now - created_at < ABSOLUTE_LIMIT
