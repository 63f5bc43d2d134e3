"""Real directory servers: the sample company's, and the awkward one."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from govdesk.directory.company import Company
from tests.directory.conftest import dirsrv_lab, kept_domains, samba_lab, slapd  # noqa: F401 - fixtures
from tests.directory.lab.openldap import OpenLdapLab, openldap
from tests.directory.ldap.scene import company_of, tiny
from tools.servers.slapd import Slapd


@pytest.fixture(scope="module")
def lab() -> Iterator[OpenLdapLab]:
    with openldap(ordinary=60) as lab:
        yield lab


@pytest.fixture(scope="module")
def small() -> Iterator[Slapd]:
    with tiny() as small:
        yield small


@pytest.fixture
def sample(slapd: Slapd) -> Company:  # noqa: F811 - pytest's way
    return company_of(slapd.environment())


@pytest.fixture
def policies(tmp_path: Path) -> Path:
    """An organisation's own folder, empty."""
    folder = tmp_path / "policies"
    folder.mkdir()
    return folder
