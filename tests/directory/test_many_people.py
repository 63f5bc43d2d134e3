"""More people than one answer of the server may hold."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govdesk.directory.company import Company
from govdesk.directory.ldap.line import PAGE
from govdesk.directory.ldap.server import DirectoryUnreachable, resting
from govdesk.directory.models import Person
from govdesk.settings import Settings
from tests.directory.conftest import run_on
from tools.servers.big_company import BigCompany
from tools.servers.slapd import Slapd
from tools.servers.slapd_options import Options
from tools.servers.unprivileged import passing_folder

PEOPLE = 5500

LEAVES_BEHIND = """
import os, signal, sys
from pathlib import Path
from govdesk.directory.company import Company
from govdesk.settings import Settings

company = Company.of(Settings.read())
with company.server.reading() as reading:
    for page in reading.everybody(company.server.meaning.people, ["entryUUID"], "entryUUID"):
        print(Path(f"/proc/self/task/{os.getpid()}/children").read_text(), flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
"""


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
    assert len(pages) == 5
    assert readers() == []


def readers() -> list[int]:
    """The processes that read for us."""
    ours = Path(f"/proc/self/task/{threading.get_native_id()}/children").read_text(encoding="utf-8")
    return [pid for pid in map(int, ours.split()) if b"apart" in Path(f"/proc/{pid}/cmdline").read_bytes()]


def test_only_very_many_are_worth_a_process_of_their_own(ldap_settings: Settings) -> None:
    with Company.of(ldap_settings).server.reading() as reading:
        assert reading.has_many("(uid=*)")
        assert not reading.has_many("(uid=p00000*)")


def test_the_process_that_reads_bears_no_secret_where_others_see_it_and_ends_with_the_run(
    ldap_settings: Settings, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    company, secret = Company.of(ldap_settings), ldap_settings.ldap_bind_password.get_secret_value()
    monkeypatch.setenv("GOVDESK_LDAP_BIND_PASSWORD", secret)
    seen = bytearray()

    def look(_entries: int) -> None:
        for pid in readers():
            seen.extend(Path(f"/proc/{pid}/cmdline").read_bytes() + Path(f"/proc/{pid}/environ").read_bytes())
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_on(session, company.server, company.roles, tell=look)
    assert readers() == []
    assert b"PYTHONPATH" in seen
    assert secret.encode() not in seen


@pytest.mark.parametrize("what", ["the process that reads", "the server"])
def test_s3_killing_it_in_the_middle_of_many_changes_nothing(
    ldap_settings: Settings, session: Session, slapd: Slapd, what: str
) -> None:
    company = Company.of(ldap_settings)

    def kill(entries: int) -> None:
        if entries == PAGE and what == "the server":
            slapd.kill()
        elif entries == PAGE:
            os.kill(readers()[0], signal.SIGKILL)

    try:
        with pytest.raises(DirectoryUnreachable, match="hung up" if what == "the server" else "was ended"):
            run_on(session, company.server, company.roles, tell=kill)
    finally:
        slapd.kill()
        slapd.run_again()
        resting.end_all()
    assert session.scalar(select(func.count()).select_from(Person)) == 0
    assert readers() == []


def test_the_process_that_reads_ends_with_whoever_started_it(ldap_settings: Settings, slapd: Slapd) -> None:
    own = {
        "GOVDESK_SECRET_KEY": "only for tests, never elsewhere",
        "GOVDESK_DATABASE_URL": "sqlite:///never-opened.db",
    }
    killed = subprocess.run(
        [sys.executable, "-c", LEAVES_BEHIND],
        env={**os.environ, **slapd.environment(), **own},
        stdout=subprocess.PIPE,
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL
    [reader] = killed.stdout.split()
    until = time.monotonic() + 10
    while Path("/proc", reader.decode()).exists():
        assert time.monotonic() < until
        time.sleep(0.01)
