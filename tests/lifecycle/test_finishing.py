"""What the register, the public and other rooms know once a request is done."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.access import Role
from govdesk.accounts.actions.custody import add_custodian
from govdesk.accounts.actions.turning import change_state
from govdesk.accounts.confirming import has_confirmed, note_confirmed
from govdesk.accounts.importing.lookup import find
from govdesk.accounts.models import AccountState, FormerHandle, SocialAccount
from govdesk.accounts.platforms.catalogue import Catalogue
from govdesk.directory.models import Department, Person
from govdesk.errors import Conflict, Invalid
from govdesk.exposure.models import RecoveryMeans, SecondFactor
from govdesk.exposure.rules import FactorKind
from govdesk.handover.actions.confirming import welcome
from govdesk.handover.models import Handover
from govdesk.handover.rules import HandoverState
from govdesk.lifecycle.actions.asking import ask
from govdesk.lifecycle.actions.finishing import Opened, change_account, close_account, open_account
from govdesk.lifecycle.duplicates import look
from govdesk.lifecycle.models import AccountRequest
from govdesk.lifecycle.queries import next_ones
from govdesk.lifecycle.rules import Kind, RequestState
from govdesk.lifecycle.wishes import Wish
from govdesk.policies.actions import acknowledge
from govdesk.policies.models import Policy, PolicyVersion
from govdesk.proof.models import Outsider, Standing
from govdesk.proof.succession import succession
from tests.conftest import NOW
from tests.lifecycle.conftest import TODAY, by, give_role, place

Through = Callable[[AccountRequest], None]


@pytest.fixture
def voice(session: Session) -> PolicyVersion:
    """In force, and acknowledged by nobody yet."""
    version = PolicyVersion(
        number=1, digest="d" * 64, title="Voice", text="Be kind.", effective_on=date(2026, 1, 1),
        front_matter={"review_by": "2030-01-01"}, published_at=NOW,
    )  # fmt: skip
    session.add(Policy(slug="voice", title="Voice", versions=[version]))
    session.commit()
    return version


def acknowledges(session: Session, person: Person, version: PolicyVersion) -> None:
    acknowledge(session, version, person, digest=version.digest, now=NOW, today=TODAY)


def test_a_new_account_is_official_once_both_have_read_the_policies(
    session: Session, asked: AccountRequest, let_through: Through, cast: dict[str, Person], voice: PolicyVersion,
    platforms: Catalogue,
) -> None:  # fmt: skip
    let_through(asked)
    ada, olu = cast["ada"], cast["olu"]
    opened = Opened(place("https://x.com/noaa_floods", platforms), [ada, olu])
    acknowledges(session, ada, voice)
    with pytest.raises(Conflict, match="Olu Adeyemi must first acknowledge"):
        open_account(session, asked, opened, by(ada))
    acknowledges(session, olu, voice)
    open_account(session, asked, opened, by(ada))
    account = asked.account
    assert account is not None
    assert (account.state, account.handle) == (AccountState.ACTIVE, "noaa_floods")
    assert (account.owner, account.deputy, set(account.custodians)) == (ada, olu, {ada, olu})
    mailbox = session.scalars(select(RecoveryMeans)).one()
    assert (mailbox.account_id, mailbox.sent_to) == (account.id, "floods@commerce.example")
    assert session.scalars(select(FormerHandle)).all() == [], "a handle that was wished for was never ours"
    assert asked.state is RequestState.DONE
    with pytest.raises(Conflict, match="done already"):
        open_account(session, asked, opened, by(ada))


def test_who_asked_puts_no_other_address_on_record_than_the_approved_one(
    session: Session, asked: AccountRequest, let_through: Through, cast: dict[str, Person], platforms: Catalogue
) -> None:
    let_through(asked)
    elsewhere = Opened(place("https://x.com/noaa_flood_news", platforms), [])
    give_role(session, cast["olu"], Role.COMMS)
    for login in ("ada", "olu"):
        with pytest.raises(Conflict, match="The approvals were for"):
            open_account(session, asked, elsewhere, by(cast[login]))
    open_account(session, asked, elsewhere, by(cast["sam"]))
    assert asked.account is not None
    assert (asked.account.state, asked.account.handle) == (AccountState.ACTIVE, "noaa_flood_news")
    assert session.scalars(select(FormerHandle)).all() == [], "a handle that was wished for was never ours"


def test_nothing_that_is_known_already_becomes_official_by_a_request_for_something_else(
    session: Session, asked: AccountRequest, floods: Wish, let_through: Through, cast: dict[str, Person],
    register: Callable[..., SocialAccount], platforms: Catalogue,
) -> None:  # fmt: skip
    let_through(asked)
    register("https://x.com/noaa_rain", state=AccountState.RETIRED)
    ask(session, replace(floods, identity=place("x.com/noaa_wind", platforms)), form_key="w", by=cast["ada"], now=NOW)
    false = place("https://x.com/noaa_hail", platforms)
    outsider = Outsider(
        identity=false.key,
        platform="x",
        handle=false.handle,
        url=false.url,
        standing=Standing.IMPOSTOR,
        reported_at=NOW,
    )
    session.add(outsider)
    for url, reason in (
        ("x.com/noaa_rain", "has noaa_rain"),
        ("x.com/noaa_wind", "has noaa_wind"),
        (false.url, "not ours"),
    ):
        with pytest.raises(Conflict, match=reason):
            open_account(session, asked, Opened(place(url, platforms), []), by(cast["grace"]))
    outsider.standing = Standing.DISMISSED
    open_account(session, asked, Opened(false, []), by(cast["grace"]))
    assert asked.state is RequestState.DONE


def test_a_closed_account_is_retired_and_its_handle_cannot_be_registered_unseen(
    session: Session, noaa: SocialAccount, closing: Wish, let_through: Through, cast: dict[str, Person],
    register: Callable[..., SocialAccount], platforms: Catalogue,
) -> None:  # fmt: skip
    heir = register("https://x.com/commerce_news")
    session.add(SecondFactor(account_id=noaa.id, kind=FactorKind.APP, holder=cast["ada"]))
    add_custodian(session, noaa, cast["ada"], by=None, now=NOW, today=TODAY)
    asked = ask(session, Wish(**{**vars(closing), "replaced_by": heir}), form_key="c", by=cast["ada"], now=NOW)
    let_through(asked)
    close_account(session, asked, TODAY, by(cast["ada"]))
    told = succession(session, noaa)
    assert told is not None
    assert (noaa.state, told.until_on, told.replaced_by) == (AccountState.RETIRED, TODAY, heir)
    session.expire(noaa)
    assert noaa.custodians == []
    assert session.scalars(select(SecondFactor)).one().ended_on == TODAY
    again = place("https://twitter.com/NOAA", platforms)
    found = look(session, again, None)
    assert (found.is_taken, found.taken_up_again) == (False, noaa)
    assert find(session, again) is not None


def test_what_security_has_frozen_is_not_closed(
    session: Session, noaa: SocialAccount, closing: Wish, let_through: Through, cast: dict[str, Person]
) -> None:
    asked = ask(session, closing, form_key="c", by=cast["ada"], now=NOW)
    let_through(asked)
    change_state(session, noaa, AccountState.FROZEN, reason="Strange posts", by=cast["sam"], now=NOW, today=TODAY)
    with pytest.raises(Conflict, match="frozen"):
        close_account(session, asked, TODAY, by(cast["ada"]))


def test_a_compromised_account_is_closed_by_security_alone_whatever_was_approved_before(
    session: Session, noaa: SocialAccount, closing: Wish, let_through: Through, cast: dict[str, Person]
) -> None:
    asked = ask(session, closing, form_key="c", by=cast["ada"], now=NOW)
    let_through(asked)
    change_state(session, noaa, AccountState.COMPROMISED, reason="Spam", by=cast["sam"], now=NOW, today=TODAY)
    assert next_ones(session, asked) == [cast["sam"]]
    for login in ("ada", "grace"):
        with pytest.raises(Conflict, match="only security can put on record"):
            close_account(session, asked, TODAY, by(cast[login]))
    close_account(session, asked, TODAY, by(cast["sam"]))
    assert noaa.state is AccountState.RETIRED


def test_a_retired_account_is_taken_up_again_by_a_request_to_open_it(
    session: Session, noaa: SocialAccount, floods: Wish, let_through: Through, cast: dict[str, Person],
    platforms: Catalogue,
) -> None:  # fmt: skip
    change_state(session, noaa, AccountState.RETIRED, reason="Unused", by=cast["grace"], now=NOW, today=TODAY)
    there = place(noaa.url, platforms)
    asked = ask(session, Wish(**{**vars(floods), "identity": there}), form_key="r", by=cast["ada"], now=NOW)
    let_through(asked)
    assert (asked.account, noaa.state) == (noaa, AccountState.RETIRED)
    open_account(session, asked, Opened(there, []), by(cast["ada"]))
    assert (noaa.state, noaa.deputy) == (AccountState.ACTIVE, cast["olu"])


def confirming(session: Session) -> list[str]:
    """Who is asked to confirm the sign-in of any account."""
    running = select(Handover).where(Handover.only_confirms, Handover.state == HandoverState.CONFIRMING)
    return sorted(one.incoming.login for one in session.scalars(running) if one.incoming)


def test_owner_and_deputy_of_an_opened_account_are_asked_whether_they_can_sign_in(
    session: Session, asked: AccountRequest, let_through: Through, cast: dict[str, Person], platforms: Catalogue
) -> None:
    let_through(asked)
    assert confirming(session) == []
    open_account(session, asked, Opened(place("https://x.com/noaa_floods", platforms), []), by(cast["ada"]))
    assert confirming(session) == ["ada", "olu"]


def test_who_confirmed_an_account_before_it_was_retired_is_asked_again_once(
    session: Session, noaa: SocialAccount, floods: Wish, let_through: Through, cast: dict[str, Person],
    platforms: Catalogue,
) -> None:  # fmt: skip
    ada, olu, grace = cast["ada"], cast["olu"], cast["grace"]
    note_confirmed(session, [(noaa.id, ada.id)], now=NOW)
    noaa.deputy = olu
    welcome(session, noaa, grace, NOW)
    welcome(session, noaa, grace, NOW)
    assert confirming(session) == ["ada", "olu"], "once each"
    change_state(session, noaa, AccountState.RETIRED, reason="Unused", by=grace, now=NOW, today=TODAY)
    assert confirming(session) == [], "there is no sign-in any more"
    there = place(noaa.url, platforms)
    asked = ask(session, Wish(**{**vars(floods), "identity": there}), form_key="r", by=ada, now=NOW)
    let_through(asked)
    open_account(session, asked, Opened(there, []), by(ada))
    assert not has_confirmed(session, noaa, ada)
    assert confirming(session) == ["ada", "olu"]


def test_a_change_renames_and_opens_a_hand_over_rather_than_editing(
    session: Session, noaa: SocialAccount, let_through: Through, cast: dict[str, Person], census: Department,
    platforms: Catalogue,
) -> None:  # fmt: skip
    wish = Wish(
        Kind.CHANGE, noaa, place("https://x.com/noaa_now", platforms), census, cast["olu"],
        facts={"wish": "It goes to the census", "name": "NOAA now"},
    )  # fmt: skip
    asked = ask(session, wish, form_key="h", by=cast["ada"], now=NOW)
    let_through(asked)
    change_account(session, asked, by(cast["grace"]), platforms)
    assert (noaa.name, noaa.handle, noaa.owner) == ("NOAA now", "noaa_now", cast["ada"])
    assert [old.handle for old in noaa.former_handles] == ["noaa"]
    handover = session.scalars(select(Handover)).one()
    assert (handover.incoming, handover.why) == (cast["olu"], "It goes to the census")
    assert handover.department_ids[0] == census.id


def test_a_holder_who_has_left_holds_nothing(
    session: Session, asked: AccountRequest, let_through: Through, cast: dict[str, Person], lars: Person,
    platforms: Catalogue,
) -> None:  # fmt: skip
    let_through(asked)
    asked.deputy = lars
    with pytest.raises(Invalid, match="has left"):
        open_account(session, asked, Opened(place("https://x.com/noaa_floods", platforms), []), by(cast["ada"]))


def test_the_check_finds_the_like_the_beside_and_the_asked_for(
    session: Session, asked: AccountRequest, register: Callable[..., SocialAccount], press_office: Department,
    platforms: Catalogue,
) -> None:  # fmt: skip
    near = register("https://x.com/NOAAF1oods")
    beside = register("https://x.com/noaa_rain")
    register("https://www.instagram.com/noaa_floods/")
    found = look(session, place("https://x.com/noaa_floods", platforms), press_office)
    assert (found.asked, list(found.near), set(found.beside)) == (asked, [near], {near, beside})
    assert not found.is_clear
    assert look(session, place("https://x.com/quite_else", platforms), None).is_clear
