"""A leaver or a reorganisation: many accounts in one go, one list, one mail each, every account its own hand-over."""

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.accounts.models import Ownership, SocialAccount
from govdesk.directory.models import Department, Person
from govdesk.errors import Conflict, Invalid
from govdesk.handover.actions.batching import Occasion, list_together, open_batch
from govdesk.handover.actions.opening import open_handover
from govdesk.handover.actions.steps import close, confirm
from govdesk.handover.models import Handover, HandoverBatch
from govdesk.handover.rules import HandoverState
from govdesk.handover.successions import Succession
from govdesk.handover.terms import Terms
from govdesk.notify.letters import write
from govdesk.notify.models import Notice, NoticeState
from tests.conftest import NOW
from tests.handover.conftest import LIST
from tests.pages import PageClient


@pytest.fixture
def three(
    session: Session, noaa: SocialAccount, press_office: Department, ada: Person, sam: Person
) -> list[SocialAccount]:
    """Ada owns two and stands in for Sam on the third."""
    noaa.deputy = sam
    made = [
        SocialAccount(
            identity=f"x:{handle}", platform="x", kind="profile", handle=handle, url=f"https://x.com/{handle}",
            name=handle, registered_at=NOW, ownerships=[Ownership(department=press_office, position=0)], owner=owner,
            deputy=deputy,
        )
        for handle, owner, deputy in (("storms", ada, None), ("tides", sam, ada))
    ]  # fmt: skip
    session.add_all(made)
    session.commit()
    return [noaa, *made]


@pytest.fixture
def batch(session: Session, three: list[SocialAccount], ada: Person, olu: Person, grace: Person) -> HandoverBatch:
    """Everything of Ada's goes to Olu."""
    batch = open_batch(session, three, Succession(ada, successor=olu), Occasion("Ada leaves"), by=grace, now=NOW)
    session.commit()
    return batch


def owed(session: Session) -> list[tuple[str | None, str]]:
    query = (
        select(Notice).where(Notice.kind == "handover_batch", Notice.state == NoticeState.OWED).order_by(Notice.id)
    )
    return [(notice.stage, notice.person.login) for notice in session.scalars(query) if notice.person]


def test_each_account_is_its_own_hand_over_and_the_parties_have_one_mail_each_step(
    session: Session, batch: HandoverBatch, three: list[SocialAccount], ada: Person, olu: Person, grace: Person,
    sam: Person,
) -> None:  # fmt: skip
    assert owed(session) == [("listing", "ada")]
    list_together(session, batch.handovers, LIST, by=ada, now=NOW)
    assert owed(session) == [("listing", "ada"), ("confirming", "olu")]
    for handover in batch.handovers:
        confirm(session, handover, by=olu, now=NOW)
        close(session, [handover], by=grace, now=NOW, today=NOW.date())
    assert [stage for stage, login in owed(session) if login == "olu"] == ["confirming", "closed"]
    assert [(one.owner, one.deputy) for one in three] == [(olu, sam), (olu, None), (sam, olu)]


def test_the_mail_names_what_still_waits_when_it_goes_out(
    session: Session, batch: HandoverBatch, ada: Person
) -> None:
    notice = session.scalars(select(Notice).where(Notice.kind == "handover_batch")).one()
    text = write(session, notice, base_url="https://x", today=NOW.date(), addressee="Ada")
    assert text is not None
    assert text.subject == "List what you hand over: 3 accounts"
    assert f"https://x/handovers/batches/{batch.id}" in text.plain
    list_together(session, batch.handovers[:2], LIST, by=ada, now=NOW)
    text = write(session, notice, base_url="https://x", today=NOW.date(), addressee="Ada")
    assert text is not None
    assert text.subject == "List what you hand over: 1 account"
    list_together(session, batch.handovers[2:], LIST, by=ada, now=NOW)
    assert write(session, notice, base_url="https://x", today=NOW.date(), addressee="Ada") is None


