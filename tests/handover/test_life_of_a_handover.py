"""One lists, one confirms, a third closes; only then the register changes."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from govdesk import audit
from govdesk.accounts.actions.ownership import assign_owner
from govdesk.accounts.models import SocialAccount
from govdesk.directory.models import Department, Person
from govdesk.errors import Conflict, Invalid, NotPermitted
from govdesk.handover.actions.ending import cancel, decline
from govdesk.handover.actions.opening import open_handover
from govdesk.handover.actions.steps import close, confirm, list_items
from govdesk.handover.models import Handover
from govdesk.handover.rules import STALE_AFTER, HandoverState, Item
from govdesk.handover.terms import Terms
from govdesk.notify.letters import write
from govdesk.notify.models import Notice
from tests.conftest import NOW
from tests.handover.conftest import LIST, told


def test_each_step_asks_the_next_one_and_only_closing_changes_the_register(
    session: Session, opened: Handover, noaa: SocialAccount, ada: Person, olu: Person, mei: Person, census: Department
) -> None:
    assert told(session) == [("listing", "ada")]
    list_items(session, opened, LIST, by=ada, now=NOW)
    assert told(session) == [("confirming", "olu")]
    confirm(session, opened, by=olu, now=NOW)
    assert told(session) == [("closing", "mei")]
    assert (noaa.owner, opened.state) == (ada, HandoverState.CLOSING)
    close(session, [opened], by=mei, now=NOW, today=NOW.date())
    session.commit()
    session.refresh(noaa)
    assert (noaa.owner, noaa.departments, noaa.accountable) == (olu, [census], census)
    assert told(session) == [("closed", "grace"), ("closed", "ada"), ("closed", "olu")]
    sentences = [line.sentence for line in audit.history_of(session, noaa)][::-1]
    assert sentences[:3] == [
        "opened a hand-over", "listed what is handed over", "confirmed that sign-in and second factor work",
    ]  # fmt: skip
    assert set(sentences[3:]) == {
        "set the owning departments", "set the owner", "closed the hand-over",
        "asked for a change, since somebody knows it who should no longer",
    }  # fmt: skip


def test_a_step_out_of_turn_is_refused(session: Session, opened: Handover, ada: Person, olu: Person) -> None:
    with pytest.raises(Conflict, match="not its turn"):
        confirm(session, opened, by=olu, now=NOW)
    list_items(session, opened, LIST, by=ada, now=NOW)
    with pytest.raises(Conflict, match="not its turn"):
        list_items(session, opened, LIST, by=ada, now=NOW)


@pytest.mark.parametrize("text", ["It is Sunf1ower!2027", "password: sunflower", "JBSWY3DPEHPK3PXP"])
def test_a_list_that_holds_a_secret_is_refused(session: Session, opened: Handover, ada: Person, text: str) -> None:
    with pytest.raises(Invalid, match="looks like a secret"):
        list_items(session, opened, {**LIST, Item.RECOVERY: text}, by=ada, now=NOW)
    assert opened.listed == {}


def test_who_takes_over_cannot_close_it_themselves(
    session: Session, opened: Handover, ada: Person, olu: Person
) -> None:
    list_items(session, opened, LIST, by=ada, now=NOW)
    confirm(session, opened, by=olu, now=NOW)
    with pytest.raises(NotPermitted):
        close(session, [opened], by=olu, now=NOW, today=NOW.date())


def test_an_account_has_one_open_hand_over(
    session: Session, opened: Handover, noaa: SocialAccount, to_olu: Terms, grace: Person
) -> None:
    with pytest.raises(Conflict, match="open already"):
        open_handover(session, noaa, to_olu, why=None, by=grace, now=NOW)
    cancel(session, opened, "A mistake", by=grace, now=NOW)
    assert open_handover(session, noaa, to_olu, why=None, by=grace, now=NOW) is not None


def test_an_owner_set_meanwhile_is_not_overwritten(
    session: Session, opened: Handover, noaa: SocialAccount, ada: Person, olu: Person, mei: Person, sam: Person
) -> None:
    list_items(session, opened, LIST, by=ada, now=NOW)
    confirm(session, opened, by=olu, now=NOW)
    assign_owner(session, noaa, sam, by=None, now=NOW)
    with pytest.raises(Conflict, match="meanwhile"):
        close(session, [opened], by=mei, now=NOW, today=NOW.date())
    assert noaa.owner is sam


def test_declining_leaves_the_register_as_it_is_and_tells_who_asked(
    session: Session, opened: Handover, noaa: SocialAccount, ada: Person, olu: Person
) -> None:
    decline(session, opened, "I move to Geneva", by=olu, now=NOW)
    assert (opened.state, opened.end_reason, noaa.owner) == (HandoverState.DECLINED, "I move to Geneva", ada)
    assert told(session) == [("declined", "grace"), ("declined", "ada")]
    with pytest.raises(Conflict):
        cancel(session, opened, "Too late", by=ada, now=NOW)


def test_nobody_hands_over_an_account_without_an_owner_but_who_gets_it_confirms(
    session: Session, noaa: SocialAccount, to_olu: Terms, grace: Person, olu: Person
) -> None:
    noaa.owner = None
    first = open_handover(session, noaa, to_olu, why=None, by=grace, now=NOW)
    assert first is not None
    assert (first.state, first.outgoing) == (HandoverState.CONFIRMING, None)
    assert told(session) == [("confirming", "olu")]
    confirm(session, first, by=olu, now=NOW)
    close(session, [first], by=grace, now=NOW, today=NOW.date())
    assert noaa.owner is olu


def test_the_deputies_are_the_parties_when_only_the_deputy_changes(
    session: Session, noaa: SocialAccount, ada: Person, sam: Person, grace: Person
) -> None:
    handover = open_handover(session, noaa, Terms(tuple(noaa.departments), ada, sam), why=None, by=grace, now=NOW)
    assert handover is not None
    assert (handover.outgoing, handover.incoming) == (ada, sam)


def test_the_heads_are_the_parties_when_only_the_accountable_department_changes(
    session: Session, noaa: SocialAccount, press_office: Department, census: Department, ada: Person, olu: Person,
    sam: Person, grace: Person,
) -> None:  # fmt: skip
    press_office.head, census.head = sam, olu
    terms = Terms((census, press_office), ada, None)
    handover = open_handover(session, noaa, terms, why=None, by=grace, now=NOW)
    assert handover is not None
    assert (handover.outgoing, handover.incoming) == (sam, olu)


def test_a_department_that_owns_it_along_is_put_on_record_at_once(
    session: Session, noaa: SocialAccount, press_office: Department, census: Department, ada: Person, grace: Person
) -> None:
    terms = Terms((press_office, census), ada, None)
    assert open_handover(session, noaa, terms, why=None, by=grace, now=NOW) is None
    assert (noaa.departments, noaa.accountable) == ([press_office, census], press_office)


def test_an_account_is_never_taken_from_its_owner_without_another(
    session: Session, noaa: SocialAccount, grace: Person
) -> None:
    with pytest.raises(Invalid, match="Name an owner"):
        open_handover(session, noaa, Terms(tuple(noaa.departments), None, None), why=None, by=grace, now=NOW)


def test_it_is_stuck_once_nothing_has_happened_for_two_weeks(session: Session, opened: Handover, ada: Person) -> None:
    late = NOW + STALE_AFTER
    assert not opened.is_stale(late - timedelta(seconds=1))
    assert opened.is_stale(late)
    list_items(session, opened, LIST, by=ada, now=late)
    assert not opened.is_stale(late)


def test_the_mail_says_what_to_do_and_is_not_sent_once_it_is_done(
    session: Session, opened: Handover, ada: Person
) -> None:
    notice = session.query(Notice).filter(Notice.kind == "handover").one()
    text = write(session, notice, base_url="https://govdesk.example", today=NOW.date(), addressee=ada.name)
    assert text is not None
    assert text.subject == "List what you hand over: noaa"
    assert "Olu Adeyemi is to take over noaa from you." in text.plain
    assert f"https://govdesk.example/handovers/{opened.id}" in text.plain
    assert f'href="https://govdesk.example/handovers/{opened.id}"' in text.html
    list_items(session, opened, LIST, by=ada, now=NOW)
    assert write(session, notice, base_url="https://x", today=NOW.date(), addressee=ada.name) is None


@pytest.mark.parametrize("state", list(HandoverState))
def test_there_are_words_for_every_stage(
    session: Session, opened: Handover, olu: Person, state: HandoverState
) -> None:
    opened.state, opened.end_reason = state, "Too early."
    notice = session.query(Notice).filter(Notice.kind == "handover").one()
    notice.stage = state
    who = {HandoverState.CONFIRMING: olu, HandoverState.CLOSING: olu.manager}
    notice.person = who.get(state, notice.person)
    text = write(session, notice, base_url="https://x", today=NOW.date(), addressee="Ada")
    assert text is not None
    assert "noaa" in text.subject
    assert ".." not in text.plain
