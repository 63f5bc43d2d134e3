"""Something weak may stand until a day; then it is open again by itself."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk import clock
from govdesk.accounts.models import SocialAccount
from govdesk.directory.models import Person, PersonState
from govdesk.exposure import letters  # noqa: F401 - writes the notices
from govdesk.exposure.jobs import keep_all
from govdesk.exposure.models import AccessException, AccessGrant, SecondFactor
from govdesk.exposure.rules import FactorKind, Way
from govdesk.notify.letters import write
from govdesk.notify.models import Notice
from tests.conftest import NOW, VIENNA
from tests.exposure.conftest import TODAY, AddLine, numbers, trail
from tests.pages import PageClient

Sessions = Callable[[], Session]
ENDS_ON = date(2027, 3, 10)


def real_today() -> date:
    return clock.utcnow().date()


@pytest.fixture
def weak(line: AddLine, noaa: SocialAccount, ada: Person, mei: Person) -> SocialAccount:
    """No second factor; two administrators."""
    line(SecondFactor, kind=FactorKind.OFF)
    line(AccessGrant, agency="Acme", way=Way.OWN_LOGIN, administers="yes", since_on=TODAY)
    return noaa


@pytest.fixture
def approved(line: AddLine, weak: SocialAccount, olu: Person, sam: Person) -> AccessException:
    made: AccessException = line(
        AccessException, weakness="factor_off", reason="New phones come in March", asked_by=olu,
        approved_by_id=sam.id, approved_at=NOW, ends_on=ENDS_ON,
    )  # fmt: skip
    return made


def test_security_approves_what_an_owner_asks(
    client: PageClient, session: Session, weak: SocialAccount, olu: Person, sam: Person
) -> None:
    here = f"/accounts/{weak.id}"
    assert numbers(session, weak).weaknesses == 1
    until = (real_today() + timedelta(days=60)).isoformat()
    client.sign_in(olu).submit(f"{here}/exceptions", weakness="factor_off", reason="New phones", ends_on=until)
    asked = session.scalars(select(AccessException)).one()
    assert numbers(session, weak).weaknesses == 1, "a wish excuses nothing"
    client.sign_in(sam).submit(f"{here}/access", to=f"{here}/exceptions/{asked.id}/approval")
    session.refresh(asked)
    assert (asked.approved_by_id, numbers(session, weak).weaknesses) == (sam.id, 0)
    assert "New phones" in client.get(f"{here}/access").text
    client.submit(f"{here}/access", to=f"{here}/exceptions/{asked.id}/ending")
    assert numbers(session, weak).weaknesses == 1


@pytest.mark.parametrize(("decision", "told"), [("approval", "is approved"), ("ending", "is refused")])
def test_security_hears_of_a_wish_and_who_asked_of_the_decision(
    client: PageClient, session: Session, weak: SocialAccount, olu: Person, sam: Person, decision: str, told: str
) -> None:
    here, until = f"/accounts/{weak.id}", (real_today() + timedelta(days=60)).isoformat()
    client.sign_in(olu).submit(f"{here}/exceptions", weakness="factor_off", reason="New phones", ends_on=until)
    asked = session.scalars(select(AccessException)).one()
    (notice,) = session.scalars(select(Notice)).all()
    assert (notice.kind, notice.person_id) == ("exception_asked", sam.id)
    letter = write(session, notice, today=real_today(), base_url="https://desk.example", addressee="X")
    assert letter is not None
    assert "waits for you" in letter.subject
    assert "Exception waits for your decision" in client.sign_in(sam).get("/").text
    client.submit(f"{here}/access", to=f"{here}/exceptions/{asked.id}/{decision}")
    assert "Exception waits for your decision" not in client.get("/").text
    session.expire_all()
    decided = session.scalars(select(Notice).where(Notice.kind == "exception_decided")).one()
    assert decided.person_id == olu.id
    letter = write(session, decided, today=real_today(), base_url="https://desk.example", addressee="X")
    assert letter is not None
    assert told in letter.subject


def test_nobody_approves_their_own_wish(
    client: PageClient, session: Session, weak: SocialAccount, line: AddLine, sam: Person, noor: Person
) -> None:
    client.application.config["WTF_CSRF_ENABLED"] = False
    own = line(AccessException, weakness="factor_off", reason="Busy", asked_by=sam, ends_on=date(2099, 1, 1))
    answer = client.sign_in(sam).post(f"/accounts/{weak.id}/exceptions/{own.id}/approval")
    assert answer.status_code == 409
    session.refresh(own)
    assert own.approved_by_id is None


@pytest.mark.parametrize(
    "entered",
    [{"reason": ""}, {"reason": "the password is Sunflower7"}, {"ends_on": "2020-01-01"}, {"ends_on": "2199-01-01"}],
)
def test_a_wish_needs_a_reason_and_an_end_within_a_year(
    client: PageClient, session: Session, weak: SocialAccount, olu: Person, entered: dict[str, str]
) -> None:
    form = {"weakness": "factor_off", "reason": "Busy", "ends_on": real_today().isoformat(), **entered}
    assert client.sign_in(olu).submit(f"/accounts/{weak.id}/exceptions", **form).status_code == 422
    assert session.scalars(select(AccessException)).all() == []


def test_on_its_last_day_it_still_holds(sessions: Sessions, session: Session, approved: AccessException) -> None:
    keep_all(sessions, now=NOW, today=ENDS_ON, tz=VIENNA)
    session.refresh(approved)
    assert (approved.ended_on, numbers(session, approved.account).weaknesses) == (None, 0)


def test_the_day_after_it_is_open_again_and_owner_and_security_are_told_once(
    sessions: Sessions, session: Session, approved: AccessException, olu: Person, sam: Person
) -> None:
    after = ENDS_ON + timedelta(days=1)
    for _time in range(2):
        keep_all(sessions, now=NOW, today=after, tz=VIENNA)
    session.refresh(approved)
    assert (approved.ended_on, numbers(session, approved.account).weaknesses) == (after, 1)
    assert trail(session) == ["exposure:exception:ended"]
    notice, other = session.scalars(select(Notice).order_by(Notice.id))
    assert (notice.person_id, other.person_id) == (olu.id, sam.id)
    text = write(session, notice, base_url="https://desk.example", today=after, addressee="Olu")
    assert text is not None
    assert "Second factor switched off of noaa" in text.subject
    assert f"https://desk.example/accounts/{approved.account_id}/access" in text.plain


def test_without_owner_and_asker_security_is_told(
    sessions: Sessions, session: Session, approved: AccessException, sam: Person, olu: Person
) -> None:
    approved.account.owner, olu.state = None, PersonState.LEFT
    session.commit()
    keep_all(sessions, now=NOW, today=ENDS_ON + timedelta(days=1), tz=VIENNA)
    assert session.scalars(select(Notice.person_id)).all() == [sam.id]


def test_what_was_put_right_meanwhile_ends_without_a_word(
    sessions: Sessions, session: Session, approved: AccessException
) -> None:
    session.scalars(select(SecondFactor)).one().kind = FactorKind.KEY
    session.commit()
    keep_all(sessions, now=NOW, today=ENDS_ON + timedelta(days=1), tz=VIENNA)
    session.refresh(approved)
    assert approved.ended_on is not None
    assert session.scalars(select(Notice)).all() == []
