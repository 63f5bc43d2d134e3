"""How an account goes on from each state, and who may say so: one table."""

from collections.abc import Mapping
from types import MappingProxyType

from govdesk.access import Permission
from govdesk.accounts.models import AccountState as State

_BY_COMMS, _BY_SECURITY = Permission.ACCOUNT_TURN, Permission.ACCOUNT_FREEZE

NEXT: Mapping[State, Mapping[State, Permission]] = MappingProxyType(
    {
        # What was approved becomes an account by its request only, once both holders have read the policies.
        State.REQUESTED: {State.ACTIVE: Permission.REQUEST_FINISH},
        State.ACTIVE: {
            State.DORMANT: _BY_COMMS,
            State.RETIRED: _BY_COMMS,
            State.FROZEN: _BY_SECURITY,
            State.COMPROMISED: _BY_SECURITY,
        },
        State.DORMANT: {
            State.ACTIVE: _BY_COMMS,
            State.RETIRED: _BY_COMMS,
            State.FROZEN: _BY_SECURITY,
            State.COMPROMISED: _BY_SECURITY,
        },
        # Whoever froze it releases it: communications cannot retire what security still looks into.
        State.FROZEN: {State.ACTIVE: _BY_SECURITY, State.DORMANT: _BY_SECURITY, State.COMPROMISED: _BY_SECURITY},
        State.COMPROMISED: {
            State.ACTIVE: _BY_SECURITY,
            State.FROZEN: _BY_SECURITY,
            # Lost for good.
            State.RETIRED: _BY_SECURITY,
        },
        State.RETIRED: {State.ACTIVE: _BY_COMMS},
    }
)
"""State → the states that may follow → who may say so."""


def may_follow(before: State, after: State) -> bool:
    """Whether an account in `before` can go into `after` at all."""
    return after in NEXT[before]


def choices(state: State, permission: Permission) -> list[State]:
    """Into which states an account in `state` can be put by those who hold `permission`."""
    return [after for after, needed in NEXT[state].items() if needed is permission]
