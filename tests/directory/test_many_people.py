"""More people than one answer of the server may hold."""

from collections.abc import Iterator

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govdesk.directory.company import Company
from govdesk.directory.models import Person
from govdesk.settings import Settings
from tests.directory.conftest import run_on
from tools.servers.big_company import BigCompany
from tools.servers.slapd import Slapd
from tools.servers.slapd_options import Options
from tools.servers.unprivileged import passing_folder

PEOPLE = 2500


@pytest.fixture(scope="module")
def slapd() -> Iterator[Slapd]:
    options = Options(entries_at_most=500, logs_operations=True)
    with passing_folder("slapd") as folder, Slapd(folder, BigCompany(PEOPLE), options=options) as slapd:
        yield slapd


def test_s2_everybody_is_read_in_pages(ldap_settings: Settings, session: Session, slapd: Slapd) -> None:
    company = Company.of(ldap_settings)
    report = run_on(session, company.server, company.roles)
    assert report.people.new == PEOPLE
    assert session.scalar(select(func.count()).select_from(Person)) == PEOPLE
    pages = [line for line in slapd.log().splitlines() if "SEARCH RESULT" in line and "nentries=1000" in line]
    assert len(pages) == 2
