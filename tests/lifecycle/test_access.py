"""Access that is asked for: the owner and security let somebody in, one of them ends it, and nobody sees the list."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import count
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.accounts.actions.custody import add_custodian
from govdesk.accounts.models import AccountState, Custodianship, SocialAccount
from govdesk.accounts.platforms.catalogue import Catalogue
from govdesk.audit.models import AuditEvent
from govdesk.directory.models import Department, Person, PersonState
from govdesk.errors import Conflict, NotPermitted
from govdesk.exposure.models import AccessGrant
from govdesk.exposure.rules import Known, Way
from govdesk.lifecycle.actions.approving import approve
from govdesk.lifecycle.actions.asking import ask
from govdesk.lifecycle.actions.letting_in import carry_out
from govdesk.lifecycle.leaving import ask_others
from govdesk.lifecycle.models import AccountRequest
from govdesk.lifecycle.queries import next_ones, of_mine, waiting_for
from govdesk.lifecycle.rules import Kind, RequestState, approvals_of
from govdesk.lifecycle.wishes import Wish
from govdesk.notify.letters import write
from govdesk.notify.models import Notice
from govdesk.policies.actions import acknowledge
from govdesk.policies.models import Policy, PolicyVersion
from govdesk.rotation.models import RotationReason, RotationSchedule
from govdesk.worker import LETTERS
from tests.conftest import NOW
from tests.lifecycle.conftest import TODAY, by, told

Asks = Callable[..., AccountRequest]
WRITTEN_BY = LETTERS
"""Imported so that every notice can be written."""
LATER = TODAY + timedelta(days=90)


@pytest.fixture
def asks(session: Session, noaa: SocialAccount, cast: dict[str, Person]) -> Asks:
    """`asks("grant", "noor", way="own_login")`: Olu asks for Noor."""
    numbers = count()

    def made(kind: str, whose: str = "noor", *, ends_on: date | None = None, **facts: str) -> AccountRequest:
        terms = {"way": "own_login", "reason": "The floods", **facts}
        wish = Wish(Kind(kind), noaa, person=cast.get(whose), last_on=ends_on, facts=terms)
        request = ask(session, wish, form_key=str(next(numbers)), by=cast["olu"], now=NOW)
        session.commit()
        return request

    return made


@pytest.fixture
def through(session: Session, platforms: Catalogue) -> Callable[[AccountRequest], None]:
    """Whoever is asked first approves, until it is approved; then it is done."""

    def go(request: AccountRequest) -> None:
        while request.state.is_approval:
            approve(session, request, "", by=next_ones(session, request)[0], now=NOW, platforms=platforms)
        carry_out(session, request, by(next_ones(session, request)[0]), platforms)
        session.commit()

    return go


def on_the_list(session: Session) -> list[tuple[str, str | None, Way]]:
    """Who gets in by what way, ended lines left out."""
    session.expire_all()
    holders = session.scalars(select(Custodianship).where(Custodianship.ended_on.is_(None))).all()
    grants = session.scalars(select(AccessGrant).where(AccessGrant.ended_on.is_(None))).all()
    by_secret = [(held.person.login, None, Way.SHARED_SECRET) for held in holders]
    return by_secret + [(g.person.login if g.person else g.agency or "", g.role, g.way) for g in grants]


def test_it_goes_from_the_owner_to_security_and_then_stands_on_the_list(
    session: Session, asks: Asks, cast: dict[str, Person], platforms: Catalogue
) -> None:
    asked = asks("grant", role="Admin", ends_on=LATER)
    gone = [told(session)]
    for login in ("ada", "sam"):
        assert waiting_for(session, cast[login]) == [asked]
        approve(session, asked, "", by=cast[login], now=NOW, platforms=platforms)
        gone.append(told(session))
    assert gone == [[("owner", "ada")], [("security", "sam")], [("approved", "ada"), ("approved", "noor")]]
    assert waiting_for(session, cast["sam"]) == waiting_for(session, cast["ada"]) == [asked]
    carry_out(session, asked, by(cast["sam"]), platforms)
    grant = session.scalars(select(AccessGrant)).one()
    assert (grant.person, grant.way, grant.role) == (cast["noor"], Way.OWN_LOGIN, "Admin")
    assert (grant.since_on, grant.ends_on, grant.evidence) == (TODAY, LATER, f"Request {asked.id}")
    assert (asked.state, told(session)[-1]) == (RequestState.DONE, ("done", "noor"))
    assert session.scalars(of_mine(cast["noor"])).all() == [asked]
    with pytest.raises(Conflict, match="done already"):
        carry_out(session, asked, by(cast["sam"]), platforms)


def test_a_role_that_lets_others_in_is_known_from_the_platform(
    session: Session, asks: Asks, through: Callable[[AccountRequest], None], noaa: SocialAccount, platforms: Catalogue
) -> None:
    roles = platforms["x"].roles
    assert roles is not None
    mighty = next(role.name for role in roles.names if role.administers)
    through(asks("grant", role=mighty))
    assert session.scalars(select(AccessGrant)).one().administers is Known.YES


def test_the_shared_password_makes_a_custodian(
    session: Session, asks: Asks, through: Callable[[AccountRequest], None]
) -> None:
    through(asks("grant", way="shared_secret", ends_on=LATER))
    held = session.scalars(select(Custodianship)).one()
    assert (held.person.login, held.since_on, held.ends_on) == ("noor", TODAY, LATER)
    assert session.scalars(select(AccessGrant)).all() == []


def test_whoever_is_left_of_owner_deputy_head_and_comms_is_asked(
    session: Session, asks: Asks, noaa: SocialAccount, cast: dict[str, Person], press_office: Department,
    commerce: Department,
) -> None:  # fmt: skip
    asked = asks("grant")
    noaa.deputy = cast["mei"]
    seen = [{p.login for p in next_ones(session, asked)}]
    asked.requester = cast["ada"]
    session.flush()
    seen.append({p.login for p in next_ones(session, asked)})
    noaa.deputy = cast["noor"]  # nobody lets themselves in
    seen.append({p.login for p in next_ones(session, asked)})
    press_office.head = commerce.head = None
    seen.append({p.login for p in next_ones(session, asked)})
    assert seen == [{"ada", "mei"}, {"mei"}, {"mei"}, {"grace"}]
    assert not asked.awaits(cast["noor"])


@pytest.mark.parametrize("login", ["ada", "sam"])
def test_one_of_owner_and_security_is_enough_to_end_it(
    session: Session, asks: Asks, noaa: SocialAccount, cast: dict[str, Person], platforms: Catalogue, login: str
) -> None:
    add_custodian(session, noaa, cast["noor"], by=None, now=NOW, today=TODAY)
    session.add(AccessGrant(account_id=noaa.id, person=cast["noor"], way=Way.TOOL_SEAT))
    session.add(AccessGrant(account_id=noaa.id, person=cast["mei"], way=Way.TOOL_SEAT))
    asked = asks("revoke", way="")
    assert waiting_for(session, cast[login]) == [asked]
    assert told(session) == [("owner", "ada"), ("owner", "sam")]
    with pytest.raises(NotPermitted):
        approve(session, asked, "", by=cast["grace"], now=NOW, platforms=platforms)
    approve(session, asked, "", by=cast[login], now=NOW, platforms=platforms)
    carry_out(session, asked, by(cast[login]), platforms)
    assert on_the_list(session) == [("mei", None, Way.TOOL_SEAT)]
    assert [one.reason for one in session.scalars(select(RotationSchedule))] == [RotationReason.REMOVED]
    assert session.scalars(of_mine(cast["noor"])).all() == [], "whoever loses access hears it from people"


def test_only_the_way_that_was_named_ends(
    session: Session, asks: Asks, through: Callable[[AccountRequest], None], noaa: SocialAccount,
    cast: dict[str, Person],
) -> None:  # fmt: skip
    add_custodian(session, noaa, cast["noor"], by=None, now=NOW, today=TODAY)
    session.add(AccessGrant(account_id=noaa.id, agency="ACME  media", way=Way.TOOL_SEAT))
    through(asks("revoke", way="tool_seat"))
    assert len(on_the_list(session)) == 2
    through(asks("revoke", "", agency="Acme Media", way="tool_seat"))
    assert on_the_list(session) == [("noor", None, Way.SHARED_SECRET)]
    assert session.scalars(select(RotationSchedule)).all() == []


@pytest.mark.parametrize("way", ["own_login", "shared_secret"])
def test_who_has_it_already_is_not_told_apart_and_has_it_once(
    session: Session, asks: Asks, through: Callable[[AccountRequest], None], way: str
) -> None:
    through(asks("grant", way=way, role="Analyst"))
    again = asks("grant", way=way, role="", ends_on=LATER)
    through(again)
    table: Any = AccessGrant if way == "own_login" else Custodianship
    line = session.scalars(select(table)).one()
    assert (line.ends_on, line.evidence) == (LATER, f"Request {again.id}"), "what was approved last holds"
    assert getattr(line, "role", "Analyst") == "Analyst"


def test_nobody_is_let_in_who_owes_a_policy_or_has_left(
    session: Session, asks: Asks, cast: dict[str, Person], noaa: SocialAccount, platforms: Catalogue
) -> None:
    version = PolicyVersion(
        number=1, digest="d" * 64, title="Voice", text="Be kind.", effective_on=date(2026, 1, 1),
        front_matter={"review_by": "2030-01-01"}, published_at=NOW,
    )  # fmt: skip
    session.add(Policy(slug="voice", title="Voice", versions=[version]))
    asked = asks("grant")
    asked.state = RequestState.APPROVED
    with pytest.raises(Conflict, match=r"Noor .* must first acknowledge"):
        carry_out(session, asked, by(cast["sam"]), platforms)
    acknowledge(session, version, cast["noor"], digest=version.digest, now=NOW, today=TODAY)
    noaa.state = AccountState.RETIRED
    with pytest.raises(Conflict, match="not in use"):
        carry_out(session, asked, by(cast["sam"]), platforms)
    noaa.state = AccountState.ACTIVE
    carry_out(session, asked, by(cast["sam"]), platforms)
    assert on_the_list(session) == [("noor", None, Way.OWN_LOGIN)]


def test_with_a_leaver_their_own_access_is_no_question_and_the_owners_turn_passes_on(
    session: Session, asks: Asks, cast: dict[str, Person]
) -> None:
    of_noor, of_an_agency = asks("grant"), asks("grant", "", agency="Acme", ends_on=LATER)
    cast["noor"].state = cast["ada"].state = PersonState.LEFT
    ask_others(session, cast["noor"], now=NOW)
    assert (of_noor.state, of_an_agency.state) == (RequestState.WITHDRAWN, RequestState.OWNER)
    ask_others(session, cast["ada"], now=NOW)
    assert told(session)[-1] == ("owner", "mei")


@pytest.mark.parametrize("kind", ["grant", "revoke"])
def test_every_mail_is_written_and_names_nobody_who_gets_in(
    session: Session, asks: Asks, cast: dict[str, Person], kind: str
) -> None:
    asked = asks(kind, way="own_login")
    readers = {RequestState.OWNER: "ada", RequestState.SECURITY: "sam", RequestState.APPROVED: "ada"}
    ends = (RequestState.APPROVED, RequestState.DONE, RequestState.REFUSED)
    for state in (*approvals_of(asked.kind), *ends):
        asked.state = state
        reader = cast[readers.get(state, "olu")]
        notice = Notice(
            kind="account_request", stage=state, subject_type="account_request", subject_id=asked.id, person=reader
        )
        text = write(session, notice, base_url="http://desk", today=TODAY, addressee=reader.name)
        assert text is not None
        assert "noaa" in text.subject
        assert "Noor" not in text.plain


def test_the_trail_knows_the_steps_and_no_reading(
    session: Session, asks: Asks, through: Callable[[AccountRequest], None]
) -> None:
    through(asks("grant"))
    actions = session.scalars(select(AuditEvent.action).order_by(AuditEvent.id)).all()
    assert [action for action in actions if action.startswith(("lifecycle", "exposure"))] == [
        "lifecycle:request:asked", "lifecycle:request:approved", "lifecycle:request:approved",
        "exposure:access_grant:added", "lifecycle:request:done",
    ]  # fmt: skip
