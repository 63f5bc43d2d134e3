"""Lines of the access list: put on, changed, ended; each on record, each in the forecast at once."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk import clock
from govdesk.accounts.models import Custodianship, SocialAccount
from govdesk.audit.models import AuditEvent
from govdesk.directory.models import Person
from govdesk.errors import Invalid
from govdesk.exposure.actions import add_line
from govdesk.exposure.forecast import Outlook
from govdesk.exposure.models import AccessGrant, RecoveryMeans, SecondFactor, VaultEntry
from govdesk.exposure.rules import Belongs, FactorKind, MeansKind, Way
from tests.conftest import NOW, VIENNA
from tests.exposure.conftest import TODAY, AddLine, numbers, trail
from tests.pages import PageClient


@pytest.fixture
def owner(client: PageClient, olu: Person) -> PageClient:
    return client.sign_in(olu)


def test_each_fact_moves_the_forecast(
    owner: PageClient, session: Session, noaa: SocialAccount, ada: Person, mei: Person
) -> None:
    here = f"/accounts/{noaa.id}/access"
    owner.submit(f"{here}/factors", kind="app", holder="ada")
    assert (numbers(session, noaa).sign_in, numbers(session, noaa).outlook) == (1, Outlook.RED)
    owner.submit(f"{here}/grants", person="mei", way="shared_secret")
    assert numbers(session, noaa).sign_in == 1, "the code is on Ada's phone"
    factor = session.scalars(select(SecondFactor)).one()
    owner.submit(f"{here}/factors/{factor.id}", backup="mei")
    owner.submit(f"{here}/recovery", kind="mailbox", belongs="organisation", holder="ada", backup="mei")
    owner.submit(f"{here}/vault", pointer="Vault, folder Press")
    now = numbers(session, noaa)
    assert (now.sign_in, now.recover, now.outlook, now.questions) == (2, 2, Outlook.SOUND, 0)
    shown = owner.get(here).text
    assert "2 can sign in" in shown
    assert "Vault, folder Press" in shown
    factor_ended = owner.submit(here, to=f"{here}/factors/{factor.id}/ending")
    assert factor_ended.status_code == 303
    assert numbers(session, noaa).can_sign_in.outlook is Outlook.UNKNOWN


def test_who_knows_the_shared_password_has_one_line_and_is_a_custodian(
    owner: PageClient, session: Session, noaa: SocialAccount, mei: Person
) -> None:
    here = f"/accounts/{noaa.id}/access"
    end = clock.local_date(clock.utcnow(), VIENNA) + timedelta(days=30)
    form = {"person": "mei", "way": "shared_secret", "ends_on": end.isoformat(), "evidence": "GD-7"}
    assert owner.submit(f"{here}/grants", **form).status_code == 303
    assert session.scalars(select(AccessGrant)).all() == []
    held = session.scalars(select(Custodianship).where(Custodianship.person_id == mei.id)).one()
    assert (held.ends_on, held.evidence) == (end, "GD-7")
    again = owner.submit(f"{here}/grants", **form)
    assert (again.status_code, again.text.count("knows the shared password already")) == (422, 2), "the form is kept"
    assert 'value="GD-7"' in again.text
    owner.submit(here, to=f"{here}/custodians/{held.id}/ending")
    session.refresh(held)
    assert held.ended_on is not None


def test_an_agency_and_somebody_unknown_have_lines_too(
    owner: PageClient, session: Session, noaa: SocialAccount
) -> None:
    here = f"/accounts/{noaa.id}/access"
    owner.submit(f"{here}/factors", kind="off")
    owner.submit(f"{here}/grants", agency="Acme Media", way="shared_secret")
    assert numbers(session, noaa).can_sign_in.outlook is Outlook.SOUND
    owner.submit(f"{here}/grants", way="unknown", since_on="", is_unknown="y")
    shown = owner.get(here).text
    for words in ("Acme Media", "unknown who", "unknown since when", "2 or more can sign in"):
        assert words in shown
    assert owner.submit(f"{here}/grants", person="ada", agency="Acme").status_code == 422


UNSOUND = [
    ("grants", {"way": "own_login"}, "tick that nobody knows"),
    ("grants", {"agency": "Acme", "is_unknown": "y"}, "Take the tick away"),
    ("grants", {"agency": "Acme", "since_on": "2027-02-01", "ends_on": "2027-01-31"}, "cannot end before it began"),
    ("recovery", {"kind": "mailbox", "sent_to": "the press mailbox"}, "Enter a mail address"),
    ("recovery", {"kind": "mailbox", "sent_to": "noaa@gmail.com", "belongs": "organisation"}, "mailbox at gmail.com"),
    (
        "recovery",
        {"kind": "mailbox", "sent_to": "noaa@freenet.de", "belongs": "organisation"},
        "mailbox at freenet.de",
    ),
    ("recovery", {"kind": "phone", "sent_to": "555-0142"}, "code of its country"),
    ("recovery", {"kind": "phone", "sent_to": "+12025550142", "verified_on": "2099-01-01"}, "in the future"),
    ("grants", {"agency": "Acme", "since_on": "2099-01-01"}, "in the future"),
    ("grants", {"person": "nobody", "since_on": ""}, "Who: Nobody who works here"),
    ("recovery", {"kind": "none", "sent_to": "press@noaa.example"}, "You say that there is none"),
    ("recovery", {"kind": "none", "holder": "ada"}, "Nobody holds what is not there"),
    ("recovery", {"kind": "codes", "holder": "ada", "backup": "ada"}, "Enter somebody else"),
    ("recovery", {"kind": "mailbox", "sent_to": "ADA@commerce.example", "belongs": "organisation"}, "one person"),
    ("factors", {"kind": "off", "holder": "ada"}, "Nobody holds what is switched off"),
]
AGAINST = [
    (
        "recovery",
        {"kind": "none", "belongs": "unknown"},
        {"kind": "codes", "belongs": "unknown"},
        "no way to recover",
    ),
    (
        "recovery",
        {"kind": "codes", "belongs": "unknown"},
        {"kind": "none", "belongs": "unknown"},
        "Ways to recover stand on the list",
    ),
    ("factors", {"kind": "off"}, {"kind": "app"}, "switched off"),
    ("factors", {"kind": "app"}, {"kind": "off"}, "A second factor of this log-in stands"),
]


@pytest.mark.parametrize(("kind", "before", "entered", "advice"), AGAINST)
def test_what_contradicts_another_line_is_asked_back(
    owner: PageClient, session: Session, noaa: SocialAccount, kind: str, before: dict[str, str],
    entered: dict[str, str], advice: str,
) -> None:  # fmt: skip
    here = f"/accounts/{noaa.id}/access"
    assert owner.submit(f"{here}/{kind}", **before).status_code == 303
    refused = owner.submit(f"{here}/{kind}", **entered)
    assert (refused.status_code, advice in refused.text) == (422, True)
    line = session.scalars(select({"recovery": RecoveryMeans, "factors": SecondFactor}[kind])).one()
    assert owner.submit(f"{here}/{kind}/{line.id}", **entered).status_code == 303, "the line itself may say so"


def test_since_when_is_not_guessed(owner: PageClient, noaa: SocialAccount, session: Session) -> None:
    owner.submit(f"/accounts/{noaa.id}/access/grants", agency="Acme Media", way="own_login")
    assert session.scalars(select(AccessGrant)).one().since_on is None


@pytest.mark.parametrize(("kind", "entered", "advice"), UNSOUND)
def test_what_cannot_be_so_is_asked_back(
    owner: PageClient, session: Session, noaa: SocialAccount, kind: str, entered: dict[str, str], advice: str
) -> None:
    answer = owner.submit(f"/accounts/{noaa.id}/access/{kind}", **entered)
    assert (answer.status_code, advice in answer.text) == (422, True)
    assert set(trail(session)) <= {"exposure:list:read"}


def test_numbers_are_kept_as_one_dials_them_from_anywhere(
    owner: PageClient, session: Session, noaa: SocialAccount
) -> None:
    for text in ("+1 (202) 555-0142", "0043 1 555 12 34", "+49 (0)30 5551234"):
        owner.submit(f"/accounts/{noaa.id}/access/recovery", kind="phone", sent_to=text, belongs="organisation")
    kept = session.scalars(select(RecoveryMeans.sent_to).order_by(RecoveryMeans.id)).all()
    assert kept == ["+12025550142", "+4315551234", "+49305551234"]


SECRETS = [
    ("grants", {"evidence": "pw hunter22"}),
    ("recovery", {"sent_to": "JBSWY3DPEHPK3PXP"}),
    ("factors", {"agency": "otpauth://totp/x?secret=JBSWY3DPEHPK3PXP"}),
    ("devices", {"name": "PIN: 4711"}),
    ("tools", {"name": "Planner token=abcd1234efgh"}),
    ("vault", {"pointer": "the password is Sunflower7"}),
]


@pytest.mark.parametrize(("kind", "entered"), SECRETS)
def test_a_secret_is_refused_and_shown_to_nobody(
    owner: PageClient, session: Session, noaa: SocialAccount, kind: str, entered: dict[str, str]
) -> None:
    answer = owner.submit(f"/accounts/{noaa.id}/access/{kind}", **entered)
    assert answer.status_code == 422
    assert "looks like a password" in answer.text
    (secret,) = entered.values()
    assert secret not in answer.text
    assert set(trail(session)) <= {"exposure:list:read"}


def test_no_other_way_takes_a_secret_either(session: Session, noaa: SocialAccount, sam: Person) -> None:
    values = {"pointer": "the password is Sunflower7"}
    with pytest.raises(Invalid, match="looks like a password"):
        add_line(session, noaa, VaultEntry, values, by=sam, now=NOW, today=TODAY)


def test_the_trail_says_that_the_place_of_the_password_changed_not_where_it_is(
    owner: PageClient, session: Session, noaa: SocialAccount
) -> None:
    owner.submit(f"/accounts/{noaa.id}/access/vault", pointer="Vault, folder Press")
    (event,) = session.scalars(select(AuditEvent).where(AuditEvent.action == "exposure:vault_entry:added"))
    assert "folder Press" not in str(event.fields)
    assert event.fields["pointer"] == "…"


def test_what_an_own_login_administers_counts_for_recovery(
    session: Session, noaa: SocialAccount, line: AddLine, mei: Person, sam: Person
) -> None:
    for person in (mei, sam):
        line(AccessGrant, person=person, way=Way.OWN_LOGIN, administers="yes", since_on=TODAY)
    line(RecoveryMeans, kind=MeansKind.NONE, belongs=Belongs.ORGANISATION)
    now = numbers(session, noaa)
    assert (now.can_sign_in.sure, now.can_recover.sure, now.recover_is_open) == (2, 2, False)


def test_leaving_is_forecast_before_it_happens(
    owner: PageClient, line: AddLine, noaa: SocialAccount, ada: Person
) -> None:
    line(SecondFactor, kind=FactorKind.APP, holder=ada)
    line(RecoveryMeans, kind=MeansKind.PHONE, belongs=Belongs.ORGANISATION, holder=ada)
    shown = owner.get(f"/accounts/{noaa.id}/access").text
    today, tomorrow = shown.split("If they leave tomorrow")
    assert "1 can sign in" in today
    assert "Nobody can sign in" in tomorrow
    assert "Nobody can recover" in tomorrow
