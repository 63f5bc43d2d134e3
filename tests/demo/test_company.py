import json
from collections import Counter
from importlib import resources
from pathlib import Path

import pytest
import yaml

from govdesk.demo import cast
from govdesk.demo.company import Person, company

COMPANY = company()
BY_LOGIN = {person.login: person for person in COMPANY.people}


def way_up(person: Person) -> list[str]:
    """The logins from a person to the top; ends at the second visit of anybody."""
    way = [person.login]
    while (manager := BY_LOGIN[way[-1]].manager) and manager not in way:
        way.append(manager)
    return way if manager is None else [*way, manager]


def test_the_same_seed_gives_the_same_company() -> None:
    assert company() == COMPANY
    assert company(seed=1) != COMPANY


@pytest.mark.parametrize("people", [52, 300, 2_000])
def test_has_as_many_people_as_asked_for_each_with_a_login_of_their_own(people: int) -> None:
    assert len({person.login for person in company(people).people}) == people


def test_too_small_a_company_is_refused() -> None:
    with pytest.raises(ValueError, match="at least"):
        company(people=20)


def test_every_way_up_ends_at_the_same_head() -> None:
    assert {way_up(person)[-1] for person in COMPANY.people} == {COMPANY.departments[0].head}


def test_each_department_is_led_by_the_one_member_whose_manager_is_outside() -> None:
    for department in COMPANY.departments:
        members = [person for person in COMPANY.people if person.department == department.name]
        outside = [
            person.login
            for person in members
            if not person.manager or BY_LOGIN[person.manager].department != department.name
        ]
        assert outside == [department.head]


def test_every_agency_of_the_sample_register_has_people() -> None:
    text = resources.files("govdesk.demo").joinpath("data/accounts.json").read_text(encoding="utf-8")
    agencies = {agency["name"] for account in json.loads(text) for agency in account["agencies"]}
    assert len(agencies) == 10
    assert agencies <= {person.department for person in COMPANY.people}


def test_the_cast_is_there_and_only_lars_has_left() -> None:
    members = [BY_LOGIN[part.login] for part in cast.CAST]
    assert [person.login for person in members if person.disabled] == ["lars"]
    assert BY_LOGIN["ada"].department == BY_LOGIN["lars"].department == "NOAA Press Office"


def test_each_role_has_its_member_of_the_cast() -> None:
    holders = {login: BY_LOGIN[login].groups for login in ("grace", "sam", "mei", "noor", "root", "olu")}
    assert holders == {
        "grace": ("govdesk-comms",),
        "sam": ("govdesk-security",),
        "mei": ("govdesk-agents",),
        "noor": ("govdesk-auditors",),
        "root": ("govdesk-admins",),
        "olu": (),
    }


def test_every_group_that_gives_a_role_has_members() -> None:
    roles = Path(__file__).parents[2] / "policies" / "roles.yml"
    mapped = set(yaml.safe_load(roles.read_text(encoding="utf-8"))["groups"])
    assert len(mapped) == 5
    assert mapped <= {f"cn={group},ou=groups" for person in COMPANY.people for group in person.groups}


def test_some_people_have_left_and_nobody_reports_to_them() -> None:
    left = {person.login for person in COMPANY.people if person.disabled}
    assert 5 < len(left) < 40
    assert not left & {person.manager for person in COMPANY.people}


def test_two_people_may_have_one_name_and_one_person_may_have_one_name_only() -> None:
    assert Counter(person.name for person in COMPANY.people)["Maria Garcia"] == 2
    assert [person.name for person in COMPANY.people if person.given is None] == ["Sukmawati"]
