"""States of which a room above shows what they would mean before they are so."""

from collections.abc import Callable

from flask.typing import ResponseReturnValue

from govdesk.accounts.models import AccountState, SocialAccount

Shows = Callable[[SocialAccount, str], ResponseReturnValue]
"""`show(account, reason)`: the page on which it is confirmed, with what was said already."""

_FIRST: dict[AccountState, Shows] = {}


def shows_first(state: AccountState, show: Shows) -> None:
    """Answer with `show` to who wants to put an account into `state`: nothing has changed until it is confirmed."""
    _FIRST[state] = show


def shown_first(state: AccountState) -> Shows | None:
    return _FIRST.get(state)
