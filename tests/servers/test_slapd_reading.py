import ldap
import pytest

from govdesk.demo.company import PASSWORD, company
from govdesk.demo.ldif import SAMPLE_MARK
from tests.servers.directory import BASE, GRACE, as_service, connect, search
from tools.servers.slapd import Slapd


def test_every_person_arrives_with_the_name_spelled_right(slapd: Slapd) -> None:
    found = search(as_service(slapd.environment()), "(objectClass=inetOrgPerson)", "uid", "cn")
    names = {entry["uid"][0].decode(): entry["cn"][0].decode() for _, entry in found}
    assert names == {person.login: person.name for person in company().people}


def test_groups_are_known_at_the_person_right_after_loading(slapd: Slapd) -> None:
    group = f"cn=govdesk-comms,ou=groups,{BASE}"
    [(_, grace)] = search(as_service(slapd.environment()), "(uid=grace)", "memberOf")
    assert grace == {"memberOf": [group.encode()]}


def test_people_can_be_searched_by_their_group(slapd: Slapd) -> None:
    found = search(as_service(slapd.environment()), f"(&(uid=*)(memberOf=cn=govdesk-comms,ou=groups,{BASE}))", "uid")
    assert {dn for dn, _ in found} >= {GRACE}
    assert len(found) == sum("govdesk-comms" in person.groups for person in company().people)


def test_who_left_is_marked(slapd: Slapd) -> None:
    [(_, lars)] = search(as_service(slapd.environment()), "(uid=lars)", "pwdAccountLockedTime")
    assert lars == {"pwdAccountLockedTime": [b"000001010000Z"]}


def test_the_root_says_that_it_is_a_sample(slapd: Slapd) -> None:
    [(_, root)] = as_service(slapd.environment()).search_s(BASE, ldap.SCOPE_BASE, attrlist=["description"])
    assert root["description"] == [SAMPLE_MARK.encode()]


def test_the_service_account_reads_no_password(slapd: Slapd) -> None:
    [(_, grace)] = search(as_service(slapd.environment()), "(uid=grace)", "uid", "userPassword")
    assert grace == {"uid": [b"grace"]}


def test_the_service_account_changes_nothing(slapd: Slapd) -> None:
    with pytest.raises(ldap.INSUFFICIENT_ACCESS):
        as_service(slapd.environment()).modify_s(GRACE, [(ldap.MOD_REPLACE, "sn", b"Changed")])


def test_nobody_in_particular_reads_nothing(slapd: Slapd) -> None:
    with pytest.raises(ldap.NO_SUCH_OBJECT):
        search(connect(slapd.environment()), "(uid=grace)")


def test_a_person_reads_nothing_either(slapd: Slapd) -> None:
    connection = connect(slapd.environment())
    connection.simple_bind_s(GRACE, PASSWORD)
    with pytest.raises(ldap.NO_SUCH_OBJECT):
        search(connection, "(uid=sam)")
