"""Mistakes in directory.yml and roles.yml are sentences with file and line, also when the application runs."""

from pathlib import Path

import pytest

from govdesk.access import Role
from govdesk.directory.ldap.entries import person_facts
from govdesk.directory.ldap.entry import Entry
from govdesk.directory.ldap.meaning import Meaning, RoleMap
from govdesk.files import FileError, PolicyFiles
from govdesk.settings import LdapKind, Settings, SettingsError
from tests.directory.ldap.scene import BASE, OURS


def written(folder: Path, name: str, text: str) -> PolicyFiles:
    (folder / name).write_text(text, encoding="utf-8")
    return PolicyFiles(folder)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("groups:\n  editors: comms\n", "roles.yml:2: 'editors' is not a distinguished name"),
        ("groups:\n  cn=a,b: comms\n", "roles.yml:2: 'cn=a,b' is not a distinguished name"),
        ("groups:\n  5: comms\n", "roles.yml:2: '5' is not a distinguished name"),
        ("groups:\n  cn=a: 5\n", "roles.yml:2: 5 is neither a role nor a list of roles"),
        ("groups:\n  cn=a:\n", "roles.yml:2: None is neither a role nor a list of roles"),
        ("groups:\n  cn=a: [comms, king]\n", "king"),
        ("groups:\n  cn=a: {comms: true}\n", "neither a role nor a list"),
        ("groups:\n", "needs a key `groups:`"),
    ],
)
def test_a_wrong_line_of_roles_is_named(policies: Path, text: str, words: str) -> None:
    with pytest.raises(FileError) as error:
        RoleMap.read(written(policies, "roles.yml", text), BASE)
    assert words in str(error.value)


def test_a_group_may_be_written_short_or_whole(policies: Path) -> None:
    text = f"groups:\n  cn=a,ou=groups: comms\n  'CN=b,OU=Groups,{BASE.upper()}': [agent, auditor]\n"
    roles = RoleMap.read(written(policies, "roles.yml", text), BASE)
    assert roles.roles_of([f"cn=A,ou=groups,{BASE}"]) == {Role.COMMS: f"cn=A,ou=groups,{BASE}"}
    assert set(roles.roles_of([f"cn=b,ou=groups,{BASE}"])) == {Role.AGENT, Role.AUDITOR}


@pytest.mark.parametrize("base", ["commerce", "dc=commerce,example", "dc=commerce,,dc=example", "=x"])
def test_a_base_that_is_no_name_stops_the_start(base: str) -> None:
    with pytest.raises(SettingsError, match="GOVDESK_LDAP_BASE_DN: must be a distinguished name"):
        Settings.read({**OURS, "GOVDESK_LDAP_BASE_DN": base})


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("bind_as: uid=ada,dc=example\n", "needs {login}"),
        ("bind_as: ['{login}@a.example', '{login}@b.example']\n", "may hold several distinguished names, or one"),
        ("disabled_when: [retired]\n", "'retired' is not written like name=value"),
        ("sign_in_with: {uid: 1}\n", "sign_in_with"),
        ("logn: uid\n", "logn"),
    ],
)
def test_a_wrong_key_of_directory_is_named(policies: Path, text: str, words: str) -> None:
    with pytest.raises(FileError) as error:
        Meaning.read(written(policies, "directory.yml", text), LdapKind.OPENLDAP)
    assert str(error.value).startswith("directory.yml:1: ")
    assert words in str(error.value)


@pytest.mark.parametrize(
    ("kind", "mark", "is_disabled"),
    [
        (LdapKind.AD, {"useraccountcontrol": "514"}, True),
        (LdapKind.AD, {"useraccountcontrol": "512"}, False),
        (LdapKind.AD, {"useraccountcontrol": "-2"}, False),
        (LdapKind.DIRSRV, {"nsaccountlock": "TRUE"}, True),
        (LdapKind.DIRSRV, {"nsaccountlock": "false"}, False),
        (LdapKind.OPENLDAP, {"pwdaccountlockedtime": "000001010000Z"}, True),
        (LdapKind.OPENLDAP, {"pwdaccountlockedtime": "20260101000000Z"}, False),
        (LdapKind.OPENLDAP, {"accountstatus": "inactive"}, True),
        (LdapKind.OPENLDAP, {"accountstatus": "Active"}, False),
        (LdapKind.OPENLDAP, {}, False),
    ],
)
def test_l10_the_usual_marks_of_each_kind_of_server(kind: LdapKind, mark: dict[str, str], is_disabled: bool) -> None:
    meaning = Meaning.read(PolicyFiles(), kind)
    values = {"uid": "ada", "samaccountname": "ada", "entryuuid": "1", "nsuniqueid": "1", **mark}
    entry = Entry(
        f"uid=ada,{BASE}", {name: [text.encode()] for name, text in values.items()} | {"objectguid": [b"0" * 16]}
    )
    assert person_facts(entry, meaning).is_disabled is is_disabled
