"""What somebody knows still of a line of the access list that is theirs no longer: one table for all kinds."""

from govdesk.accounts.models import Custodianship
from govdesk.accounts.touching import Touched
from govdesk.exposure.models import (
    AccessGrant,
    Held,
    Line,
    RecoveryMeans,
    SecondFactor,
    TrustedDevice,
    VaultEntry,
)
from govdesk.exposure.rules import FactorKind, MeansKind, Way
from govdesk.exposure.touched import of_held, of_way
from govdesk.words import Labelled

ENDS_WITH_THE_LINE: tuple[tuple[type[Line], Labelled | None], ...] = (
    (AccessGrant, Way.OWN_LOGIN),
    (AccessGrant, Way.TOOL_SEAT),
    (RecoveryMeans, MeansKind.NONE),
    (SecondFactor, FactorKind.KEY),
    (SecondFactor, FactorKind.OFF),
    (TrustedDevice, None),
    (VaultEntry, None),
)
"""Lines of which nothing remains with who had them: the platform took the log-in or the seat away, the key or the
device was handed back, or there never was anything. (Where a password is kept opens nothing by itself.)

Of all others something does, and only a change ends that:

- the shared password, a token, the password of a mailbox, a PIN: known;
- recovery codes, the seed of an authenticator app, a passkey: copied, or on a device that stays with its owner;
- a phone for recovery, codes by text message, call or mail, a prompt: the register does not say whose phone it is,
  so it is taken to be their own;
- a connected tool: who looks after it can read its token;
- what nobody knows the kind of: could be any of these.
"""


def known_still(line: Line | Custodianship) -> Touched | None:
    """What whoever had it knows though they have it no longer; None where that is all there is to do."""
    if isinstance(line, Custodianship):
        return of_way(line)
    if (type(line), _kind_of(line)) in ENDS_WITH_THE_LINE:
        return None
    if isinstance(line, AccessGrant):
        return of_way(line)
    return of_held(line) if isinstance(line, Held) else None


def is_unsaid(line: Held) -> bool:
    """Nobody has said of which kind it is."""
    return _kind_of(line) in (MeansKind.UNKNOWN, FactorKind.UNKNOWN)


def _kind_of(line: Line) -> Labelled | None:
    if isinstance(line, AccessGrant):
        return line.way
    return line.kind if isinstance(line, RecoveryMeans | SecondFactor) else None
