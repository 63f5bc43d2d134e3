"""Active Directory knows everybody as login@domain, too, also who has another userPrincipalName or none."""

import pytest

from govdesk.directory.ldap.entry import Entry
from govdesk.directory.ldap.logins import filter_of, implicit_login, meant
from govdesk.directory.ldap.meaning import Meaning
from govdesk.files import PolicyFiles
from govdesk.settings import LdapKind
from tests.directory.conftest import entry

AD = Meaning.read(PolicyFiles(), LdapKind.AD).below("OU=Staff,DC=Corp,DC=example")


def person(login: str, principal: str = "") -> Entry:
    return entry(login, samaccountname=login, userprincipalname=principal)


@pytest.mark.parametrize(
    ("typed", "login"),
    [
        ("ada@corp.example", "ada"), (" ADA@CORP.EXAMPLE ", "ADA"), ("ada@mail.example", ""), ("ada", ""),
        ("@corp.example", ""), ("ada@corp.example.evil", ""),
    ],
)  # fmt: skip
def test_only_the_domain_of_the_base_is_implied(typed: str, login: str) -> None:
    assert implicit_login(typed, AD) == login


def test_no_other_kind_of_server_implies_it() -> None:
    others = Meaning.read(PolicyFiles(), LdapKind.OPENLDAP).below("dc=corp,dc=example")
    assert implicit_login("ada@corp.example", others) == ""
    assert implicit_login("ada@corp.example", AD.below("ou=staff,o=corp")) == ""


def test_it_is_searched_for_and_escaped() -> None:
    assert "(sAMAccountName=ada)" in filter_of("ada@corp.example", AD)
    assert "(sAMAccountName=a\\2a)" in filter_of("a*@corp.example", AD)


def test_whoever_has_the_name_written_down_goes_before_whose_it_is_implied_to_be() -> None:
    ada, other = person("ada", "ada.lovelace@corp.example"), person("other", "ada@corp.example")
    assert meant([ada], "ada@corp.example", AD) == [ada]
    assert meant([ada, other], "ada@corp.example", AD) == [other]
