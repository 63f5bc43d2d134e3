"""Who has acknowledged and who has not, among those who work here."""

from sqlalchemy.orm import Session

from govdesk.directory.models import Department, Person, PersonState
from govdesk.policies import coverage
from govdesk.policies.actions import acknowledge
from govdesk.policies.coverage import Share
from govdesk.policies.models import PolicyVersion
from tests.pages import PageClient
from tests.policies.conftest import SOUND, House

Cast = dict[str, Person]
PAGE = "/policies/house-rules/coverage"


def say(house: House, version: PolicyVersion, *people: Person) -> None:
    for person in people:
        acknowledge(house.session, version, person, digest=version.digest, now=house.now, today=house.today)
    house.session.commit()


def test_leavers_count_neither_above_nor_below_the_line(
    house: House, session: Session, version: PolicyVersion, cast: Cast
) -> None:
    say(house, version, cast["olu"], cast["ada"])
    assert coverage.shares(session, [version]) == {version.id: Share(2, 7)}
    cast["olu"].state = PersonState.LEFT
    session.flush()
    assert coverage.shares(session, [version]) == {version.id: Share(1, 6)}


def test_each_is_either_among_those_who_have_or_those_who_have_not(
    house: House, session: Session, version: PolicyVersion, cast: Cast
) -> None:
    say(house, version, cast["olu"], cast["ada"])
    done = session.scalars(coverage.people(version, acknowledged=True)).all()
    owing = session.scalars(coverage.people(version, acknowledged=False)).all()
    assert [person.login for person in done] == ["ada", "olu"]
    assert [person.login for person in owing] == ["grace", "mei", "noor", "root", "sam"]


def test_departments_with_most_left_to_do_come_first(
    house: House, session: Session, version: PolicyVersion, cast: Cast
) -> None:
    cast["root"].department = None
    session.flush()
    say(house, version, cast["olu"])
    rows = coverage.by_department(session, version)
    found = [(row.department.name if row.department else None, row.share) for row in rows]
    assert found == [
        ("Department of Commerce", Share(0, 4)),
        (None, Share(0, 1)),
        ("NOAA Press Office", Share(0, 1)),
        ("Bureau of the Census", Share(1, 1)),
    ]


def test_a_hundred_percent_means_everybody() -> None:
    assert [Share(199, 200).percent, Share(200, 200).percent, Share(0, 0).percent] == [99, 100, 100]


def test_an_acknowledgement_of_the_version_before_does_not_count(
    house: House, session: Session, version: PolicyVersion, cast: Cast
) -> None:
    say(house, version, cast["olu"])
    second = house.publish(SOUND.replace("ten", "nine"))
    assert coverage.shares(session, [second])[second.id] == Share(0, 7)
    assert coverage.shares(session, [version])[version.id] == Share(1, 7)


def test_comms_sees_who_has_not_and_who_has(
    client: PageClient, house: House, version: PolicyVersion, cast: Cast
) -> None:
    say(house, version, cast["olu"])
    owing = client.sign_in(cast["grace"]).get(PAGE).text
    assert "1 of 7 people (14 %)" in owing
    assert "Ada Sørensen" in owing
    assert "Olu Adeyemi" not in owing
    done = client.get(f"{PAGE}?who=acknowledged").text
    assert "Olu Adeyemi" in done
    assert "Ada Sørensen" not in done
    assert "Lars Holm" not in owing + done


def test_the_list_is_narrowed_by_department(
    client: PageClient, version: PolicyVersion, cast: Cast, press_office: Department
) -> None:
    shown = client.sign_in(cast["grace"]).get(f"{PAGE}?department={press_office.id}").text
    assert "Ada Sørensen" in shown
    assert "Mei Tanaka" not in shown


def test_a_department_that_does_not_exist_narrows_nothing(
    client: PageClient, version: PolicyVersion, cast: Cast
) -> None:
    for wrong in ("9999", "x", "-1"):
        answer = client.sign_in(cast["grace"]).get(f"{PAGE}?department={wrong}")
        assert answer.status_code == 200
        assert "Mei Tanaka" in answer.text


def test_when_nobody_is_missing_the_page_says_so(
    client: PageClient, house: House, version: PolicyVersion, cast: Cast
) -> None:
    assert "Nobody yet" in client.sign_in(cast["grace"]).get(f"{PAGE}?who=acknowledged").text
    say(house, version, *(person for person in cast.values() if person.is_employed))
    assert "Everybody has acknowledged" in client.get(PAGE).text
