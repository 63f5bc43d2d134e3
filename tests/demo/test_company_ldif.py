from io import StringIO

import ldap.dn
import ldif as ldif_reader
import pytest

from govdesk.demo.company import company
from govdesk.demo.ldif import escape, seed

AWKWARD_VALUES = [
    "Policy, Planning",
    " led by a blank",
    "blank at the end ",
    "#1",
    'a "b"',
    "a+b=c;<d>\\",
    " ",
    "é",
]


@pytest.mark.parametrize("value", AWKWARD_VALUES)
def test_a_value_in_a_distinguished_name_is_read_back_as_it_was(value: str) -> None:
    assert ldap.dn.str2dn(f"ou={escape(value)},dc=example")[0][0][:2] == ("ou", value)


def test_a_reader_of_ldif_finds_every_name_as_it_was() -> None:
    reader = ldif_reader.LDIFRecordList(StringIO(seed(company())))
    reader.parse()
    names = {entry["uid"][0].decode(): entry["cn"][0].decode() for _, entry in reader.all_records if "uid" in entry}
    assert names == {person.login: person.name for person in company().people}


def test_every_entry_follows_its_parent() -> None:
    reader = ldif_reader.LDIFRecordList(StringIO(seed(company())))
    reader.parse()
    seen: set[str] = set()
    for dn, _ in reader.all_records:
        parent = ldap.dn.dn2str(ldap.dn.str2dn(dn)[1:])
        assert parent in seen or dn == "dc=commerce,dc=example"
        seen.add(ldap.dn.dn2str(ldap.dn.str2dn(dn)))
