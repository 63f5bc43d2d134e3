"""Whatever happened, no form that exists makes forget it: only a change that is recorded after the moment does."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from io import BytesIO

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk import clock
from govdesk.accounts.actions.turning import change_state
from govdesk.accounts.models import AccountState, Custodianship, SocialAccount
from govdesk.db import Sessions
from govdesk.directory.models import ChangeKind, Person
from govdesk.exposure.actions import end_line
from govdesk.exposure.models import AccessGrant, ConnectedTool, RecoveryMeans, SecondFactor
from govdesk.exposure.rules import Belongs, FactorKind, MeansKind, Way
from govdesk.rotation.actions import Terms, record_rotation, schedule_rotation
from govdesk.rotation.models import RotationEvent, RotationLoss, RotationReason, RotationSchedule
from govdesk.rotation.plan.jobs import plan_all
from govdesk.rotation.plan.models import Source
from govdesk.rotation.plan.versions import Written, make_version, newest
from govdesk.rotation.reasons import URGENCY
from govdesk.settings import Settings
from tests.pages import Page, PageClient
from tests.stories.conftest import OFFICE, Leave, Register, Tell, changed

MINUTE = timedelta(minutes=1)
WHY = {"reason": "They said so"}


@dataclass
class Scene:
    """@noaa, whose password is scheduled, with an agency, a tool, a phone and a mailbox; all by the real clock."""

    client: PageClient
    session: Session
    sessions: Sessions
    settings: Settings
    account: SocialAccount
    cast: dict[str, Person]
    leave: Leave
    tell: Tell
    now: datetime = field(default_factory=clock.utcnow)

    @property
    def today(self) -> date:
        return OFFICE.today(self.now)

    @property
    def later(self) -> date:
        return self.today + timedelta(days=200)

    def act_as(self, login: str) -> PageClient:
        return self.client.sign_in(self.cast[login])

    def schedules(self) -> list[RotationSchedule]:
        self.session.expire_all()
        return list(self.session.scalars(select(RotationSchedule).order_by(RotationSchedule.id)))

    def standing(self) -> set[int]:
        """Ids of losses that nothing has ended."""
        self.session.expire_all()
        return set(self.session.scalars(select(RotationLoss.id).where(RotationLoss.cleared_by_id.is_(None))))


@pytest.fixture
def scene(
    client: PageClient, session: Session, sessions: Sessions, settings: Settings, cast: dict[str, Person],
    register: Register, leave: Leave, tell: Tell,
) -> Scene:  # fmt: skip
    account = register("noaa", cast["ada"], owner=cast["grace"])
    account.identity = "x:account:noaa"
    of = {"account_id": account.id}
    lines = [
        AccessGrant(agency="Acme Media", way=Way.OWN_LOGIN, **of),
        RecoveryMeans(kind=MeansKind.MAILBOX, belongs=Belongs.ORGANISATION, agency="Acme Media", **of),
        ConnectedTool(name="Planner", **of),
        SecondFactor(kind=FactorKind.APP, holder=cast["ada"], **of),
    ]
    session.add_all(lines)
    made = Scene(client, session, sessions, settings, account, cast, leave, tell)
    terms = Terms(made.today + timedelta(days=90), every_days=90)
    schedule_rotation(session, account, "password", terms, by=cast["sam"], now=made.now, office=OFFICE)
    session.commit()
    return made


def told(kind: str, thing: str) -> Callable[[Scene], None]:
    """Security tells of it by the form, with a look at what falls due."""

    def happen(scene: Scene) -> None:
        new = "/rotations/events/new"
        shown = scene.act_as("sam").submit(new, to=new, kind=kind, thing=thing, **WHY)
        confirm = Page(shown.text).form("/rotations/events")
        assert scene.client.post(confirm.action, data=confirm.values).status_code == 303

    return happen


def somebody_left(scene: Scene) -> None:
    scene.leave(scene.cast["ada"], at=scene.now)
    scene.tell(scene.now)


def somebody_moved(scene: Scene) -> None:
    ada = scene.cast["ada"]
    before, ada.department = ada.department, None
    changed(scene.session, ada, ChangeKind.MOVED, at=scene.now, before=before)
    scene.tell(scene.now)


def access_was_ended(scene: Scene) -> None:
    held = scene.session.scalars(select(Custodianship)).one()
    end_line(scene.session, held, by=scene.cast["grace"], now=scene.now, today=scene.today)
    scene.session.commit()


def somebody_else_is_in(scene: Scene) -> None:
    change_state(
        scene.session, scene.account, AccountState.COMPROMISED, reason="Strange posts", by=scene.cast["sam"],
        now=scene.now, today=scene.today,
    )  # fmt: skip
    scene.session.commit()


def somebody_asked(scene: Scene) -> None:
    here = f"/accounts/{scene.account.id}/rotations/request"
    assert scene.act_as("ada").submit(here, to=here, **WHY).status_code == 303


HAPPENS: dict[RotationReason, Callable[[Scene], None]] = {
    RotationReason.LEAVER: somebody_left,
    RotationReason.MOVER: somebody_moved,
    RotationReason.REMOVED: access_was_ended,
    RotationReason.COMPROMISE: somebody_else_is_in,
    RotationReason.REQUEST: somebody_asked,
    RotationReason.AGENCY: told("agency", "Acme Media"),
    RotationReason.BREACH: told("breach", "Planner"),
    RotationReason.DEVICE: told("device", "ada"),
    RotationReason.CAMPAIGN: told("campaign", "x"),
}


def edit_each(scene: Scene, **values: str) -> None:
    for schedule in scene.schedules():
        here = f"/rotations/{schedule.id}/schedule"
        assert scene.act_as("sam").submit(here, to=here, **values).status_code == 303


def another_day(scene: Scene) -> None:
    edit_each(scene, due_on=scene.later.isoformat(), every_days="30")


def another_to_ask(scene: Scene) -> None:
    edit_each(scene, due_on=scene.later.isoformat(), responsible=str(scene.cast["grace"].id))


def moved_in_the_calendar(scene: Scene) -> None:
    chosen = "&".join(f"schedule={one.id}.{one.version}" for one in scene.schedules())
    here = f"/rotations/calendar/moves/new?{chosen}&to={scene.later + timedelta(days=9)}"
    assert scene.act_as("sam").submit(here, **WHY).status_code == 303


def planned_for_a_year(scene: Scene) -> None:
    here = (
        "/rotations/calendar/plan?credential=password&number=50&unit=weeks&existing=change&reason=New&every_days=365"
    )
    address = f"{here}&first_on={scene.today + timedelta(days=40)}&department=&platform=&state=&custodians="
    assert scene.act_as("sam").submit(address, to="/rotations/calendar/plans").status_code == 303


def brought_in_from_a_file(scene: Scene) -> None:
    rows = "".join(f"x.com/noaa,{one.credential},{scene.later},grace\n" for one in scene.schedules())
    here = "/rotations/calendar/import"
    form = Page(scene.act_as("sam").get(here).text).form(here)
    file = BytesIO(f"account,credential,due_on,responsible\n{rows}".encode()), "days.csv"
    shown = Page(scene.client.post(here, data={**form.values, "file": file}).text)
    looked_at = shown.form("/rotations/calendar/imports")
    assert scene.client.post(looked_at.action, data=looked_at.values).status_code == 303


def rules_were_changed(scene: Scene) -> None:
    for text in (
        "rules:\n  - name: Each year\n    calendar: yearly 12-01\n    because: The board asked for it\n",
        "rules: []\n",
    ):
        last = newest(scene.session)
        written = Written(text, Source.PAGE, "Words")
        make_version(scene.session, written, after=last.number if last else 0, now=scene.now)
        scene.session.commit()
        plan_all(scene.sessions, scene.settings, now=scene.now)


def of_another_tier(scene: Scene) -> None:
    here = f"/accounts/{scene.account.id}"
    answer = scene.act_as("sam").submit(here, to=f"{here}/tier", **{"tier-tier": "low"})
    assert answer.status_code == 303


def at_another_address(scene: Scene) -> None:
    here = f"/accounts/{scene.account.id}/address"
    assert scene.act_as("grace").submit(here, to=here, url="https://x.com/noaa_gov").status_code == 303


def in_other_hands(scene: Scene) -> None:
    here = f"/accounts/{scene.account.id}"
    assert scene.act_as("grace").submit(here, to=f"{here}/custodians", login="mei").status_code == 303


def no_longer_used_and_back(scene: Scene) -> None:
    scene.session.refresh(scene.account)
    for state in (AccountState.RETIRED, AccountState.ACTIVE):
        change_state(
            scene.session, scene.account, state, reason="As it is", by=scene.cast["grace"], now=scene.now,
            today=scene.today,
        )  # fmt: skip
        scene.session.commit()


def lines_say_something_else(scene: Scene) -> None:
    here = f"/accounts/{scene.account.id}/access"
    scene.act_as("grace")
    tool, means = (scene.session.scalars(select(table)).one() for table in (ConnectedTool, RecoveryMeans))
    for to, values in (
        (f"{here}/tools/{tool.id}", {"name": "Planner Two"}),
        (f"{here}/recovery/{means.id}", {"agency": "", "holder": "mei"}),
    ):
        assert scene.client.submit(to, to=to, **values).status_code == 303


EDITS = (
    another_day,
    another_to_ask,
    moved_in_the_calendar,
    planned_for_a_year,
    of_another_tier,
    rules_were_changed,
    in_other_hands,
    lines_say_something_else,
    brought_in_from_a_file,
    at_another_address,
    no_longer_used_and_back,
)


def record_all(scene: Scene, at: datetime) -> None:
    """Each is changed at a moment; all that is told is told later."""
    for schedule in scene.schedules():
        record_rotation(
            scene.session, schedule, rotated_on=OFFICE.today(at), rotated_at=at, by=scene.cast["mei"], form_key=None,
            now=at, office=OFFICE,
        )  # fmt: skip
    scene.session.commit()


def test_every_kind_of_event_is_in_the_table() -> None:
    assert set(HAPPENS) == set(URGENCY)


@pytest.mark.parametrize("kind", HAPPENS)
def test_what_happened_is_owed_whatever_is_edited_until_it_is_changed_afterwards(
    scene: Scene, kind: RotationReason
) -> None:
    HAPPENS[kind](scene)
    [event] = scene.session.scalars(select(RotationEvent))
    assert event.kind is kind
    touched = {loss.schedule_id for loss in event.losses}
    standing = scene.standing()
    assert len(standing) == len(touched) > 0

    def assert_owed(after: str) -> None:
        assert standing <= scene.standing(), after
        for schedule in scene.schedules():
            if schedule.id in touched:
                assert schedule.reason in (kind, *URGENCY[: URGENCY.index(kind)]), after
                assert schedule.due_on == event.losses[0].due_on, after

    assert_owed("the event itself")
    for edit in EDITS:
        edit(scene)
        assert_owed(edit.__name__)
    record_all(scene, event.happened_at - MINUTE)
    assert_owed("a change of the minute before")
    record_all(scene, clock.utcnow() + MINUTE)
    assert not standing & scene.standing()
    assert {one.reason for one in scene.schedules()} == {RotationReason.SCHEDULED}