@pytest.mark.parametrize("state", list(HandoverState))
def test_there_are_words_for_every_step(session: Session, batch: HandoverBatch, state: HandoverState) -> None:
    for handover in batch.handovers:
        handover.state = state
    notice = session.scalars(select(Notice).where(Notice.kind == "handover_batch")).one()
    readers = {HandoverState.CONFIRMING: batch.handovers[0].incoming, HandoverState.CLOSING: batch.opened_by}
    notice.stage, notice.person = state, readers.get(state, notice.person)
    text = write(session, notice, base_url="https://x", today=NOW.date(), addressee="Ada")
    assert text is not None
    assert "noaa" in text.html.lower()


def test_a_departments_accounts_go_to_another_and_keep_their_owners(
    session: Session, three: list[SocialAccount], press_office: Department, census: Department, grace: Person
) -> None:
    succession = Succession(department=press_office, new_department=census)
    assert session.scalars(succession.accounts()).unique().all() == sorted(three, key=lambda one: one.handle)
    batch = open_batch(session, three, succession, Occasion(), by=grace, now=NOW)
    assert {tuple(one.department_ids) for one in batch.handovers} == {(census.id,)}
    assert [one.owner for one in batch.handovers] == [one.owner for one in three]


def test_all_or_none_are_opened(
    session: Session, three: list[SocialAccount], ada: Person, olu: Person, grace: Person
) -> None:
    open_handover(session, three[1], Terms(tuple(three[1].departments), olu, None), why=None, by=grace, now=NOW)
    session.commit()
    with pytest.raises(Conflict):
        open_batch(session, three, Succession(ada, successor=olu), Occasion(), by=grace, now=NOW)
    session.rollback()
    assert len(session.scalars(select(Handover)).all()) == 1
    with pytest.raises(Invalid, match="theirs already"):
        open_batch(session, three[:1], Succession(olu, successor=olu), Occasion(), by=grace, now=NOW)


def test_the_same_form_twice_is_one_batch(
    session: Session, three: list[SocialAccount], ada: Person, olu: Person, grace: Person
) -> None:
    twice = [
        open_batch(session, three, Succession(ada, successor=olu), Occasion(form_key="k"), by=grace, now=NOW)
        for _ in range(2)
    ]
    assert twice[0] is twice[1]


def test_communications_hand_over_all_of_a_leaver_from_their_page(
    client: PageClient, session: Session, three: list[SocialAccount], ada: Person, olu: Person, grace: Person
) -> None:
    shown = client.sign_in(grace).get(f"/people/{ada.login}").text
    assert f"/handovers/new?person_id={ada.id}" in shown
    here = f"/handovers/new?person_id={ada.id}"
    ids = [str(account.id) for account in three[:2]]
    assert client.submit(here, to=here, account=ids).status_code == 422
    answer = client.submit(here, to=here, account=ids, successor="olu", why="Ada leaves")
    assert answer.status_code == 303
    assert client.get(answer.location).status_code == 200
    client.sign_in(ada)
    assert answer.location in client.get("/handovers/mine").text
    form = {"sign_in": "A shared log-in", "second_factor": "An app"}
    assert client.submit(answer.location, to=f"{answer.location}/list", **form).status_code == 303
    opened = session.scalars(select(Handover)).all()
    assert [one.state for one in opened] == [HandoverState.CONFIRMING] * 2


def test_nobody_hands_over_what_is_not_theirs(
    app: Flask, client: PageClient, three: list[SocialAccount], ada: Person, olu: Person
) -> None:
    here = f"/handovers/new?person_id={ada.id}"
    shown = client.sign_in(olu).get(here).text
    assert "noaa" not in shown
    assert ada.login not in shown
    app.config["WTF_CSRF_ENABLED"] = False
    answer = client.post(here, data={"account": [str(one.id) for one in three], "successor": "olu"})
    assert answer.status_code == 422
