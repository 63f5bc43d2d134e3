"""In which order a request is approved, by whom, and what it becomes."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from govdesk.access import Role
from govdesk.accounts.models import AccountState, SocialAccount
from govdesk.accounts.platforms.catalogue import Catalogue
from govdesk.directory.models import Department, Person, PersonState
from govdesk.errors import Conflict, Invalid, NotPermitted
from govdesk.lifecycle.actions.approving import approve, refuse, send_back
from govdesk.lifecycle.actions.asking import answer, ask, withdraw
from govdesk.lifecycle.jobs import remind_all
from govdesk.lifecycle.leaving import ask_others
from govdesk.lifecycle.letters import letter
from govdesk.lifecycle.models import AccountRequest, RequestStep
from govdesk.lifecycle.queries import next_ones, waiting_for
from govdesk.lifecycle.rules import LONGEST_TEXT, REMIND_AFTER, Act, RequestState
from govdesk.lifecycle.wishes import Wish
from govdesk.notify.models import Notice
from tests.conftest import NOW, VIENNA
from tests.lifecycle.conftest import give_role, told

State = RequestState


def test_it_goes_from_the_head_to_comms_to_security_and_each_is_told(
    session: Session, asked: AccountRequest, cast: dict[str, Person], platforms: Catalogue
) -> None:
    gone: list[tuple[str, list[tuple[str | None, str]]]] = [(asked.state, told(session))]
    for login in ("mei", "grace", "sam"):
        assert waiting_for(session, cast[login]) == [asked]
        approve(session, asked, "", by=cast[login], now=NOW, platforms=platforms)
        assert waiting_for(session, cast[login]) == []
        gone.append((asked.state, told(session)))
    assert gone == [
        ("department", [("department", "mei")]),
        ("comms", [("comms", "grace")]),
        ("security", [("security", "sam")]),
        ("approved", [("approved", "ada"), ("approved", "olu")]),
    ]
    account = asked.account
    assert account is not None
    assert (account.state, account.handle, account.owner) == (AccountState.REQUESTED, "noaa_floods", cast["ada"])


def test_nobody_but_who_is_asked_approves(
    session: Session, asked: AccountRequest, cast: dict[str, Person], platforms: Catalogue
) -> None:
    for login in ("ada", "olu", "grace", "sam", "root"):
        with pytest.raises(NotPermitted):
            approve(session, asked, "", by=cast[login], now=NOW, platforms=platforms)


def test_a_head_who_asks_is_not_asked_and_the_one_above_is(
    session: Session, floods: Wish, cast: dict[str, Person]
) -> None:
    asked = ask(session, floods, form_key="m", by=cast["mei"], now=NOW)
    assert next_ones(session, asked) == [cast["root"]]


def test_without_any_head_comms_are_asked_but_one_person_never_twice(
    session: Session, floods: Wish, press_office: Department, commerce: Department, cast: dict[str, Person],
    platforms: Catalogue,
) -> None:  # fmt: skip
    press_office.head = commerce.head = None
    asked = ask(session, floods, form_key="n", by=cast["ada"], now=NOW)
    assert next_ones(session, asked) == [cast["grace"]]
    approve(session, asked, "", by=cast["grace"], now=NOW, platforms=platforms)
    assert next_ones(session, asked) == [], "she has had her say"
    give_role(session, cast["noor"], Role.COMMS)
    assert next_ones(session, asked) == [cast["noor"]]


def test_comms_do_not_approve_what_they_ask_for_themselves(
    session: Session, floods: Wish, cast: dict[str, Person], platforms: Catalogue
) -> None:
    asked = ask(session, floods, form_key="g", by=cast["grace"], now=NOW)
    approve(session, asked, "", by=cast["mei"], now=NOW, platforms=platforms)
    with pytest.raises(NotPermitted):
        approve(session, asked, "", by=cast["grace"], now=NOW, platforms=platforms)


def test_a_question_answered_with_words_comes_back_to_who_asked(
    session: Session, asked: AccountRequest, floods: Wish, cast: dict[str, Person], platforms: Catalogue
) -> None:
    approve(session, asked, "", by=cast["mei"], now=NOW, platforms=platforms)
    send_back(session, asked, "Who checks?", by=cast["grace"], now=NOW)
    assert (asked.state, told(session)) == (State.RETURNED, [("returned", "ada")])
    answer(session, asked, floods, "The duty officer", by=cast["ada"], now=NOW)
    assert (asked.state, asked.round, list(asked.approvals)) == (State.COMMS, 1, [State.DEPARTMENT])


def test_a_changed_request_begins_anew(
    session: Session, asked: AccountRequest, floods: Wish, cast: dict[str, Person], platforms: Catalogue
) -> None:
    approve(session, asked, "", by=cast["mei"], now=NOW, platforms=platforms)
    send_back(session, asked, "Olu?", by=cast["grace"], now=NOW)
    other = Wish(
        floods.kind, None, floods.identity, floods.department, floods.owner, cast["noor"], facts=floods.facts
    )
    answer(session, asked, other, "Noor then", by=cast["ada"], now=NOW)
    assert (asked.state, asked.round, asked.approvals) == (State.DEPARTMENT, 2, {})
    approve(session, asked, "", by=cast["mei"], now=NOW, platforms=platforms)
    assert asked.state is State.COMMS


def test_the_same_form_is_one_request_and_the_same_address_is_asked_for_once(
    session: Session, asked: AccountRequest, floods: Wish, cast: dict[str, Person]
) -> None:
    assert ask(session, floods, form_key="floods", by=cast["ada"], now=NOW) is asked
    with pytest.raises(Conflict, match="asked for this already"):
        ask(session, floods, form_key="other", by=cast["olu"], now=NOW)
    refuse(session, asked, "Not needed", by=cast["mei"], now=NOW)
    assert ask(session, floods, form_key="later", by=cast["olu"], now=NOW) is not asked


def test_one_step_is_approved_once_also_at_the_same_moment(session: Session, asked: AccountRequest) -> None:
    """Two who have both read that it is theirs: the table takes one."""
    first, second = (
        RequestStep(request_id=asked.id, act=Act.APPROVED, approval=State.DEPARTMENT, round=1, done_at=NOW)
        for _ in range(2)
    )
    session.add(first)
    session.flush()
    with pytest.raises(IntegrityError), session.begin_nested():
        session.add(second)


def test_an_address_that_was_registered_meanwhile_stops_the_last_approval(
    session: Session, asked: AccountRequest, cast: dict[str, Person], platforms: Catalogue,
    register: Callable[..., SocialAccount],
) -> None:  # fmt: skip
    register("https://x.com/noaa_floods")
    for login in ("mei", "grace"):
        approve(session, asked, "", by=cast[login], now=NOW, platforms=platforms)
    with pytest.raises(Conflict, match="in the register already"):
        approve(session, asked, "", by=cast["sam"], now=NOW, platforms=platforms)


def test_what_is_called_off_after_approval_leaves_no_account_behind(
    session: Session, asked: AccountRequest, let_through: Callable[[AccountRequest], None], ada: Person
) -> None:
    let_through(asked)
    withdraw(session, asked, "Not needed any more", by=ada, now=NOW)
    assert (asked.state, asked.account_id) == (State.WITHDRAWN, None)
    assert session.scalars(select(SocialAccount)).all() == []


def test_a_secret_is_refused_wherever_it_is_written(
    session: Session, asked: AccountRequest, floods: Wish, cast: dict[str, Person], platforms: Catalogue
) -> None:
    secret = "the password is sunflower"
    with pytest.raises(Invalid):
        approve(session, asked, secret, by=cast["mei"], now=NOW, platforms=platforms)
    with pytest.raises(Invalid):
        ask(session, Wish(**{**vars(floods), "facts": {"purpose": secret}}), form_key="s", by=cast["olu"], now=NOW)


def test_who_it_lies_with_is_reminded_after_some_days_whoever_is_head_then(
    session: Session, sessions: Callable[[], Session], asked: AccountRequest, press_office: Department, noor: Person
) -> None:
    remind_all(sessions, now=NOW + REMIND_AFTER - timedelta(hours=1), tz=VIENNA)
    assert told(session) == [("department", "mei")]
    press_office.head = noor
    session.commit()
    remind_all(sessions, now=NOW + REMIND_AFTER, tz=VIENNA)
    remind_all(sessions, now=NOW + REMIND_AFTER, tz=VIENNA)
    assert told(session) == [("department", "mei"), ("department", "noor")]
    notices = session.scalars(select(Notice).order_by(Notice.id)).all()
    assert [letter(session, notice) is not None for notice in notices] == [False, True], "it is no longer Mei's"


@pytest.mark.parametrize(
    ("zone", "first_reminder"),
    [
        ("UTC", datetime(2027, 3, 12, 8, tzinfo=UTC)),
        ("Europe/Vienna", datetime(2027, 3, 12, 7, tzinfo=UTC)),
        ("Pacific/Auckland", datetime(2027, 3, 11, 19, tzinfo=UTC)),
        ("America/Los_Angeles", datetime(2027, 3, 12, 16, tzinfo=UTC)),
    ],
)
def test_nobody_is_reminded_to_close_before_the_morning_after_the_last_day(
    session: Session,
    sessions: Callable[[], Session],
    closing: Wish,
    let_through: Callable[[AccountRequest], None],
    ada: Person,
    zone: str,
    first_reminder: datetime,
) -> None:
    wish = replace(closing, last_on=date(2027, 3, 11))
    let_through(ask(session, wish, form_key="k", by=ada, now=NOW))
    session.commit()
    reminded = select(Notice).where(Notice.kind == "account_request_reminder")
    remind_all(sessions, now=first_reminder - timedelta(seconds=1), tz=ZoneInfo(zone))
    assert session.scalars(reminded).all() == []
    remind_all(sessions, now=first_reminder, tz=ZoneInfo(zone))
    assert session.scalars(reminded).all()


def test_a_head_who_leaves_passes_it_on(session: Session, asked: AccountRequest, cast: dict[str, Person]) -> None:
    cast["mei"].state = PersonState.LEFT
    ask_others(session, cast["mei"], now=NOW)
    assert told(session) == [("department", "root")]


def test_what_a_leaver_asked_for_is_withdrawn(session: Session, asked: AccountRequest, ada: Person) -> None:
    ada.state = PersonState.LEFT
    ask_others(session, ada, now=NOW)
    assert (asked.state, asked.steps[-1].text) == (State.WITHDRAWN, "Ada Sørensen has left.")


def test_another_holder_is_asked_for_in_place_of_one_who_leaves(
    session: Session, asked: AccountRequest, let_through: Callable[[AccountRequest], None], floods: Wish,
    cast: dict[str, Person],
) -> None:  # fmt: skip
    let_through(asked)
    cast["olu"].state = PersonState.LEFT
    ask_others(session, cast["olu"], now=NOW)
    assert (asked.state, told(session)[-1]) == (State.RETURNED, ("returned", "ada"))
    other = Wish(**{**vars(floods), "deputy": cast["noor"]})
    answer(session, asked, other, "Noor", by=cast["ada"], now=NOW)
    let_through(asked)
    assert asked.account is not None
    assert asked.state is State.APPROVED


def test_what_nobody_reads_to_its_end_is_not_asked(session: Session, floods: Wish, ada: Person) -> None:
    long = Wish(**{**vars(floods), "facts": {**floods.facts, "purpose": "x" * (LONGEST_TEXT + 1)}})
    with pytest.raises(Invalid, match="at most 1000 characters"):
        ask(session, long, form_key="l", by=ada, now=NOW)
