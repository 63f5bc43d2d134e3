"""Where the rule asks for it, a change counts only when a second person has confirmed it, and from its own moment."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk import clock
from govdesk.accounts.models import SocialAccount, Tier
from govdesk.accounts.touching import Touched, Was
from govdesk.directory.models import Person
from govdesk.errors import NotPermitted
from govdesk.notify.models import Notice, NoticeState
from govdesk.rotation.happening import Happening
from govdesk.rotation.models import Rotation, RotationReason, RotationSchedule
from govdesk.rotation.office import Office
from govdesk.rotation.opening import open_event
from govdesk.rotation.plan.models import RotationPolicyVersion, Source
from govdesk.rotation.work import actions, letters
from govdesk.rotation.work.models import RotationWork, WorkState
from govdesk.rotation.work.second import SECOND, seconds
from tests.conftest import NOW, VIENNA
from tests.pages import PageClient
from tests.rotation.work.conftest import trail

RULES = "rules:\n  - {name: High risk, applies_to: {tiers: [high]}, second_person: true}\n"
ALL = {"distinct": "y", "generated": "y", "kept": "y"}


@pytest.fixture
def lost(session: Session, schedule: RotationSchedule) -> RotationSchedule:
    """Of an account of high risk; others know it since two minutes ago."""
    schedule.account.tier = Tier.HIGH
    session.add(RotationPolicyVersion(number=1, digest="0" * 64, text=RULES, source=Source.FILE, made_at=NOW))
    at = clock.utcnow() - timedelta(minutes=2)
    happening = Happening(RotationReason.REQUEST, "x", at, at, clock.local_date(at, VIENNA), VIENNA)
    open_event(session, happening, [Touched(schedule.account_id, "password", frozenset({Was.ITSELF}))])
    session.commit()
    return schedule


@pytest.fixture
def work(client: PageClient, session: Session, lost: RotationSchedule, ada: Person, with_olu: Person) -> RotationWork:
    """Ada says that she has changed it just now."""
    answer = client.sign_in(ada).submit(f"/rotations/{lost.id}", when="now", **ALL)
    assert answer.status_code == 303
    session.expire_all()
    return session.scalars(select(RotationWork)).one()


def notices(session: Session) -> list[tuple[str | None, int | None, NoticeState]]:
    session.expire_all()
    found = session.scalars(select(Notice).where(Notice.kind == SECOND).order_by(Notice.id))
    return [(notice.stage, notice.person_id, notice.state) for notice in found]


def test_it_does_not_count_yet_and_the_others_are_asked(
    client: PageClient, session: Session, work: RotationWork, lost: RotationSchedule, with_olu: Person
) -> None:
    assert (work.state, lost.reason, lost.rotated_on) == (WorkState.WAITS, RotationReason.REQUEST, None)
    assert session.scalars(select(Rotation)).all() == []
    assert notices(session) == [("asked", with_olu.id, NoticeState.OWED)]
    assert "Confirm the change" not in client.get(f"/rotations/{lost.id}").text
    client.sign_in(with_olu)
    assert "One change waits for you" in client.get("/rotations").text
    assert "Confirm the change" in client.get(f"/rotations/{lost.id}").text


def test_confirmed_later_it_counts_from_the_moment_of_the_change(
    session: Session, work: RotationWork, lost: RotationSchedule, ada: Person, with_olu: Person, office: Office
) -> None:
    said_at = work.said_at
    assert said_at is not None
    later = said_at + timedelta(days=1)
    actions.confirm(session, work, by=with_olu, now=later, office=office)
    session.commit()
    session.expire_all()
    rotation = session.scalars(select(Rotation)).one()
    assert (rotation.by, rotation.rotated_at, rotation.recorded_at) == (ada, said_at, said_at)
    assert (lost.reason, lost.rotated_on) == (RotationReason.SCHEDULED, clock.local_date(said_at, VIENNA))
    assert (work.state, work.second_id, work.second_at) == (WorkState.COUNTS, with_olu.id, later)
    assert trail(session)[-2:] == [("rotation:change:said", ada.id), ("rotation:credential:rotated", with_olu.id)]
    assert notices(session) == [("asked", with_olu.id, NoticeState.CANCELLED)]


def test_what_happened_between_change_and_confirmation_stays_open(
    session: Session, work: RotationWork, lost: RotationSchedule, with_olu: Person, office: Office
) -> None:
    assert work.said_at is not None
    at = work.said_at + timedelta(hours=1)
    happening = Happening(RotationReason.BREACH, "y", at, at, clock.local_date(at, VIENNA), VIENNA)
    open_event(session, happening, [Touched(lost.account_id, "password", frozenset({Was.ITSELF}))])
    actions.confirm(session, work, by=with_olu, now=at + timedelta(hours=1), office=office)
    assert [loss.event.kind for loss in lost.open_losses] == [RotationReason.BREACH]


def test_nobody_is_their_own_second_person_and_it_is_confirmed_once(
    client: PageClient, session: Session, work: RotationWork, ada: Person, sam: Person, office: Office
) -> None:
    client.application.config["WTF_CSRF_ENABLED"] = False
    to = f"/rotations/changes/{work.id}/confirmation"
    assert client.sign_in(ada).post(to).status_code == 403
    with pytest.raises(NotPermitted):
        actions.confirm(session, work, by=ada, now=clock.utcnow(), office=office)
    client.sign_in(sam)
    assert [client.post(to).status_code for _twice in range(2)] == [303, 409]
    assert len(session.scalars(select(Rotation)).all()) == 1


def test_given_back_with_a_reason_it_is_done_again_and_asked_again(
    client: PageClient, session: Session, work: RotationWork, lost: RotationSchedule, ada: Person, with_olu: Person
) -> None:
    here, to = f"/rotations/{lost.id}", f"/rotations/changes/{work.id}/refusal"
    client.sign_in(with_olu)
    for reason, status in (("", 422), ("the password is Sunflower7", 422), ("The old one still works", 303)):
        assert client.submit(here, to=to, reason=reason).status_code == status
    assert notices(session)[1:] == [("refused", ada.id, NoticeState.OWED)]
    assert work.state is WorkState.REFUSED
    assert "The old one still works" in client.sign_in(ada).get(here).text
    assert client.submit(here, when="now", **ALL).status_code == 303
    assert [stage for stage, _who, _state in notices(session)] == ["asked", "refused", "asked"]
    assert (work.state, lost.rotated_on) == (WorkState.WAITS, None)


def test_taken_back_by_its_doer_nobody_is_asked_any_more_and_the_steps_stay(
    client: PageClient, session: Session, work: RotationWork, lost: RotationSchedule, with_olu: Person
) -> None:
    here = f"/rotations/{lost.id}"
    client.submit(here, to=f"/rotations/changes/{work.id}/withdrawal")
    assert [state for _stage, _who, state in notices(session)] == [NoticeState.CANCELLED]
    assert (work.state, work.said_by) == (WorkState.BEGUN, None)
    text = client.get(here).text
    assert "4 of 5 steps" in text
    assert "Have you changed it?" in text


def test_a_second_person_is_asked_only_about_what_is_attested_whole(
    client: PageClient, session: Session, lost: RotationSchedule, ada: Person
) -> None:
    answer = client.sign_in(ada).submit(f"/rotations/{lost.id}", when="now", distinct="y", note="GD-4711")
    assert answer.status_code == 422
    for text in ("each of the statements is needed", "GD-4711"):
        assert text in answer.text
    assert session.scalars(select(RotationWork)).all() == []


def test_the_form_sent_twice_asks_once_and_meanwhile_nothing_else_is_taken(
    client: PageClient, session: Session, work: RotationWork, lost: RotationSchedule
) -> None:
    client.application.config["WTF_CSRF_ENABLED"] = False
    here, sent = f"/rotations/{lost.id}", {"when": "now", **ALL}
    assert client.post(f"{here}/recordings", data={**sent, "form_key": work.form_key}).status_code == 303
    assert client.post(f"{here}/recordings", data=sent).status_code == 409
    assert client.post(f"{here}/steps", data={"undone": "change"}).status_code == 409
    assert len(notices(session)) == 1


def test_who_left_is_not_asked_any_more_and_somebody_else_is(
    session: Session, work: RotationWork, with_olu: Person, lars: Person, sam: Person
) -> None:
    notice = session.scalars(select(Notice).where(Notice.kind == SECOND)).one()
    assert letters.letter(session, notice) is not None
    with_olu.state = lars.state
    session.flush()
    assert letters.letter(session, notice) is None
    assert [row["person_id"] for row in letters.in_their_place(session, notice)] == [sam.id]


@pytest.mark.parametrize("role", ["owner", "deputy"])
def test_owner_and_deputy_are_asked_beside_the_other_custodians(
    session: Session, work: RotationWork, noaa: SocialAccount, mei: Person, with_olu: Person, role: str
) -> None:
    setattr(noaa, role, mei)
    session.flush()
    assert seconds(session, work) == [with_olu, mei]


def test_the_mail_says_what_to_do_and_names_nobody(client: PageClient, session: Session, work: RotationWork) -> None:
    notice = session.scalars(select(Notice).where(Notice.kind == SECOND)).one()
    names = {**(letters.letter(session, notice) or {}), "addressee": "Olu", "link": str, "why": ""}
    templates = client.application.jinja_env
    for end in ("subject.txt", "txt", "html"):
        text = templates.get_template(f"mail/rotation_second.{end}").render(names)
        assert "noaa" in text
        assert "Ada" not in text
    assert "a second person has looked" in templates.get_template("mail/rotation_second.line.txt").render(names)
