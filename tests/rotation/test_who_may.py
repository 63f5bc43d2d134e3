"""Who may open and change what: one table."""

import pytest
from sqlalchemy.orm import Session

from govdesk.directory.models import Person
from govdesk.rotation.models import RotationSchedule
from tests.pages import PageClient

LIST, NEW = "/rotations", "/accounts/{a}/rotations"
SHOW, EDIT, RECORD = "/rotations/{s}", "/rotations/{s}/schedule", "/rotations/{s}/recordings"
TABLE = {
    "sam": {LIST: 200, NEW: 200, SHOW: 200, EDIT: 200, RECORD: 422},
    "ada": {LIST: 200, NEW: 403, SHOW: 200, EDIT: 403, RECORD: 422},
    "grace": {LIST: 200, NEW: 403, SHOW: 200, EDIT: 403, RECORD: 403},
    "noor": {LIST: 200, NEW: 403, SHOW: 200, EDIT: 403, RECORD: 403},
    "olu": {LIST: 200, NEW: 403, SHOW: 404, EDIT: 404, RECORD: 404},
    "mei": {LIST: 200, NEW: 403, SHOW: 404, EDIT: 404, RECORD: 404},
    "root": {LIST: 200, NEW: 403, SHOW: 404, EDIT: 404, RECORD: 404},
    "lars": {LIST: 303, NEW: 303, SHOW: 303, EDIT: 303, RECORD: 303},
    "nobody": {LIST: 303, NEW: 303, SHOW: 303, EDIT: 303, RECORD: 303},
}


@pytest.fixture
def free_of_csrf(client: PageClient) -> PageClient:
    """Posts without a token, so that the permission answers and not the form."""
    client.application.config["WTF_CSRF_ENABLED"] = False
    return client


@pytest.mark.parametrize("login", TABLE)
def test_each_may_what_the_table_says(
    free_of_csrf: PageClient, schedule: RotationSchedule, cast: dict[str, Person], login: str
) -> None:
    if login in cast:
        free_of_csrf.sign_in(cast[login])
    for address, status in TABLE[login].items():
        where = address.format(a=schedule.account_id, s=schedule.id)
        answer = free_of_csrf.post(where) if address is RECORD else free_of_csrf.get(where)
        assert answer.status_code == status, (login, where)


@pytest.mark.parametrize("address", [NEW, EDIT])
@pytest.mark.parametrize("login", ["ada", "grace", "noor", "olu"])
def test_only_security_schedules(
    free_of_csrf: PageClient,
    session: Session,
    schedule: RotationSchedule,
    cast: dict[str, Person],
    login: str,
    address: str,
) -> None:
    before = schedule.version
    where = address.format(a=schedule.account_id, s=schedule.id)
    answer = free_of_csrf.sign_in(cast[login]).post(where, data={"due_on": "2030-01-01"})
    assert answer.status_code in (403, 404)
    session.expire_all()
    assert schedule.version == before


def test_the_head_of_an_owning_department_reads_and_does_not_record(
    free_of_csrf: PageClient, session: Session, schedule: RotationSchedule, olu: Person
) -> None:
    schedule.account.departments[0].head = olu
    session.commit()
    free_of_csrf.sign_in(olu)
    assert "noaa" in free_of_csrf.get("/rotations").text
    assert free_of_csrf.get(f"/rotations/{schedule.id}").status_code == 200
    assert free_of_csrf.post(f"/rotations/{schedule.id}/recordings").status_code == 403


@pytest.mark.parametrize("address", ["/rotations/999999", "/accounts/999999/rotations"])
def test_what_does_not_exist_is_not_found(client: PageClient, sam: Person, address: str) -> None:
    assert client.sign_in(sam).get(address).status_code == 404
