"""Who has to do with an account tells security that somebody else may be in; security looks and decides."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.accounts.models import AccountState, SocialAccount
from govdesk.directory.models import Person
from govdesk.incidents.models import Suspicion
from govdesk.incidents.suspecting import SUSPECTED, letter, suspect
from govdesk.notify.letters import write
from govdesk.notify.models import Notice
from tests.conftest import NOW
from tests.incidents.conftest import Begin
from tests.pages import PageClient


def test_security_hears_at_once_and_nothing_else_happens(
    client: PageClient, session: Session, noaa: SocialAccount, ada: Person, sam: Person
) -> None:
    here = f"/accounts/{noaa.id}/suspicion"
    client.sign_in(ada)
    assert here in client.get(f"/accounts/{noaa.id}").text
    assert client.submit(here, to=here, reason="It posts by itself").status_code == 303
    notice = session.scalars(select(Notice).where(Notice.kind == SUSPECTED)).one()
    assert notice.person is sam
    text = write(session, notice, base_url="https://desk.example", today=NOW.date(), addressee="Sam")
    assert text is not None
    assert "Ada Sørensen says that somebody else may be in noaa" in text.plain
    assert "by itself" not in text.plain, "what was written stays on the page"
    session.expire_all()
    assert noaa.state is AccountState.ACTIVE
    assert "Somebody may be in noaa" not in client.get("/").text
    client.sign_in(sam)
    assert "Somebody may be in noaa" in client.get("/").text
    assert "It posts by itself" in client.get("/incidents").text
    begin = client.get(f"/accounts/{noaa.id}/incident").text
    assert ">It posts by itself</textarea>" in begin.replace("\n", "").replace("\r", "")


def test_what_was_looked_at_is_settled_by_an_incident_or_by_saying_so(
    client: PageClient, session: Session, noaa: SocialAccount, begun: Begin, ada: Person, sam: Person
) -> None:
    for number in range(2):
        suspect(session, noaa, "Strange posts", by=ada, form_key=f"k{number}", now=NOW)
    session.commit()
    first = session.scalars(select(Suspicion).order_by(Suspicion.id)).first()
    assert first is not None
    there = f"/incidents/suspicions/{first.id}/dismissal"
    assert client.sign_in(sam).submit("/incidents", to=there).status_code == 303
    session.expire_all()
    notices = session.scalars(select(Notice).where(Notice.kind == SUSPECTED).order_by(Notice.id)).all()
    assert [letter(session, notice) is None for notice in notices] == [True, False]
    begun()
    assert letter(session, notices[1]) is None
    assert "There is nothing in it" not in client.get("/incidents").text


@pytest.mark.parametrize(
    ("login", "status"), [("ada", 200), ("grace", 200), ("mei", 200), ("olu", 403), ("noor", 403)]
)
def test_only_who_has_to_do_with_it_is_asked(
    client: PageClient, noaa: SocialAccount, cast: dict[str, Person], login: str, status: int
) -> None:
    client.sign_in(cast[login])
    assert client.get(f"/accounts/{noaa.id}/suspicion").status_code == status
    assert ("Tell security" in client.get(f"/accounts/{noaa.id}").text) is (status == 200)


def test_a_secret_is_thrown_away(client: PageClient, session: Session, noaa: SocialAccount, ada: Person) -> None:
    here = f"/accounts/{noaa.id}/suspicion"
    answer = client.sign_in(ada).submit(here, to=here, reason="the password is sunflower")
    assert (answer.status_code, "sunflower" in answer.text) == (422, False)
    assert session.scalars(select(Suspicion)).all() == []
