"""A ticket about an account on a platform that only this organisation knows."""

from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from govdesk.accounts.models import SocialAccount
from govdesk.desk.models import Ticket
from govdesk.directory.models import Person
from govdesk.settings import Settings
from tests.conftest import NOW
from tests.desk.conftest import FileTicket

SQUAWK = """\
key: squawk
name: Squawk
domains: [squawk.example]
subdomains: www
addresses:
  - kind: account
    paths: ["{handle}"]
    handle: '[a-z]+'
    url: https://squawk.example/{handle}
checked:
  as_of: 2026-11-23
  source: made for this test
  confidence: low
"""


@pytest.fixture
def settings(settings: Settings, tmp_path: Path) -> Settings:
    (tmp_path / "platforms").mkdir()
    (tmp_path / "platforms" / "squawk.yml").write_text(SQUAWK)
    return settings.model_copy(update={"policies": tmp_path})


@pytest.fixture
def press(session: Session) -> SocialAccount:
    account = SocialAccount(
        identity="squawk:account:press",
        platform="squawk",
        kind="account",
        handle="press",
        url="https://squawk.example/press",
        name="Press",
        registered_at=NOW,
    )
    session.add(account)
    session.commit()
    return account


def test_its_account_is_found_by_any_spelling_of_its_address(
    files: FileTicket, olu: Person, press: SocialAccount
) -> None:
    ticket: Ticket = files(olu, account="http://www.squawk.example/press?lang=en")
    assert ticket.account_id == press.id
