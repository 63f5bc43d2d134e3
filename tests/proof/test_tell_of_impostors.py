"""Who hears of impostors: communications of reports, in one mail and not in thousands; reporters of the decision."""

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from govdesk.accounts.platforms.catalogue import Catalogue
from govdesk.directory.models import Person, PersonState
from govdesk.notify.models import Notice, NoticeState
from govdesk.proof import actions, letters  # noqa: F401 (the letters are written by name)
from govdesk.proof.actions import Decision
from govdesk.proof.models import Outsider, Standing
from govdesk.proof.rules import disarmed
from tests.conftest import NOW
from tests.stories.conftest import notices, written

Report = Callable[..., Outsider]
MINUTE = timedelta(minutes=1)


@pytest.fixture
def report(session: Session, platforms: Catalogue) -> Report:
    """`report(olu, "x.com/NOAA_St0rms", at=…)`."""

    def send(who: Person, url: str = "https://x.com/NOAA_St0rms", at: datetime = NOW) -> Outsider:
        place = actions.place_of(session, url, platforms)
        key = secrets.token_hex(8)
        return actions.report(session, place, reason="Asks for money.", form_key=key, by=who, now=at).outsider

    return send


def sent(session: Session, notice: Notice) -> None:
    notice.state = NoticeState.SENT
    session.flush()


def test_communications_get_one_mail_about_all_that_came_in_before_it_went_out(
    session: Session, olu: Person, grace: Person, report: Report
) -> None:
    for number in range(30):
        report(olu, f"x.com/NOAA_fake{number}", NOW + number * timedelta(seconds=1))
    [notice] = notices(session, "impostor_reported")
    text = written(session, notice)
    assert notice.person is grace
    assert text is not None
    assert text.subject == "30 impostors were reported"
    assert "hxxps://x[.]com/NOAA_fake29" in text.plain
    assert "and 10 more" in text.plain
    assert "https://x.com" not in text.plain + text.html


def test_of_what_comes_in_later_in_the_hour_there_is_one_more_when_it_is_over(
    session: Session, olu: Person, grace: Person, report: Report
) -> None:
    report(olu)
    [first] = notices(session, "impostor_reported")
    sent(session, first)
    for number in range(1, 20):
        report(olu, f"x.com/NOAA_fake{number}", NOW + number * MINUTE)
    [second] = notices(session, "impostor_reported")
    assert second.due_at == NOW.replace(hour=10, minute=0)
    text = written(session, second)
    assert text is not None
    assert text.subject == "19 impostors were reported", "not the one of which they know"


def test_what_was_decided_meanwhile_is_in_no_mail_and_who_reports_gets_none(
    session: Session, grace: Person, olu: Person, report: Report
) -> None:
    report(grace)
    assert notices(session, "impostor_reported") == []
    outsider = report(olu, at=NOW + MINUTE)
    [notice] = notices(session, "impostor_reported")
    found = Decision(Standing.DISMISSED, "A joke.", None)
    actions.decide(session, outsider, found, by=grace, now=NOW + 2 * MINUTE)
    assert written(session, notice) is None


def test_reporters_who_still_work_here_hear_what_it_is_and_not_why(
    session: Session, grace: Person, olu: Person, ada: Person, mei: Person, report: Report
) -> None:
    outsider = report(olu)
    report(ada)
    report(mei)
    mei.state = PersonState.LEFT
    actions.decide(session, outsider, Decision(Standing.FAN, "Seen by us.", None), by=grace, now=NOW + MINUTE)
    told = notices(session, "impostor_decided")
    assert {notice.person for notice in told} == {olu, ada}
    text = written(session, told[0])
    assert text is not None
    assert "it is run by fans, and harmless." in text.plain
    assert "Seen by us" not in text.plain
    actions.decide(session, outsider, Decision(Standing.IMPOSTOR, "A fake.", None), by=grace, now=NOW + 2 * MINUTE)
    assert [written(session, notice) for notice in told] == [None, None], "it was decided otherwise"
    assert len(notices(session, "impostor_decided")) == 2


def test_the_same_decision_again_is_told_only_to_who_reported_since(
    session: Session, grace: Person, olu: Person, ada: Person, report: Report
) -> None:
    outsider, found = report(olu), Decision(Standing.IMPOSTOR, "A fake.", None)
    actions.decide(session, outsider, found, by=grace, now=NOW + MINUTE)
    sent(session, *notices(session, "impostor_decided"))
    report(ada, at=NOW + 2 * MINUTE)
    session.expire(outsider, ["reports"])
    actions.decide(session, outsider, found, by=grace, now=NOW + 3 * MINUTE)
    assert [notice.person for notice in notices(session, "impostor_decided")] == [ada]


def test_a_disarmed_address_is_still_taken(platforms: Catalogue, session: Session) -> None:
    place = actions.place_of(session, disarmed("https://x.com/NOAA_St0rms"), platforms)
    assert place.key == "x:account:noaa_st0rms"
