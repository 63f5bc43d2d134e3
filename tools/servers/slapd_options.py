"""In which ways our OpenLDAP can be another than the usual one."""

from dataclasses import dataclass
from enum import StrEnum

from tools.servers.certificates import Kind


class Reads(StrEnum):
    """What the service account may see; the words are those of olcAccess."""

    EVERYTHING = "read"
    NOTHING = "search"
    """Its searches succeed and find nobody."""


@dataclass(frozen=True)
class Options:
    """What stands here is what a careful administrator sets up, and what `make run` uses."""

    certificate: Kind = Kind.GOOD
    plain_binds: bool = False
    """Takes passwords without encryption."""
    empty_passwords: bool = False
    """A name with an empty password is let in, as nobody."""
    service_reads: Reads = Reads.EVERYTHING
    anonymous_reads: bool = False
    """Who has not signed in reads all but passwords."""
    entries_at_most: int = 500
    """How many a search that forgets to page may find."""
    paged_entries_at_most: int | None = None
    """How many all pages of a search together may have; the rest is refused after those were sent."""
    page_at_most: int | None = None
    """Larger pages are refused."""
    member_of: bool = True
    """Without it entries do not say which groups they are in."""
    wrong_passwords: int = 0
    """How many in a row lock an entry; 0 for any number."""
    password_days: int = 0
    """How long a password is good, where its day is known; 0 for ever."""
    tells_what_is_wrong: bool = False
    """The password policy's control says that an entry is locked."""
    logs_operations: bool = False
    """Binds and searches stand in the log; see `slapd_log`."""
    megabytes: int = 4096
    """The largest size of the database."""
