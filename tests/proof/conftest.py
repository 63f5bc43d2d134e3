"""The register of a small company, its former and its imitated accounts."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from govdesk.accounts.models import AccountState, SocialAccount
from govdesk.accounts.platforms.catalogue import Catalogue
from govdesk.accounts.platforms.identity import Identity, identify
from govdesk.directory.models import Department, Person
from govdesk.proof.models import Outsider, Standing, Succession
from govdesk.proof.places import lookalike
from tests.accounts.conftest import platforms, register, storms
from tests.conftest import NOW

__all__ = ["platforms", "register", "storms"]
Register = Callable[..., SocialAccount]


@pytest.fixture
def weather(register: Register, session: Session, press_office: Department, storms: SocialAccount) -> SocialAccount:
    """Ours until May 2020; the storm account took its place."""
    account = register("https://x.com/NOAA_Weather", departments=(press_office,))
    account.state = AccountState.RETIRED
    session.add(Succession(account_id=account.id, until_on=date(2020, 5, 31), replaced_by_id=storms.id))
    session.commit()
    return account


@pytest.fixture
def outsider(session: Session, platforms: Catalogue, grace: Person) -> Callable[..., Outsider]:
    """Puts an address on the list: `outsider("x.com/NOAA_St0rms", Standing.IMPOSTOR)`."""

    def add(url: str, standing: Standing, **facts: Any) -> Outsider:
        meant = identify(url, platforms)
        place = meant if isinstance(meant, Identity) else lookalike(url, platforms)
        assert place is not None
        is_decided = standing is not Standing.REPORTED
        row = Outsider(
            identity=place.key, platform=place.platform, handle=place.handle, url=place.url, standing=standing,
            reported_at=NOW,
            decided_at=NOW if is_decided else None, decided_by=grace if is_decided else None, **facts,
        )  # fmt: skip
        session.add(row)
        session.commit()
        return row

    return add
