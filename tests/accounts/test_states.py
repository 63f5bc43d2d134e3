"""In which states an account can be, who says so, and what follows."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk import roof  # noqa: F401 - other rooms hear of it
from govdesk.access import Permission
from govdesk.accounts.actions.turning import change_state
from govdesk.accounts.importing.matching import Known
from govdesk.accounts.importing.planning import match, understand
from govdesk.accounts.importing.reading import Row
from govdesk.accounts.models import AccountState, SocialAccount, StateChange
from govdesk.accounts.platforms.catalogue import Catalogue
from govdesk.accounts.states import NEXT, choices, may_follow
from govdesk.directory.models import Department, Person
from govdesk.errors import Conflict, Invalid
from govdesk.handover.actions.opening import open_handover
from govdesk.handover.rules import HandoverState
from govdesk.handover.terms import Terms
from govdesk.proof.rules import status_of
from govdesk.rotation.models import RotationReason, RotationSchedule
from tests.conftest import NOW
from tests.pages import PageClient

TODAY = NOW.date()
BY_COMMS = {
    "active": "dormant retired", "dormant": "active retired", "retired": "active",
    "requested": "", "frozen": "", "compromised": "",
}  # fmt: skip
BY_SECURITY = {
    "active": "frozen compromised", "dormant": "frozen compromised", "frozen": "active dormant compromised",
    "compromised": "active frozen retired", "retired": "", "requested": "",
}  # fmt: skip


def turn(session: Session, account: SocialAccount, after: AccountState, by: Person, reason: str = "Words") -> None:
    change_state(session, account, after, reason=reason, by=by, now=NOW, today=TODAY)


@pytest.mark.parametrize("state", AccountState)
def test_each_state_goes_on_as_the_table_says(state: AccountState) -> None:
    assert " ".join(choices(state, Permission.ACCOUNT_TURN)) == BY_COMMS[state]
    assert " ".join(choices(state, Permission.ACCOUNT_FREEZE)) == BY_SECURITY[state]


def test_what_was_approved_becomes_an_account_by_its_request_only() -> None:
    assert NEXT[AccountState.REQUESTED] == {AccountState.ACTIVE: Permission.REQUEST_FINISH}
    assert not any(may_follow(state, AccountState.REQUESTED) for state in AccountState)


def test_the_public_is_told_official_only_of_what_is_in_our_hands() -> None:
    told = {str(state): str(status_of(state)) for state in AccountState}
    assert told == {
        "requested": "unknown", "active": "official", "dormant": "official", "frozen": "official",
        "compromised": "unknown", "retired": "former",
    }  # fmt: skip


def test_a_state_that_cannot_follow_and_a_secret_are_refused(
    session: Session, storms: SocialAccount, sam: Person
) -> None:
    turn(session, storms, AccountState.FROZEN, sam)
    with pytest.raises(Conflict, match="is frozen now"):
        turn(session, storms, AccountState.RETIRED, sam)
    with pytest.raises(Invalid, match="looks like a password"):
        turn(session, storms, AccountState.ACTIVE, sam, "the password is sunflower")
    assert storms.state is AccountState.FROZEN
    assert [row.reason for row in session.scalars(select(StateChange))] == ["Words"]


def test_what_is_compromised_has_its_password_changed_today(
    session: Session, storms: SocialAccount, sam: Person
) -> None:
    turn(session, storms, AccountState.COMPROMISED, sam)
    due = session.scalars(select(RotationSchedule).where(RotationSchedule.account_id == storms.id)).one()
    assert (due.due_on, due.reason, due.remind_at) == (TODAY, RotationReason.COMPROMISE, NOW)


def test_what_is_retired_changes_hands_no_more(
    session: Session, storms: SocialAccount, grace: Person, olu: Person
) -> None:
    terms = Terms(tuple(storms.departments), olu, None)
    handover = open_handover(session, storms, terms, why=None, by=grace, now=NOW)
    assert handover is not None
    turn(session, storms, AccountState.RETIRED, grace)
    assert (handover.state, handover.end_reason) == (HandoverState.CANCELLED, "The account is retired.")


def test_a_file_changes_no_state_and_the_preview_says_so(
    session: Session, storms: SocialAccount, sam: Person, platforms: Catalogue
) -> None:
    turn(session, storms, AccountState.COMPROMISED, sam)
    row = Row(2, "", storms.url, "Storms", departments=(), owner="", deputy="", custodians=())
    plan = understand([row], platforms)
    match(session, plan.counted, Known(session, (), ()), platforms, {})
    assert "It stays compromised" in plan.entries[0].standing_words
    assert plan.entries[0].changes.keys() == {"name"}


def test_comms_let_it_rest_and_security_freezes_it(
    client: PageClient, session: Session, storms: SocialAccount, grace: Person, sam: Person, olu: Person
) -> None:
    here = f"/accounts/{storms.id}"
    sent = {"state-state": "dormant", "state-reason": "Nobody posts"}
    assert client.sign_in(grace).submit(here, to=f"{here}/state", **sent).status_code == 303
    sent = {"freeze-state": "frozen", "freeze-reason": "Strange posts"}
    assert client.sign_in(sam).submit(here, to=f"{here}/freeze", **sent).status_code == 303
    session.refresh(storms)
    assert storms.state is AccountState.FROZEN
    assert "Strange posts" in client.get(here).text
    shown = client.sign_in(olu).get(here).text
    assert "Nobody may post" in shown
    assert "Strange posts" not in shown, "why it is so is for those who read the history"
    assert "NOAA_Storms" in client.get("/accounts?state=frozen").text
    assert "NOAA_Storms" not in client.get("/accounts?state=active").text


def test_two_at_once_are_told(client: PageClient, session: Session, storms: SocialAccount, sam: Person) -> None:
    here = f"/accounts/{storms.id}/freeze"
    sent = {"freeze-state": "frozen", "freeze-reason": "Strange posts", "freeze-version": str(storms.version)}
    client.application.config["WTF_CSRF_ENABLED"] = False
    assert [client.sign_in(sam).post(here, data=sent).status_code for _ in range(2)] == [303, 409]


@pytest.mark.parametrize(
    ("sent", "advice"),
    [
        ({"freeze-reason": ""}, "Say why"),
        ({"freeze-reason": "password: sunflower"}, "thrown away"),
        ({"freeze-state": "retired"}, "Not a valid choice"),
    ],
)
def test_a_mistake_comes_back_with_advice(
    client: PageClient, storms: SocialAccount, sam: Person, sent: dict[str, str], advice: str
) -> None:
    here = f"/accounts/{storms.id}"
    answer = client.sign_in(sam).submit(here, to=f"{here}/freeze", **{"freeze-reason": "Words", **sent})
    assert answer.status_code == 422
    assert advice in answer.text
    assert "sunflower" not in answer.text


@pytest.mark.parametrize("state", [AccountState.DORMANT, AccountState.FROZEN, AccountState.COMPROMISED])
def test_an_account_in_use_is_red_without_its_owner_whatever_else_it_is(
    client: PageClient, session: Session, register: Callable[..., SocialAccount], press_office: Department,
    ada: Person, lars: Person, grace: Person, state: AccountState,
) -> None:  # fmt: skip
    account = register("x.com/NOAA_Rain", departments=(press_office,), owner=lars)
    account.state = state
    session.commit()
    assert "NOAA_Rain" in client.sign_in(grace).get("/accounts?state=owner_gone").text
