"""Who has a role: found downward by the synchronisation and upward by the sign-in, with the same result."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.access import Role
from govdesk.directory.ldap.lookup import by_login
from govdesk.directory.models import Person, PersonState
from govdesk.directory.queries import people_with_role
from tests.directory.conftest import run_on
from tests.directory.lab.ad_entries import BASE as AD_BASE
from tests.directory.lab.openldap import OpenLdapLab, openldap
from tests.directory.lab.samba import samba
from tests.directory.ldap.scene import company_of, roles_file, with_files
from tools.servers.samba import obstacle
from tools.servers.windows_relay import WindowsRelay


@pytest.fixture
def lab() -> Iterator[OpenLdapLab]:
    with openldap(ordinary=60) as lab:
        yield lab


def test_r3_both_ways_give_everybody_the_same_roles(lab: OpenLdapLab, session: Session, tmp_path: Path) -> None:
    files = with_files(tmp_path, roles=roles_file(lab.roles()))
    company = company_of(lab.environment(), policies=files)
    run_on(session, company.server, company.roles)
    people = session.scalars(select(Person).where(Person.state == PersonState.ACTIVE)).all()
    downward = {person.login: person.roles for person in people}
    upward = {
        login: frozenset(company.roles.roles_of(by_login(company.server, login).group_dns)) for login in downward
    }
    assert upward == downward
    assert len(set(downward.values())) > 4


@pytest.mark.samba
@pytest.mark.chaos
@pytest.mark.skipif(bool(obstacle()), reason=obstacle() or "Samba can be run")
def test_s5_two_thousand_members_in_ranges_all_count(kept_domains: Path, session: Session, tmp_path: Path) -> None:
    with samba(kept_domains, members=2000) as lab, WindowsRelay(lab.samba) as windows:
        files = with_files(tmp_path, roles=roles_file(lab.roles()))
        environment = lab.environment() | {"GOVDESK_LDAP_URI": windows.uri}
        company = company_of(environment, policies=files, ldap_tls="off")
        run_on(session, company.server, company.roles)
    crowd = [group for group in company.roles.groups if group.endswith(f"CN=crowd,OU=groups,{AD_BASE}")]
    assert len(crowd) <= 1
    assert len(session.scalars(people_with_role(Role.AGENT)).all()) >= 2000
