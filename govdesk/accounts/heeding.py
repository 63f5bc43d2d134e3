"""Rooms above the register that want to know at once of what happens in it."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from govdesk.access import Actor
from govdesk.accounts.models import AccountState, SocialAccount
from govdesk.accounts.touching import Touched
from govdesk.directory.models import Person

Heeding = Callable[[Session, Collection[int], date], None]
"""`heed(session, account_ids, today)`, in the transaction of the change."""
Ending = Callable[[Session, Collection[int], Actor | None, datetime], None]
"""`heed(session, account_ids, by, now)`, likewise; `by` is None when it followed from the directory."""
Welcoming = Callable[[Session, SocialAccount, Person | None, datetime], None]
"""`welcome(session, account, by, now)`, likewise."""


@dataclass(frozen=True)
class Turn:
    """An account has just gone from the state `before` into the one it has."""

    account: SocialAccount
    before: AccountState
    by: Actor | None
    now: datetime
    today: date


@dataclass(frozen=True)
class Exposed:
    """Somebody who works here, or an agency, has no business any more with something that opens an account."""

    account: SocialAccount | None
    """None where it is about several."""
    touched: tuple[Touched, ...]
    """At least one."""
    occasion: str
    """What tells this end from any other."""
    by: Actor | None
    now: datetime
    today: date
    person: Person | None = None
    agency: str | None = None
    tz: ZoneInfo | None = None
    """Of office days, where `touched` says that it was over before now."""


@dataclass(frozen=True)
class Entered:
    """Somebody or something has just come onto the list of what opens an account."""

    touched: Touched
    """What of the account it has, or is."""
    by: Actor | None
    now: datetime
    today: date


_HEEDING: list[Heeding] = []
_WELCOMING: list[Welcoming] = []
_TURNING: list[Callable[[Session, Turn], None]] = []
_WARY: list[Callable[[Session, Exposed], None]] = []
_ENDING: list[Ending] = []
_ENTERING: list[Callable[[Session, Entered], None]] = []


def when_holders_change(heed: Heeding) -> None:
    """Call `heed` whenever the custodians of accounts have changed."""
    _HEEDING.append(heed)


def holders_changed(session: Session, account_ids: Collection[int], today: date) -> None:
    """Tell all who want to know."""
    for heed in _HEEDING:
        heed(session, account_ids, today)


def when_registered(welcome: Welcoming) -> None:
    """Call `welcome` whenever somebody has put an account into the register by hand, and when one that was asked for
    is open; an import is not told of.
    """
    _WELCOMING.append(welcome)


def registered_by_hand(session: Session, account: SocialAccount, by: Person | None, now: datetime) -> None:
    """Tell all who want to know."""
    for welcome in _WELCOMING:
        welcome(session, account, by, now)


def when_state_changes(heed: Callable[[Session, Turn], None]) -> None:
    """Call `heed` whenever an account has gone into another state, in the transaction of the change."""
    _TURNING.append(heed)


def state_changed(session: Session, turn: Turn) -> None:
    """Tell all who want to know."""
    for heed in _TURNING:
        heed(session, turn)


def when_exposed(heed: Callable[[Session, Exposed], None]) -> None:
    """Call `heed` when somebody is taken off the list of those who know it, or their time is over."""
    _WARY.append(heed)


def exposed(session: Session, what: Exposed) -> None:
    """Tell all who want to know, in the transaction of the change."""
    for heed in _WARY:
        heed(session, what)


def when_access_ends(heed: Ending) -> None:
    """Call `heed` whenever somebody's way in to accounts has been taken away."""
    _ENDING.append(heed)


def access_ended(session: Session, account_ids: Collection[int], by: Actor | None, now: datetime) -> None:
    """Tell all who want to know."""
    for heed in _ENDING:
        heed(session, account_ids, by, now)


def when_entered(heed: Callable[[Session, Entered], None]) -> None:
    """Call `heed` whenever something that opens an account comes onto its access list, or into other hands."""
    _ENTERING.append(heed)


def entered(session: Session, what: Entered) -> None:
    """Tell all who want to know, in the transaction of the change."""
    for heed in _ENTERING:
        heed(session, what)
