from collections.abc import Iterator
from pathlib import Path

import pytest

from govdesk.demo.company import company
from govdesk.demo.ldif import seed
from tools.servers.slapd import Slapd
from tools.servers.unprivileged import passing_folder


@pytest.fixture
def folder() -> Iterator[Path]:
    """Where a server may keep its data."""
    with passing_folder("test") as folder:
        yield folder


@pytest.fixture(scope="module")
def slapd() -> Iterator[Slapd]:
    with passing_folder("slapd") as folder, Slapd(folder, seed(company())) as slapd:
        yield slapd
