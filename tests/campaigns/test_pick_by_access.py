"""Campaigns pick accounts by second factor, connected tool and recovery, and say first what they would do."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk import roof  # noqa: F401 - lets rooms add what they know
from govdesk.accounts.criteria import conditions
from govdesk.accounts.models import SocialAccount
from govdesk.audit.models import AuditEvent
from govdesk.campaigns.models import Kind
from govdesk.campaigns.office import Office
from govdesk.campaigns.preview import look_ahead, preview
from govdesk.campaigns.rules import Every, Schedule, Terms, period_after
from govdesk.directory.models import Person
from govdesk.exposure.models import ConnectedTool, RecoveryMeans, SecondFactor
from govdesk.exposure.rules import Belongs, FactorKind, MeansKind
from tests.campaigns.conftest import Accounts
from tests.conftest import NOW, VIENNA
from tests.pages import PageClient


@pytest.fixture
def doors(session: Session, accounts: Accounts) -> None:
    """@noaa has codes by text and a planner; @weather an app, recovery mail at home; nothing is known of @count."""
    noaa, weather = accounts["noaa"].id, accounts["weather"].id
    session.add_all(
        [
            SecondFactor(account_id=noaa, kind=FactorKind.SMS),
            SecondFactor(account_id=weather, kind=FactorKind.SMS, ended_on=NOW.date()),
            SecondFactor(account_id=weather, kind=FactorKind.APP),
            ConnectedTool(account_id=noaa, name="Planner"),
            RecoveryMeans(
                account_id=weather, kind=MeansKind.MAILBOX, sent_to="Ada@Home.example", belongs=Belongs.PERSONAL
            ),
        ]
    )
    session.commit()


@pytest.mark.parametrize(
    ("chosen", "fit"),
    [
        ({"second_factor": "sms"}, ["noaa"]),
        ({"second_factor": "app"}, ["weather"]),
        ({"second_factor": "nothing"}, ["count"]),
        ({"tool": "planner"}, ["noaa"]),
        ({"recovery_domain": "home.example"}, ["weather"]),
        ({"recovery_belongs": "personal"}, ["weather"]),
        ({"second_factor": "sms", "platform": "facebook"}, []),
    ],
)
def test_accounts_are_picked_by(session: Session, doors: None, chosen: dict[str, str], fit: list[str]) -> None:
    found = session.scalars(select(SocialAccount.handle).where(*conditions(chosen)).order_by(SocialAccount.handle))
    assert found.all() == fit


def test_the_page_offers_what_there_is_and_counts_before_anything_starts(
    client: PageClient, doors: None, grace: Person
) -> None:
    client.sign_in(grace)
    shown = client.get("/campaigns/new?kind=platform&second_factor=sms").text
    assert "1 account fits" in shown
    assert "1 person gets one mail." in shown
    for choice in ("Planner", "home.example", "Text message"):
        assert choice in shown
    assert "ada@home.example" not in shown.lower()


def test_what_comms_learn_of_an_account_by_picking_it_is_on_record(
    client: PageClient, session: Session, doors: None, grace: Person, accounts: Accounts
) -> None:
    client.sign_in(grace)
    here = "/campaigns/new?kind=platform&second_factor=sms"
    assert "noaa" not in client.get(here).text.partition("<main")[2], "before it starts there is a count and no more"
    started = client.submit(here, to="/campaigns/new", title="X ends text messages", instructions="Take an app.")
    assert started.status_code == 303
    assert "noaa" in client.get(started.location).text
    events = session.scalars(select(AuditEvent).where(AuditEvent.actor_id == grace.id).order_by(AuditEvent.id)).all()
    told = [(event.action, event.subject_id) for event in events]
    assert [one for one in told if one[0].startswith(("exposure", "campaigns:accounts"))] == [
        ("campaigns:accounts:counted", 0),
        ("campaigns:accounts:counted", 0),
        ("exposure:fact:picked", accounts["noaa"].id),
        ("campaigns:accounts:read", int(started.location.rpartition("/")[2])),
    ]


def test_the_preview_tells_who_would_be_asked(session: Session, accounts: Accounts) -> None:
    accounts["count"].owner = None
    session.flush()
    seen = preview(session, Kind.PLATFORM, {})
    assert (seen.number, seen.people, seen.of_comms) == (3, 1, 1)
    assert [account.handle for account in seen.sample] == ["count", "noaa", "weather"]


def test_the_next_quarter_is_announced_unless_it_is_switched_off(session: Session, accounts: Accounts) -> None:
    [ahead] = look_ahead(session, now=NOW, office=Office(VIENNA, Terms()))
    assert (ahead.begins_on, ahead.number) == (date(2027, 4, 1), 3)
    [never] = look_ahead(session, now=NOW, office=Office(VIENNA, Terms((Schedule(Every.NEVER),))))
    assert never.begins_on is None


@pytest.mark.parametrize(("every", "name"), [("quarter", "2028-Q1"), ("half_year", "2028-H1"), ("year", "2028")])
def test_after_a_period_comes_the_next_one(every: str, name: str) -> None:
    following = period_after(Every(every), NOW.date().replace(month=12, day=31))
    assert following is not None
    assert following.name == name
