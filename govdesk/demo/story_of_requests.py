"""Five requests on their way: two wait for Sam, one came back to Olu, one waits for Grace, one is Ada's to open."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from govdesk import clock
from govdesk.accounts.actions.turning import change_state
from govdesk.accounts.models import AccountState, SocialAccount
from govdesk.accounts.platforms.catalogue import Catalogue
from govdesk.accounts.platforms.identity import Identity, identify
from govdesk.directory.models import Person
from govdesk.directory.queries import person_by_login
from govdesk.lifecycle.actions.approving import approve, send_back
from govdesk.lifecycle.actions.asking import ask
from govdesk.lifecycle.models import AccountRequest
from govdesk.lifecycle.queries import next_ones
from govdesk.lifecycle.rules import HandlePlan, Kind, RequestState
from govdesk.lifecycle.wishes import Wish
from govdesk.settings import Settings

SERVER = "https://social.commerce.example"
FLOODS = {
    "name": "Flood warnings", "purpose": "Warnings for each river, as soon as they are issued. Today people have to "
    "look for them among the news of the whole agency.", "audience": "People who live at a river, and their mayors.",
    "language": "en, es", "mailbox": "floods@noaa.commerce.example",
    "fit": "The forecaster on duty writes, a second one reads before it goes out. Answers in office hours.",
}  # fmt: skip
STORMS = {**FLOODS, "name": "Hurricane season", "purpose": "One place for the season, from June to November."}
MAPS = {
    "name": "Maps of the census", "purpose": "One map a day.", "audience": "Everybody who likes maps.",
    "language": "en", "mailbox": "maps@census.commerce.example", "fit": "The maps team writes and checks in turn.",
}  # fmt: skip


def tell_requests(
    session: Session, held: list[SocialAccount], settings: Settings, platforms: Catalogue, *, now: datetime
) -> None:
    """`held` are accounts with a custodian; two of them rest or are frozen."""
    ada, olu, grace, sam = (person_by_login(session, login) for login in ("ada", "olu", "grace", "sam"))
    floods = _open(session, f"{SERVER}/@floods", ada, olu, FLOODS, platforms, now - timedelta(days=5))
    _let_through(session, floods, RequestState.SECURITY, platforms, now - timedelta(days=2))
    season = _open(session, f"{SERVER}/@hurricanes", ada, olu, STORMS, platforms, now - timedelta(days=9))
    _let_through(session, season, RequestState.APPROVED, platforms, now - timedelta(days=1))
    maps = _open(session, f"{SERVER}/@census_maps", olu, ada, MAPS, platforms, now - timedelta(days=4))
    _let_through(session, maps, RequestState.COMMS, platforms, now - timedelta(days=3))
    send_back(session, maps, "Who looks after it when the team is away?", by=grace, now=now - timedelta(hours=4))
    _close(session, held, platforms, now - timedelta(days=2))
    _let_in(session, held, ada, platforms, now - timedelta(days=1))
    today = clock.local_date(now, settings.timezone)
    quiet, frozen = held[len(held) // 2 : len(held) // 2 + 2]
    reason = "Nobody has posted since the spring."
    change_state(session, quiet, AccountState.DORMANT, reason=reason, by=grace, now=now, today=today)
    reason = "Posts at night that nobody here wrote. Until we know more nobody posts."
    change_state(session, frozen, AccountState.FROZEN, reason=reason, by=sam, now=now, today=today)


def _open(
    session: Session, url: str, owner: Person, deputy: Person, facts: Mapping[str, str], platforms: Catalogue,
    now: datetime,
) -> AccountRequest:  # fmt: skip
    meant = identify(url, platforms)
    assert isinstance(meant, Identity), "the sample's addresses are sound"
    wish = Wish(Kind.OPEN, None, meant, owner.department, owner, deputy, facts=facts)
    return ask(session, wish, form_key=meant.handle, by=owner, now=now)


def _close(session: Session, held: list[SocialAccount], platforms: Catalogue, now: datetime) -> None:
    """An owner wants an account closed; the head above has agreed."""
    account = next(one for one in reversed(held) if one.owner is not None and one.state.is_in_use)
    assert account.owner is not None
    facts = {
        "reason": "Its project has ended; what is new stands on the account of the agency.",
        "archive": "The web archive of the agency, for ten years.", "plan": HandlePlan.KEPT.value,
    }  # fmt: skip
    wish = Wish(Kind.CLOSE, account, last_on=(now + timedelta(days=30)).date(), facts=facts)
    asked = ask(session, wish, form_key="close", by=account.owner, now=now)
    _let_through(session, asked, RequestState.COMMS, platforms, now)


def _let_in(session: Session, held: list[SocialAccount], ada: Person, platforms: Catalogue, now: datetime) -> None:
    """Ada wants to post on somebody else's account for some weeks; its owner has agreed."""
    unknown_to_her = (one for one in held if one.state.is_in_use and ada not in one.custodians)
    account = next(one for one in unknown_to_her if one.owner not in (None, ada))
    reason = "I stand in on the flood desk until the end of the season."
    facts = {"way": "own_login", "reason": reason}
    wish = Wish(Kind.GRANT, account, person=ada, last_on=(now + timedelta(days=60)).date(), facts=facts)
    asked = ask(session, wish, form_key="access", by=ada, now=now)
    _let_through(session, asked, RequestState.SECURITY, platforms, now)


def _let_through(
    session: Session, asked: AccountRequest, until: RequestState, platforms: Catalogue, now: datetime
) -> None:
    """Whoever is asked approves, until it waits for what is `until`."""
    while asked.state is not until:
        approve(session, asked, "", by=next_ones(session, asked)[0], now=now, platforms=platforms)
