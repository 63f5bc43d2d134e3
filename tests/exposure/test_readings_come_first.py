"""That somebody reads who can get in is written before anything is read, so that no other writer can come between."""

import pytest
from sqlalchemy import Connection, event, select
from sqlalchemy.orm import Session

from govdesk.accounts.models import SocialAccount
from govdesk.audit.models import AuditEvent
from govdesk.campaigns.models import Kind
from govdesk.campaigns.starting import Wish, start
from govdesk.directory.models import Person
from govdesk.exposure.models import AccessGrant
from tests.conftest import NOW
from tests.exposure.conftest import TODAY
from tests.pages import PageClient


@pytest.fixture
def statements(connection: Connection) -> list[str]:
    """All that is said to the database; each transaction of the application is a savepoint of the test's."""
    said: list[str] = []
    event.listen(connection, "before_cursor_execute", lambda _c, _cursor, statement, *_more: said.append(statement))
    return said


@pytest.mark.parametrize("page", ["/accounts/{account}/access", "/people/id/{ada}/leaving", "/campaigns/mine"])
def test_a_reading_is_the_first_thing_in_its_transaction(
    client: PageClient,
    session: Session,
    statements: list[str],
    noaa: SocialAccount,
    ada: Person,
    sam: Person,
    page: str,
) -> None:
    noaa.owner = sam
    start(session, Wish(Kind.RECERTIFICATION, "Spring", TODAY), by=sam, now=NOW, form_key=None)
    session.commit()
    client.sign_in(sam)
    del statements[:]
    assert client.get(page.format(account=noaa.id, ada=ada.id)).status_code == 200
    written = next(n for n, one in enumerate(statements) if one.startswith("INSERT INTO audit_event"))
    assert statements[written - 1].startswith("SAVEPOINT")
    read = [n for n, one in enumerate(statements) if f"FROM {AccessGrant.__tablename__}" in one]
    assert all(n > written for n in read), "nothing of the list before"
    assert (
        session.scalars(select(AuditEvent).where(AuditEvent.action.like("exposure:%:read"))).one().actor_id == sam.id
    )
