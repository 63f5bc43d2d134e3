"""What is known about getting into one account, as plain values: no rows, no names.

A holder is a text that tells one from another: `person:7`, `agency:acme`. An agency is one holder, however many
people it has. Who has left is no holder any more, but what they held is still there, held by nobody.
"""

from dataclasses import dataclass, replace

from govdesk.i18n import _l
from govdesk.words import Labelled, Tone

Holder = str


class Known(Labelled):
    """Yes, no, or nobody has said."""

    YES = "yes", _l("Yes")
    NO = "no", _l("No")
    UNKNOWN = "unknown", _l("Unknown"), Tone.UNKNOWN


class Way(Labelled):
    """How somebody gets in."""

    SHARED_SECRET = "shared_secret", _l("By the shared password")
    OWN_LOGIN = "own_login", _l("By an own log-in")
    TOOL_SEAT = "tool_seat", _l("By a seat in a tool")
    API_TOKEN = "api_token", _l("By an API token")
    UNKNOWN = "unknown", _l("Unknown"), Tone.UNKNOWN


class FactorKind(Labelled):
    """Those that platforms offer, by the names of `platform_facts.FactorKind`, and what may be on record besides."""

    KEY = "key", _l("Security key")
    PASSKEY = "passkey", _l("Passkey")
    APP = "app", _l("Authenticator app")
    PROMPT = "prompt", _l("Prompt on a signed-in device")
    MAIL = "mail", _l("Code by mail")
    SMS = "sms", _l("Text message")
    CALL = "call", _l("Phone call")
    PIN = "pin", _l("PIN or second password")
    CODES = "codes", _l("Recovery codes")
    OTHER = "other", _l("Another kind")
    OFF = "off", _l("Switched off"), Tone.LATE
    UNKNOWN = "unknown", _l("Unknown"), Tone.UNKNOWN


class MeansKind(Labelled):
    """What the platform sends a way back in to."""

    MAILBOX = "mailbox", _l("Mailbox")
    PHONE = "phone", _l("Phone number")
    CODES = "codes", _l("Recovery codes, kept in a safe place")
    NONE = "none", _l("There is none"), Tone.LATE
    UNKNOWN = "unknown", _l("Unknown"), Tone.UNKNOWN


class Belongs(Labelled):
    """Whose a mailbox or number is."""

    ORGANISATION = "organisation", _l("Ours")
    PERSONAL = "personal", _l("Somebody's own"), Tone.LATE
    UNKNOWN = "unknown", _l("Unknown"), Tone.UNKNOWN


@dataclass(frozen=True)
class Grant:
    """A way in that is in force, and whose it is: None when nobody knows."""

    way: Way
    holder: Holder | None
    administers: Known = Known.UNKNOWN
    """Whether they may let others in. Whoever has the shared password may."""
    number: int | None = None
    """By which factors point at it."""


@dataclass(frozen=True)
class Factor:
    """A second factor of the shared log-in, or of the own log-in `of_grant`."""

    kind: FactorKind
    holders: frozenset[Holder] = frozenset()
    has_unknown_holder: bool = False
    of_grant: int | None = None


@dataclass(frozen=True)
class Means:
    """A way back in."""

    kind: MeansKind
    holders: frozenset[Holder] = frozenset()
    has_unknown_holder: bool = False
    belongs: Belongs = Belongs.ORGANISATION


@dataclass(frozen=True)
class Facts:
    """All that the register knows about getting into one account."""

    grants: tuple[Grant, ...] = ()
    factors: tuple[Factor, ...] = ()
    means: tuple[Means, ...] = ()
    was_ever_told: bool = False
    """Whether any way in was ever on record: none that is left is nobody, none that ever was is unknown."""
    has_vault_entry: bool = False
    tools_without_end: int = 0
    """Connected tools of which nobody knows when their token runs out."""
    grants_without_beginning: int = 0
    grants_past_their_end: int = 0
    """Ways in whose planned end is over; they do not count, but on the platform they may still be open."""

    @property
    def holders(self) -> frozenset[Holder]:
        """Everybody who has anything of it."""
        named = {grant.holder for grant in self.grants if grant.holder}
        by_factor = {holder for factor in self.factors for holder in factor.holders}
        return frozenset(named | by_factor | {holder for means in self.means for holder in means.holders})

    def without(self, holder: Holder) -> "Facts":
        """As it would be if `holder` were gone and took along what they hold."""
        gone = {holder}
        return replace(
            self,
            grants=tuple(grant for grant in self.grants if grant.holder != holder),
            factors=tuple(replace(factor, holders=factor.holders - gone) for factor in self.factors),
            means=tuple(replace(means, holders=means.holders - gone) for means in self.means),
        )
