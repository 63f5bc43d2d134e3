"""Names of entries are compared as what they mean, and followed when they change (docs/directory.md)."""

import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import ldap
import pytest
from ldap.ldapobject import SimpleLDAPObject
from sqlalchemy.orm import Session

from govdesk.access import Role
from govdesk.directory.models import WebSession
from govdesk.directory.queries import active_by_login
from tests.conftest import NOW
from tests.directory.conftest import run_on
from tests.directory.ldap.scene import company_of, with_files
from tools.servers.slapd import Slapd
from tools.servers.slapd_options import Options
from tools.servers.unprivileged import passing_folder

BASE = "dc=commerce,dc=example"
GROUP = f"cn=writers\\, editors,{BASE}"
COMMA = f"cn=Okoro\\, Ada,{BASE}"
BOSS = f"cn=Müller \\+ Söhne,{BASE}"
SEVERAL = f"""\
dn: {BASE}
objectClass: dcObject
objectClass: organization
dc: commerce
o: Commerce

dn: {BOSS}
objectClass: inetOrgPerson
uid: boss
sn: Müller

dn: {COMMA}
objectClass: inetOrgPerson
uid: ada
sn: Okoro
manager: CN=m\\C3\\BCller \\2b s\\C3\\B6hne , DC=Commerce,dc=EXAMPLE

dn: {GROUP}
objectClass: groupOfNames
member: CN=okoro\\2C ada,  DC=commerce,DC=example
"""
SPELLED_OTHERWISE = "CN=Writers\\2c Editors, DC=Commerce, DC=Example"


@pytest.fixture
def slapd() -> Iterator[Slapd]:
    with passing_folder("names") as folder, Slapd(folder, SEVERAL, BASE, Options()) as slapd:
        yield slapd


@pytest.fixture
def roles(tmp_path: Path) -> str:
    return with_files(tmp_path, roles=f"groups:\n  '{SPELLED_OTHERWISE}': comms\n")


def test_i4_a_name_is_what_it_means_however_it_is_written(slapd: Slapd, session: Session, roles: str) -> None:
    company = company_of(slapd.environment(), policies=roles)
    run_on(session, company.server, company.roles)
    ada = active_by_login(session, "ada")
    assert ada is not None
    assert ada.roles == {Role.COMMS}
    assert ada.manager is not None
    assert ada.manager.login == "boss"


def test_s6_a_group_that_still_has_the_old_name_takes_no_role(slapd: Slapd, session: Session, roles: str) -> None:
    company = company_of(slapd.environment(), policies=roles)
    run_on(session, company.server, company.roles)
    ada = active_by_login(session, "ada")
    assert ada is not None
    opened = WebSession(token_hash="x" * 64, person=ada, address="", agent="", created_at=NOW, seen_at=NOW)
    session.add(opened)
    mended = f"cn=Okoro-Baker,{BASE}".encode()
    with slapd.manager() as manager:
        manager.rename_s(COMMA, "cn=Okoro-Baker", delold=1)
        _wait_for(lambda: _members(manager) == [mended])
        # As it is in the moment before: the name in the group leads nowhere.
        manager.modify_s(GROUP, [(ldap.MOD_REPLACE, "member", [COMMA.encode()])])
    report = run_on(session, company.server, company.roles, now=NOW + timedelta(minutes=5))
    assert (report.groups.left, ada.roles, opened.ended_at) == (0, frozenset({Role.COMMS}), None)
    with slapd.manager() as manager:
        manager.modify_s(GROUP, [(ldap.MOD_REPLACE, "member", [mended])])
    run_on(session, company.server, company.roles, now=NOW + timedelta(minutes=10))
    session.refresh(ada)
    assert ada.roles == {Role.COMMS}


def _members(manager: SimpleLDAPObject) -> list[bytes]:
    [(_dn, values)] = manager.search_s(GROUP, ldap.SCOPE_BASE, attrlist=["member"])
    return list(values["member"])


def _wait_for(holds: Callable[[], bool]) -> None:
    """What the server mends, it mends a moment later."""
    until = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < until, "the server did not mend the group"
        time.sleep(0.02)
