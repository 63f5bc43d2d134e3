"""Two accounts of the cast: one in good hands, one of nobody's."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy.orm import Session

from govdesk import successors
from govdesk.accounts import queries
from govdesk.accounts import words as accounts_words
from govdesk.accounts.models import Custodianship, Ownership, SocialAccount
from govdesk.accounts.platforms.catalogue import Catalogue, catalogue
from govdesk.accounts.platforms.identity import Identity, identify
from govdesk.directory import words as directory_words
from govdesk.directory.models import Department, Person
from tests.conftest import NOW

TODAY = date(2027, 3, 1)
TAUGHT = (accounts_words, directory_words, successors)
"""Imported so that histories speak and files ask for hand-overs; the application imports them with its views."""


@pytest.fixture
def platforms() -> Catalogue:
    return catalogue()


@pytest.fixture
def register(session: Session, platforms: Catalogue) -> Callable[..., SocialAccount]:
    """Puts an account into the register: `register("x.com/noaa", departments=[press_office])`."""

    def add(
        url: str,
        *,
        name: str = "",
        departments: tuple[Department, ...] = (),
        owner: Person | None = None,
        custodians: tuple[Person, ...] = (),
    ) -> SocialAccount:
        meant = identify(url, platforms)
        assert isinstance(meant, Identity)
        account = SocialAccount(
            identity=meant.key,
            platform=meant.platform,
            kind=meant.kind,
            handle=meant.handle,
            url=meant.url,
            name=name or meant.handle,
            owner=owner,
            registered_at=NOW,
            ownerships=[Ownership(department=d, position=n) for n, d in enumerate(departments)],
        )
        session.add(account)
        session.flush()
        session.add_all(Custodianship(account_id=account.id, person_id=p.id, since_on=TODAY) for p in custodians)
        session.commit()
        return queries.account(session, account.id)

    return add


@pytest.fixture
def storms(
    register: Callable[..., SocialAccount], press_office: Department, grace: Person, ada: Person
) -> SocialAccount:
    """NOAA's storm account: owned by the press office and Grace, in Ada's hands."""
    return register(
        "https://x.com/NOAA_Storms",
        name="NOAA Storms",
        departments=(press_office,),
        owner=grace,
        custodians=(ada,),
    )


@pytest.fixture
def orphan(register: Callable[..., SocialAccount]) -> SocialAccount:
    """Nobody's account."""
    return register("https://www.youtube.com/user/usnistgov", name="NIST films")
