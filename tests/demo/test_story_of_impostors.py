"""The sample shows each of the four public answers."""

from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from govdesk.accounts.models import AccountState
from govdesk.accounts.platforms.catalogue import Catalogue
from govdesk.demo.story_of_impostors import SEEN, meet_impostors
from govdesk.directory.models import Person
from govdesk.proof.public import Speaker
from govdesk.proof.verifying import verify
from tests.conftest import NOW
from tests.proof.conftest import Register, platforms, register

__all__ = ["platforms", "register"]


def test_the_sample_has_an_official_a_former_an_impostor_and_what_is_only_reported(
    session: Session, platforms: Catalogue, cast: dict[str, Person], register: Register
) -> None:
    register("https://x.com/CommerceGov")
    register("https://vine.co/u/912345678901234567").state = AccountState.RETIRED
    session.commit()
    meet_impostors(session, platforms, now=NOW)
    asked = ["x.com/commercegov", "https://vine.co/u/912345678901234567", *(seen.url for seen in SEEN)]
    answers = [verify(session, url, Speaker(platforms, ZoneInfo("UTC"))) for url in asked]
    assert [answer.status for answer in answers] == ["official", "former", "impostor", "unknown", "unknown"]
    former = answers[1].account
    assert former is not None
    assert former["replaced_by"]["url"] == "https://x.com/CommerceGov"
    assert date.fromisoformat(former["until"]) < NOW.date()
