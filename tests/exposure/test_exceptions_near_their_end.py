"""Before an exception ends, those whom it concerns hear of it in time, once at each stage."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk import clock
from govdesk.accounts.models import SocialAccount
from govdesk.directory.models import Person
from govdesk.exposure import letters  # noqa: F401 - writes the notices
from govdesk.exposure.exceptions import end_exception
from govdesk.exposure.findings import Weakness
from govdesk.exposure.jobs import keep_all, keep_forecasts, warn_of_ends
from govdesk.exposure.models import AccessException, SecondFactor
from govdesk.exposure.overview import overview
from govdesk.exposure.rules import FactorKind
from govdesk.notify.letters import write
from govdesk.notify.models import Notice, NoticeState
from govdesk.settings import Settings
from tests.conftest import NOW, VIENNA
from tests.exposure.conftest import AddLine, numbers

Sessions = Callable[[], Session]
ENDS_ON = date(2027, 6, 30)
APPROVED_AT = datetime(2027, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def approved(line: AddLine, noaa: SocialAccount, mei: Person, sam: Person) -> AccessException:
    """Olu owns the account, Mei asked as its deputy, Sam at security approved."""
    noaa.deputy = mei
    line(SecondFactor, kind=FactorKind.OFF)
    made: AccessException = line(
        AccessException, weakness=Weakness.FACTOR_OFF, reason="New phones", asked_by=mei,
        approved_by_id=sam.id, approved_at=APPROVED_AT, ends_on=ENDS_ON,
    )  # fmt: skip
    return made


def before(days: int) -> datetime:
    """Noon in Vienna, so many days before the last day."""
    return datetime(2027, 6, 30, 10, tzinfo=UTC) - timedelta(days=days)


def told(session: Session) -> list[tuple[str, str | None, NoticeState]]:
    found = session.scalars(select(Notice).order_by(Notice.id))
    return [(notice.person.login, notice.stage, notice.state) for notice in found if notice.person]


def test_asker_owner_and_security_hear_30_and_7_days_before_once_each(
    sessions: Sessions, session: Session, approved: AccessException
) -> None:
    for days in (31, 30, 29, 8, 7, 6, 0):
        warn_of_ends(sessions, now=before(days), tz=VIENNA)
        warn_of_ends(sessions, now=before(days), tz=VIENNA)
    everybody = ("mei", "olu", "sam")
    assert told(session) == [(login, days, NoticeState.OWED) for days in ("30", "7") for login in everybody]


def test_the_mail_goes_out_at_eight_and_says_what_ends_and_when(
    sessions: Sessions, session: Session, approved: AccessException
) -> None:
    midnight = datetime(2027, 6, 22, 22, 0, tzinfo=UTC)  # 23 June in Vienna
    warn_of_ends(sessions, now=midnight - timedelta(seconds=1), tz=VIENNA)
    assert [stage for _login, stage, _state in told(session)] == ["30"] * 3
    warn_of_ends(sessions, now=midnight, tz=VIENNA)
    notice = session.scalars(select(Notice).where(Notice.stage == "7")).first()
    assert notice is not None
    assert notice.send_at == clock.reminder_moment(date(2027, 6, 23), VIENNA)
    text = write(session, notice, base_url="https://desk.example", today=date(2027, 6, 23), addressee="Mei")
    assert text is not None
    assert "Second factor switched off of noaa" in text.subject
    assert "30 Jun" in text.plain
    assert f"https://desk.example/accounts/{approved.account_id}/access" in text.plain


def test_who_was_away_for_a_month_hears_of_the_nearest_stage_only(
    sessions: Sessions, session: Session, approved: AccessException
) -> None:
    warn_of_ends(sessions, now=before(3), tz=VIENNA)
    assert {stage for _login, stage, _state in told(session)} == {"7"}


@pytest.mark.parametrize("why", ["approved late", "put right", "renewed"])
def test_a_stage_that_asks_nothing_of_anybody_sends_no_mail(
    sessions: Sessions, session: Session, approved: AccessException, line: AddLine, sam: Person, why: str
) -> None:
    if why == "approved late":
        approved.approved_at = before(30)
    elif why == "put right":
        session.scalars(select(SecondFactor)).one().kind = FactorKind.KEY
    else:
        line(
            AccessException, weakness=Weakness.FACTOR_OFF, reason="More", asked_by=approved.asked_by,
            approved_by_id=sam.id, approved_at=before(31), ends_on=ENDS_ON + timedelta(days=90),
        )  # fmt: skip
    session.commit()
    warn_of_ends(sessions, now=before(30), tz=VIENNA)
    assert {state for _login, _stage, state in told(session)} == {NoticeState.SUPERSEDED}


def test_what_only_waits_for_approval_is_not_told_of(
    sessions: Sessions, session: Session, approved: AccessException
) -> None:
    approved.approved_at = approved.approved_by_id = None
    session.commit()
    warn_of_ends(sessions, now=before(7), tz=VIENNA)
    assert told(session) == []


def test_a_mail_about_what_was_ended_meanwhile_is_not_written(
    sessions: Sessions, session: Session, approved: AccessException, sam: Person
) -> None:
    warn_of_ends(sessions, now=before(7), tz=VIENNA)
    end_exception(session, approved, by=sam, now=before(7), today=before(7).date())
    notice = session.scalars(select(Notice)).first()
    assert notice is not None
    assert write(session, notice, base_url="https://desk.example", today=before(7).date(), addressee="Mei") is None


def test_another_can_be_asked_for_once_its_end_is_told_and_then_nothing_reopens(
    sessions: Sessions, session: Session, approved: AccessException, line: AddLine, sam: Person
) -> None:
    single_admin = numbers(session, approved.account).weaknesses
    assert approved.weakness not in overview(session, approved.account, before(31).date()).may_ask
    assert approved.weakness in overview(session, approved.account, before(30).date()).may_ask
    line(
        AccessException, weakness=Weakness.FACTOR_OFF, reason="More", asked_by=approved.asked_by,
        approved_by_id=sam.id, approved_at=before(20), ends_on=ENDS_ON + timedelta(days=90),
    )  # fmt: skip
    keep_all(sessions, now=NOW, today=ENDS_ON + timedelta(days=1), tz=VIENNA)
    session.refresh(approved)
    assert (approved.ended_on is not None, numbers(session, approved.account).weaknesses) == (True, single_admin)
    assert told(session) == []


def test_its_last_day_is_over_at_midnight_in_the_office(
    sessions: Sessions,
    session: Session,
    settings: Settings,
    approved: AccessException,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    midnight = datetime(2027, 6, 30, 22, 0, tzinfo=UTC)
    for now, ended_on in ((midnight - timedelta(seconds=1), None), (midnight, ENDS_ON + timedelta(days=1))):
        monkeypatch.setattr(clock, "utcnow", lambda now=now: now)
        keep_forecasts(sessions, settings)
        session.refresh(approved)
        assert approved.ended_on == ended_on
