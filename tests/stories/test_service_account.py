"""X4: a service account that is refused is told at once; nobody has to wait for the third run."""

from collections.abc import Callable, Iterator

import pytest
from pydantic import SecretStr
from sqlalchemy.orm import Session

from govdesk.alarms import raise_alarms
from govdesk.demo.company import company
from govdesk.demo.ldif import seed
from govdesk.directory.company import Company
from govdesk.directory.ldap.server import DirectoryUnreachable
from govdesk.directory.models import Person
from govdesk.directory.sync.run import synchronise
from govdesk.settings import Settings
from tests.conftest import NOW, VIENNA
from tests.stories.conftest import notices, written
from tools.servers.slapd import Slapd
from tools.servers.unprivileged import passing_folder


@pytest.fixture(scope="module")
def slapd() -> Iterator[Slapd]:
    with passing_folder("slapd") as folder, Slapd(folder, seed(company(52))) as slapd:
        yield slapd


def test_x4_a_service_account_that_cannot_sign_in_alarms_at_the_first_run(
    slapd: Slapd, database_url: str, session: Session, sessions: Callable[[], Session], root: Person
) -> None:
    own = {"GOVDESK_DATABASE_URL": database_url, "GOVDESK_SECRET_KEY": "only for tests, never elsewhere"}
    settings = Settings.read({**slapd.environment(), **own})
    refused = settings.model_copy(update={"ldap_bind_password": SecretStr("changed meanwhile")})
    company = Company.of(refused)
    with pytest.raises(DirectoryUnreachable):
        synchronise(sessions, company.server, company.roles, now=NOW, tz=VIENNA)
    raise_alarms(sessions, settings)
    [notice] = notices(session, "sync_alarm")
    text = written(session, notice)
    assert text is not None
    assert "the service account cannot sign in" in text.plain
    assert "could not be read, 1 time by now" in text.plain
