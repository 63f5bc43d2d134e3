"""What happened and all that is to be changed because of it: who sees what, and what security tells of."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk import clock
from govdesk.accounts.models import AccountState, SocialAccount
from govdesk.accounts.touching import Touched, Was
from govdesk.audit.models import AuditEvent
from govdesk.directory.models import Person
from govdesk.exposure.actions import change_line
from govdesk.exposure.models import AccessGrant, ConnectedTool, RecoveryMeans, SecondFactor
from govdesk.exposure.rules import Belongs, FactorKind, MeansKind, Way
from govdesk.rotation.actions import record_rotation
from govdesk.rotation.bundles import bundles, changed_within, events_for
from govdesk.rotation.happening import Happening
from govdesk.rotation.models import RotationEvent, RotationReason, RotationSchedule
from govdesk.rotation.office import Office
from govdesk.rotation.opening import open_event
from tests.conftest import NOW, VIENNA
from tests.pages import Page, PageClient

HOUR = timedelta(hours=1)


@pytest.fixture
def noaa(session: Session, noaa: SocialAccount) -> SocialAccount:
    """At an address that can be pasted."""
    noaa.identity = "x:account:noaa"
    session.flush()
    return noaa


@pytest.fixture
def bundle(session: Session, noaa: SocialAccount, lars: Person) -> RotationEvent:
    """Lars knew the password and looked after a tool."""
    tool = ConnectedTool(account_id=noaa.id, name="Planner")
    session.add(tool)
    session.flush()
    touched = [
        Touched(noaa.id, "password", frozenset({Was.CUSTODIAN})),
        Touched(noaa.id, "connected_tool", frozenset({Was.TOOL}), tool.id),
    ]
    what = Happening(RotationReason.LEAVER, "1", NOW, NOW, NOW.date(), VIENNA, person=lars)
    event = open_event(session, what, touched)
    assert event is not None
    session.commit()
    return event


@pytest.mark.parametrize(("login", "sees"), [("sam", True), ("noor", True), ("ada", False), ("olu", None)])
def test_each_sees_what_is_theirs_and_only_readers_of_the_list_see_names(
    client: PageClient,
    session: Session,
    bundle: RotationEvent,
    cast: dict[str, Person],
    login: str,
    sees: bool | None,
) -> None:
    here = f"/rotations/events/{bundle.id}"
    client.sign_in(cast[login])
    if sees is None:
        assert client.get(here).status_code == 404
        assert "Nothing is open" in client.get("/rotations/events").text
        return
    shown, listed = client.get(here).text, client.get("/rotations/events").text
    for text in ("Lars Holm has left", "Planner", "held the credential"):
        assert (text in shown) is sees, text
    assert ("Lars Holm" in listed) is sees
    assert "2 of 2 credentials are still to be changed" in shown
    assert "0 of 2" in listed
    readings = session.scalars(select(AuditEvent).where(AuditEvent.action == "rotation:event:read")).all()
    assert [reading.actor_id for reading in readings] == [cast[login].id]


def test_it_tells_how_far_it_has_come_and_how_long_it_took(
    session: Session, bundle: RotationEvent, sam: Person, office: Office
) -> None:
    for number, loss in enumerate(bundle.losses, start=1):
        assert changed_within(bundle) is None
        at = NOW + number * HOUR
        record_rotation(
            session, loss.schedule, rotated_on=at.date(), rotated_at=at, by=sam, form_key=None, now=at, office=office
        )
        [told] = bundles(session, sam, [bundle])
        assert (told.total, told.done) == (2, number)
    assert changed_within(bundle) == 2 * HOUR
    assert session.scalars(events_for(sam, open_only=True)).all() == []
    assert session.scalars(events_for(sam, open_only=False)).all() == [bundle]


def test_my_day_of_security_and_the_page_of_who_left_lead_to_it(
    client: PageClient, bundle: RotationEvent, sam: Person, lars: Person
) -> None:
    client.sign_in(sam)
    for page in ("/", f"/people/id/{lars.id}"):
        text = client.get(page).text
        assert f'href="/rotations/events/{bundle.id}"' in text, page
        assert "0 of 2 changed" in text, page


def tell(client: PageClient, **form: str) -> str:
    """Look at what falls due, and confirm; gives the preview."""
    values = {"happened_on": clock.utcnow().date().isoformat(), "reason": "They told us", **form}
    opened = client.submit("/rotations/events/new", to="/rotations/events/new", **values)
    assert opened.status_code == 200, opened.text

    confirm = Page(opened.text).form("/rotations/events")
    for _again in range(2):
        assert client.post("/rotations/events", data=confirm.values).status_code == 303
    return opened.text


CASES = [
    ("agency", " acme  MEDIA", {"own_login", "recovery_phone", "password"}),
    ("breach", "planner", {"connected_tool"}),
    ("device", "olu", {"second_factor"}),
    ("campaign", "x", {"password"}),
    ("request", "twitter.com/NOAA", {"password"}),
]


@pytest.mark.parametrize(("kind", "thing", "due"), CASES)
def test_security_tells_what_happened_sees_what_falls_due_and_confirms(
    client: PageClient, session: Session, noaa: SocialAccount, sam: Person, olu: Person, kind: str, thing: str,
    due: set[str],
) -> None:  # fmt: skip
    of = {"account_id": noaa.id}
    session.add_all(
        [
            AccessGrant(agency="Acme Media", way=Way.OWN_LOGIN, **of),
            AccessGrant(agency="ACME Media", way=Way.SHARED_SECRET, **of),
            RecoveryMeans(kind=MeansKind.PHONE, belongs=Belongs.ORGANISATION, agency="Acme Media", **of),
            ConnectedTool(name="Planner", **of),
            SecondFactor(kind=FactorKind.APP, holder=olu, **of),
        ]
    )
    session.commit()
    preview = tell(client.sign_in(sam), kind=kind, thing=thing)
    assert "noaa" in preview
    event = session.scalars(select(RotationEvent)).one()
    assert (event.kind, event.opened_by, event.reason) == (kind, sam, "They told us")
    assert {loss.schedule.credential for loss in event.losses} == due
    assert session.scalars(select(RotationSchedule)).first().due_on is not None  # type: ignore[union-attr]
    still_in = session.scalars(select(AccessGrant).where(AccessGrant.ended_on.is_(None))).all()
    assert len(still_in) == (0 if kind == "agency" else 2)
    read = session.scalars(select(AuditEvent.actor_id).where(AuditEvent.action == "rotation:preview:read")).all()
    assert read == [sam.id]


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({"kind": "agency", "thing": "Nobody"}, "nothing would fall due"),
        ({"kind": "device", "thing": "nobody"}, "Nobody who works here"),
        ({"kind": "campaign", "thing": "nowhere"}, "no platform of this name"),
        ({"kind": "request", "thing": "https://x.com/other"}, "no account at this address"),
        ({"thing": ""}, "Enter who or what"),
        ({"reason": "password: hunter22!"}, "looks like a password"),
        ({"happened_on": "2099-01-01"}, "cannot be in the future"),
        ({"kind": "leaver"}, "Not a valid choice"),
    ],
)
def test_what_cannot_be_told_is_said_and_nothing_is_kept(
    client: PageClient, session: Session, noaa: SocialAccount, sam: Person, form: dict[str, str], says: str
) -> None:
    values = {"kind": "breach", "thing": "Planner", "happened_on": "2026-01-01", "reason": "In the news", **form}
    opened = client.sign_in(sam).get("/rotations/events/new")
    assert opened.status_code == 200
    answer = client.submit("/rotations/events/new", to="/rotations/events/new", **values)
    assert answer.status_code == 422
    assert says in answer.text
    assert "hunter22" not in answer.text
    assert session.scalars(select(RotationEvent)).all() == []


def test_what_was_changed_since_is_in_order_at_once(
    client: PageClient, session: Session, schedule: RotationSchedule, sam: Person, ada: Person, office: Office
) -> None:
    now = clock.utcnow()
    record_rotation(
        session, schedule, rotated_on=office.today(now), rotated_at=now, by=ada, form_key=None, now=now, office=office
    )
    session.commit()
    week_ago = (now.date() - timedelta(days=7)).isoformat()
    tell(client.sign_in(sam), kind="request", thing="x.com/noaa", happened_on=week_ago)
    event = session.scalars(select(RotationEvent)).one()
    assert (event.losses[0].cleared_by is not None, schedule.reason) == (True, RotationReason.SCHEDULED)
    assert "Everything that it concerned is changed" in client.get(f"/rotations/events/{event.id}").text


@pytest.mark.parametrize(("kind", "thing"), [("breach", "Planner"), ("campaign", "x")])
def test_of_an_account_out_of_use_it_is_told_too_and_the_preview_says_so(
    client: PageClient, session: Session, noaa: SocialAccount, sam: Person, kind: str, thing: str
) -> None:
    session.add(ConnectedTool(account_id=noaa.id, name="Planner"))
    noaa.state = AccountState.RETIRED
    session.commit()
    assert "Account used no more" in tell(client.sign_in(sam), kind=kind, thing=thing)
    [loss] = session.scalars(select(RotationEvent)).one().losses
    assert loss.schedule.account == noaa


@pytest.mark.parametrize(("agency", "told_again"), [("ACME  media", False), ("Brightside", True)])
def test_what_an_agency_had_when_its_contract_ended_is_lost_once(
    client: PageClient, session: Session, noaa: SocialAccount, sam: Person, olu: Person, agency: str, told_again: bool
) -> None:
    phone = RecoveryMeans(account_id=noaa.id, kind=MeansKind.PHONE, belongs=Belongs.ORGANISATION, agency="Acme Media")
    session.add(phone)
    session.commit()
    tell(client.sign_in(sam), kind="agency", thing="Acme Media")
    phone.agency = agency
    change_line(session, phone, {"agency": None, "holder_id": olu.id}, by=sam, now=NOW, today=NOW.date())
    assert len(session.scalars(select(RotationEvent)).all()) == 1 + told_again
