"""Lines of the access list as what rotations know them by."""

from govdesk.accounts.models import Custodianship
from govdesk.accounts.touching import PASSWORD, Touched, Was
from govdesk.exposure.models import AccessGrant, ConnectedTool, Held, Line, RecoveryMeans, SecondFactor, TrustedDevice
from govdesk.exposure.rules import FactorKind, MeansKind, Way

BY_WAY = {
    Way.SHARED_SECRET: (PASSWORD, Was.SECRET),
    Way.OWN_LOGIN: ("own_login", Was.OWN_LOGIN),
    Way.TOOL_SEAT: ("tool_seat", Was.SEAT),
    Way.API_TOKEN: ("api_token", Was.TOKEN),
    Way.UNKNOWN: (PASSWORD, Was.UNKNOWN),
}
BY_MEANS = {
    MeansKind.PHONE: ("recovery_phone", Was.PHONE),
    MeansKind.CODES: ("recovery_codes", Was.CODES),
}
BY_KIND: dict[type[Held], tuple[str, Was]] = {
    SecondFactor: ("second_factor", Was.FACTOR),
    TrustedDevice: ("trusted_device", Was.DEVICE),
    ConnectedTool: ("connected_tool", Was.TOOL),
}
"""What rotations call each, and what its holder was."""


def of_grant(grant: AccessGrant) -> Touched:
    """The password is one, however many ways lead to it; all else is a line's own."""
    credential, was = BY_WAY[grant.way]
    line = None if credential == PASSWORD else grant.id
    return Touched(grant.account_id, credential, frozenset({was}), line)


def of_held(row: Held) -> Touched:
    """A second factor, a way to recover, a device or a tool."""
    if isinstance(row, RecoveryMeans):
        credential, was = BY_MEANS.get(row.kind, ("recovery_mailbox", Was.MAILBOX))
    else:
        credential, was = BY_KIND[type(row)]
    return Touched(row.account_id, credential, frozenset({was}), row.id)


def of_way(way: Custodianship | AccessGrant) -> Touched:
    """Somebody's own way in."""
    if isinstance(way, Custodianship):
        return Touched(way.account_id, PASSWORD, frozenset({Was.CUSTODIAN}))
    return of_grant(way)


def of_line(line: Line) -> Touched | None:
    """Whatever it is; None for what opens nothing: what is said not to be there, or where something is kept."""
    if isinstance(line, AccessGrant):
        return of_grant(line)
    if isinstance(line, RecoveryMeans) and line.kind in (MeansKind.NONE, MeansKind.UNKNOWN):
        return None
    if isinstance(line, SecondFactor) and line.kind is FactorKind.OFF:
        return None
    return of_held(line) if isinstance(line, Held) else None
