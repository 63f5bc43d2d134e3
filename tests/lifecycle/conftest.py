"""Ada asks for @noaa_floods. Mei heads her press office, Grace is comms, Sam security; Olu is to be the deputy."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk import roof  # noqa: F401 - puts the rooms together and teaches the history
from govdesk.access import Role
from govdesk.accounts.deeds import Deed
from govdesk.accounts.models import Ownership, SocialAccount
from govdesk.accounts.platforms.catalogue import Catalogue, catalogue
from govdesk.accounts.platforms.identity import Identity, identify
from govdesk.directory.models import Department, Person, PersonRole
from govdesk.lifecycle.actions.approving import approve
from govdesk.lifecycle.actions.asking import ask
from govdesk.lifecycle.models import AccountRequest
from govdesk.lifecycle.rules import HandlePlan, Kind
from govdesk.lifecycle.wishes import Wish
from govdesk.notify.models import Notice, NoticeState
from tests.conftest import NOW

TODAY = NOW.date()
FACTS = {
    "purpose": "Warnings of floods", "audience": "People at rivers", "language": "en", "fit": "Two people check",
    "mailbox": "floods@commerce.example",
}  # fmt: skip


@pytest.fixture
def platforms() -> Catalogue:
    return catalogue()


@pytest.fixture(autouse=True)
def heads(session: Session, press_office: Department, commerce: Department, cast: dict[str, Person]) -> None:
    """Mei heads the press office, Rut what is above it."""
    press_office.head, press_office.parent, commerce.head = cast["mei"], commerce, cast["root"]
    session.commit()


@pytest.fixture
def register(session: Session, platforms: Catalogue, press_office: Department) -> Callable[..., SocialAccount]:
    """`register("x.com/noaa", owner=ada)`: an account of the press office."""

    def add(url: str, *, owner: Person | None = None, **values: object) -> SocialAccount:
        meant = place(url, platforms)
        account = SocialAccount(
            identity=meant.key, platform=meant.platform, kind=meant.kind, handle=meant.handle, url=meant.url,
            name=meant.handle, owner=owner, registered_at=NOW, **values,
            ownerships=[Ownership(department=press_office, position=0)],
        )  # fmt: skip
        session.add(account)
        session.commit()
        return account

    return add


def place(url: str, platforms: Catalogue) -> Identity:
    meant = identify(url, platforms)
    assert isinstance(meant, Identity)
    return meant


@pytest.fixture
def floods(platforms: Catalogue, press_office: Department, cast: dict[str, Person]) -> Wish:
    """A new account, held by Ada and Olu."""
    meant = place("https://x.com/noaa_floods", platforms)
    return Wish(Kind.OPEN, None, meant, press_office, cast["ada"], cast["olu"], facts=FACTS)


@pytest.fixture
def asked(session: Session, floods: Wish, ada: Person) -> AccountRequest:
    """It waits for Mei."""
    made = ask(session, floods, form_key="floods", by=ada, now=NOW)
    session.commit()
    return made


@pytest.fixture
def noaa(register: Callable[..., SocialAccount], ada: Person) -> SocialAccount:
    return register("https://x.com/noaa", owner=ada)


@pytest.fixture
def closing(noaa: SocialAccount) -> Wish:
    facts = {"reason": "Nobody reads it", "archive": "The web archive", "plan": HandlePlan.GIVEN_UP.value}
    return Wish(Kind.CLOSE, noaa, last_on=date(2027, 3, 1), facts=facts)


@pytest.fixture
def let_through(session: Session, platforms: Catalogue, cast: dict[str, Person]) -> Callable[[AccountRequest], None]:
    """Whoever is asked approves, until it is approved."""

    def through(request: AccountRequest) -> None:
        for login in ("mei", "grace", "sam"):
            approve(session, request, "", by=cast[login], now=NOW, platforms=platforms)
        session.commit()

    return through


def by(person: Person) -> Deed:
    return Deed(person, NOW, TODAY)


def give_role(session: Session, person: Person, role: Role) -> None:
    person.granted.append(PersonRole(role=role, group_dn=f"cn={role},dc=example"))
    session.flush()


def told(session: Session) -> list[tuple[str | None, str]]:
    """Stage and login of the mails that are owed about requests."""
    owed = select(Notice).where(Notice.kind.startswith("account_request"), Notice.state == NoticeState.OWED)
    return [
        (notice.stage, notice.person.login) for notice in session.scalars(owed.order_by(Notice.id)) if notice.person
    ]
