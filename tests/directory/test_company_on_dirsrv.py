"""What a 389 Directory Server says and does, told by the awkward company that stands on one."""

import ldap
import pytest

from tests.directory.lab.company import PASSWORD
from tests.directory.lab.dirsrv import DirsrvLab
from tests.directory.lab.ldif import BASE, Values
from tests.servers.directory import as_service, connect

pytestmark = [pytest.mark.dirsrv, pytest.mark.chaos]

REFUSALS = [
    ("comma", PASSWORD, None),
    ("comma", "guess", ldap.INVALID_CREDENTIALS),
    ("comma", "", ldap.INAPPROPRIATE_AUTH),
    ("disabled", PASSWORD, ldap.UNWILLING_TO_PERFORM),
    ("disabled", "guess", ldap.UNWILLING_TO_PERFORM),
    ("locked", PASSWORD, ldap.CONSTRAINT_VIOLATION),
    ("locked", "guess", ldap.CONSTRAINT_VIOLATION),
    ("expired", PASSWORD, ldap.INVALID_CREDENTIALS),
    ("must-change", PASSWORD, None),
]


def one(lab: DirsrvLab, key: str, *attributes: str) -> Values:
    connection = as_service(lab.environment())
    [(_, values)] = connection.search_s(BASE, ldap.SCOPE_SUBTREE, f"(employeeNumber={key})", list(attributes))
    found: Values = values
    return found


@pytest.mark.parametrize(("key", "password", "refusal"), REFUSALS)
def test_who_may_come_in_and_how_others_are_refused(
    dirsrv_lab: DirsrvLab, key: str, password: str, refusal: type[Exception] | None
) -> None:
    connection = connect(dirsrv_lab.environment())
    if refusal is None:
        connection.simple_bind_s(dirsrv_lab.dn(key), password)
    else:
        with pytest.raises(refusal):
            connection.simple_bind_s(dirsrv_lab.dn(key), password)


def test_who_must_change_is_let_in_and_may_do_nothing(dirsrv_lab: DirsrvLab) -> None:
    connection = connect(dirsrv_lab.environment())
    connection.simple_bind_s(dirsrv_lab.dn("must-change"), PASSWORD)
    with pytest.raises(ldap.UNWILLING_TO_PERFORM):
        connection.search_s(BASE, ldap.SCOPE_BASE)


def test_r3_member_of_names_the_groups_above_too(dirsrv_lab: DirsrvLab) -> None:
    names = {value.decode().partition(",")[0] for value in one(dirsrv_lab, "staff-013", "memberOf")["memberOf"]}
    assert names == {"cn=comms-vienna-press", "cn=comms-vienna", "cn=comms-europe", "cn=govdesk-comms"}


def test_the_locked_by_an_administrator_are_marked(dirsrv_lab: DirsrvLab) -> None:
    assert one(dirsrv_lab, "disabled", "nsAccountLock") == {"nsAccountLock": [b"true"]}
    assert one(dirsrv_lab, "locked", "nsAccountLock") == {}


def test_i2_the_second_day_leaves_everybody_their_id(dirsrv_lab: DirsrvLab) -> None:
    before = dirsrv_lab.ids()
    dirsrv_lab.day_two()
    after = dirsrv_lab.ids()
    kept = before.keys() & after.keys()
    assert sorted(after) == sorted(person.key for person in dirsrv_lab.company.people)
    assert {key: before[key] for key in kept} == {key: after[key] for key in kept}


def test_names_in_groups_and_of_managers_followed(dirsrv_lab: DirsrvLab) -> None:
    chief = one(dirsrv_lab, "staff-055", "manager")["manager"]
    assert [value.decode().casefold() for value in chief] == [dirsrv_lab.dn("chief").casefold()]
