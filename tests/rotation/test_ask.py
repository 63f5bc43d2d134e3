"""Who holds an account or answers for it asks that something of it is changed now; security hears of it."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk import clock
from govdesk.accounts.models import AccountState, SocialAccount
from govdesk.directory.models import Person
from govdesk.notify.letters import write
from govdesk.notify.models import Notice
from govdesk.rotation.actions import record_rotation
from govdesk.rotation.asking import ASKED
from govdesk.rotation.asking_letters import letter
from govdesk.rotation.models import RotationEvent, RotationReason, RotationSchedule
from govdesk.rotation.office import Office
from tests.conftest import NOW
from tests.pages import Page, PageClient


def test_it_is_due_today_as_an_event_and_security_hears_of_it_without_the_reason(
    client: PageClient, session: Session, noaa: SocialAccount, schedule: RotationSchedule, ada: Person, sam: Person,
    office: Office,
) -> None:  # fmt: skip
    here = f"/accounts/{noaa.id}/rotations/request"
    client.sign_in(ada)
    assert here in client.get(f"/accounts/{noaa.id}").text
    assert f"{here}?what=password" in client.get(f"/rotations/{schedule.id}").text
    values = {**Page(client.get(here).text).form(here).values, "reason": "It was on a slide"}
    assert [client.post(here, data=values).status_code for _again in range(2)] == [303, 303]
    session.expire_all()
    event = session.scalars(select(RotationEvent)).one()
    assert (event.kind, event.opened_by, event.reason) == (RotationReason.REQUEST, ada, "It was on a slide")
    assert (schedule.due_on, schedule.reason) == (office.today(clock.utcnow()), RotationReason.REQUEST)
    notice = session.scalars(select(Notice).where(Notice.kind == ASKED)).one()
    assert notice.person is sam
    text = write(session, notice, base_url="https://desk.example", today=NOW.date(), addressee="Sam")
    assert text is not None
    assert "asks that the password of noaa is changed" in text.subject
    assert f"/rotations/events/{event.id}" in text.plain
    assert "slide" not in text.plain, "why stays on the page"
    assert "It was on a slide" in client.sign_in(sam).get(f"/rotations/events/{event.id}").text
    assert f"/rotations/events/{event.id}" in client.get("/").text
    now = clock.utcnow()
    record_rotation(
        session, schedule, rotated_on=office.today(now), rotated_at=now, by=ada, form_key=None, now=now, office=office
    )
    session.expire_all()
    assert letter(session, notice) is None


@pytest.mark.parametrize(
    ("login", "status"),
    [("ada", 200), ("grace", 200), ("olu", 200), ("sam", 200), ("root", 403), ("mei", 403), ("noor", 403)],
)
def test_only_who_holds_it_answers_for_it_or_is_security_asks(
    client: PageClient, session: Session, noaa: SocialAccount, cast: dict[str, Person], login: str, status: int
) -> None:
    noaa.owner, noaa.deputy = cast["grace"], cast["olu"]
    session.commit()
    assert client.sign_in(cast[login]).get(f"/accounts/{noaa.id}/rotations/request").status_code == status


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({"reason": ""}, "Say in a few words why"),
        ({"reason": "password: hunter22!"}, "looks like a password"),
        ({"what": "nothing"}, "Not a valid choice"),
    ],
)
def test_what_cannot_be_asked_is_said_and_nothing_is_kept(
    client: PageClient, session: Session, noaa: SocialAccount, ada: Person, form: dict[str, str], says: str
) -> None:
    here = f"/accounts/{noaa.id}/rotations/request"
    answer = client.sign_in(ada).submit(here, to=here, **{"reason": "It was on a slide", **form})
    assert answer.status_code == 422
    assert says in answer.text
    assert "hunter22" not in answer.text
    assert session.scalars(select(RotationEvent)).all() == []


def test_what_is_to_be_changed_already_is_not_asked_for_again_nor_what_nobody_uses(
    client: PageClient, session: Session, noaa: SocialAccount, ada: Person
) -> None:
    here = f"/accounts/{noaa.id}/rotations/request"
    client.sign_in(ada)
    answers = [client.submit(here, to=here, reason="It was on a slide") for _again in range(2)]
    assert [answer.status_code for answer in answers] == [303, 409]
    assert client.submit(here, to=here, what="api_token", reason="It is in a log").status_code == 303
    noaa.state = AccountState.RETIRED
    session.commit()
    assert client.submit(here, to=here, what="app_password", reason="Why").status_code == 409
    assert len(session.scalars(select(RotationEvent)).all()) == 2
