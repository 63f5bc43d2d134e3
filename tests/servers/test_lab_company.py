"""The awkward company stands on OpenLDAP as it is written, on both days."""

from collections.abc import Iterator

import pytest

from tests.directory.lab.changes import Edit
from tests.directory.lab.company import company
from tests.directory.lab.ldif import LONG_AGO, entry_id
from tests.directory.lab.openldap import OpenLdapLab, openldap
from tests.directory.lab.truth import truth


@pytest.fixture
def lab() -> Iterator[OpenLdapLab]:
    with openldap(ordinary=80) as lab:
        yield lab


def shown(lab: OpenLdapLab) -> dict[str, tuple[str, str]]:
    """Login and name of everybody on the server, by key."""
    found = lab.read("(employeeNumber=*)", "employeeNumber", "uid", "displayName", "cn")
    return {
        values["employeeNumber"][0].decode(): (
            values["uid"][0].decode(),
            " ".join(values.get("displayName", values["cn"])[0].decode().split()),
        )
        for _, values in found
    }


def told(lab: OpenLdapLab) -> dict[str, tuple[str, str]]:
    known = truth(lab.company, lab.kind).values()
    return {one.key: (one.login, one.name) for one in known if one.state != "left"}


def test_the_first_day_is_as_it_is_told(lab: OpenLdapLab) -> None:
    skipped = {"twice-in-rnd", "twice-in-it", "long-login", "long-name"}
    there, expected = shown(lab), told(lab)
    assert {key: there[key] for key in there.keys() - skipped} == {
        key: expected[key] for key in expected.keys() - skipped
    }
    assert lab.is_settled()


def test_the_second_day_keeps_the_ids_of_who_stays_and_gives_new_ones_to_who_joins(lab: OpenLdapLab) -> None:
    before = lab.ids()
    assert before == {person.key: entry_id(person.key) for person in company(ordinary=80).people}
    lab.day_two()
    after = lab.ids()
    assert {key: after[key] for key in before.keys() & after.keys()} == {
        key: before[key] for key in before.keys() & after.keys()
    }
    assert after.keys() - before.keys() == {"heir", "joiner", "joiner-abroad"}
    assert shown(lab)["heir"][0] == company().person("hash").login
    assert before.keys() - after.keys() == {one.key for one in lab.company.left}


def test_a_large_group_can_be_had() -> None:
    with openldap(ordinary=60, members=2_000) as lab:
        [(_, crowd)] = lab.read("(cn=crowd)", "member")
        assert len(crowd["member"]) == 2_000


def test_a_managers_rename_reaches_reports_and_groups_but_not_their_time_of_change(lab: OpenLdapLab) -> None:
    """What a synchronisation by modifyTimestamp alone would miss."""
    lab.do(Edit("chief", {"name": "Somebody Else"}))
    for wanted, attribute in (("(employeeNumber=plus)", "manager"), ("(&(cn=govdesk-admins)(member=*))", "member")):
        found = lab.read(wanted, attribute, "modifyTimestamp")[0][1]
        assert lab.dn("chief").encode() in found[attribute]
        assert found["modifyTimestamp"] == [LONG_AGO.encode()]
