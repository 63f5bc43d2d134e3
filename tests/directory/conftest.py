"""A real OpenLDAP server with the sample company, and an application that signs people in against it."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import ldap
import pytest
from flask import Flask
from sqlalchemy.orm import Session

from govdesk import create_app, db
from govdesk.access import Role
from govdesk.demo.company import company
from govdesk.demo.ldif import seed
from govdesk.directory.company import Company
from govdesk.directory.ldap.entry import Entry
from govdesk.directory.ldap.meaning import Meaning, RoleMap
from govdesk.directory.ldap.packing import Row
from govdesk.directory.ldap.reading import Reading
from govdesk.directory.ldap.server import DirectoryServer
from govdesk.directory.sync.report import SyncReport
from govdesk.directory.sync.run import synchronise
from govdesk.files import PolicyFiles
from govdesk.settings import LdapKind, Settings
from tests.conftest import NOW, VIENNA
from tests.directory.lab.dirsrv import DirsrvLab, dirsrv
from tests.directory.lab.samba import SambaLab, samba
from tests.pages import PageClient
from tools.servers.dirsrv import obstacle as dirsrv_obstacle
from tools.servers.samba import obstacle as samba_obstacle
from tools.servers.slapd import Slapd
from tools.servers.unprivileged import passing_folder

BASE = "dc=commerce,dc=example"
COMMS = f"cn=govdesk-comms,ou=groups,{BASE}"


@pytest.fixture(scope="module")
def slapd() -> Iterator[Slapd]:
    with passing_folder("slapd") as folder, Slapd(folder, seed(company())) as slapd:
        yield slapd


@pytest.fixture
def ldap_settings(slapd: Slapd, database_url: str) -> Settings:
    """The settings of an installation that uses this directory."""
    return Settings.read(
        {
            **slapd.environment(),
            "GOVDESK_DATABASE_URL": database_url,
            "GOVDESK_SECRET_KEY": "only for tests, never elsewhere",
            "GOVDESK_BASE_URL": "http://localhost",
        }
    )


@pytest.fixture
def directory(ldap_settings: Settings) -> Company:
    return Company.of(ldap_settings)


@pytest.fixture
def door(ldap_settings: Settings, sessions: Callable[[], Session], session: Session) -> PageClient:
    """A browser in front of the sign-in page."""
    return browser_of(create_app(ldap_settings), sessions, session)


def entry(login: str, **values: str) -> Entry:
    """An entry as a directory may give it."""
    known = {"uid": login, "entryuuid": f"id-of-{login}", "displayname": login.title(), **values}
    return Entry(f"uid={login},ou=people,{BASE}", {name: [value.encode()] for name, value in known.items()})


class ListedReading(Reading):
    """A server whose answers are written down."""

    uri = "ldap://nowhere"

    def __init__(self, entries: list[Entry]) -> None:
        self._entries = entries

    def has_many(self, _wanted: str) -> bool:
        return False

    def people(self, _wanted: str, _attributes: list[str]) -> Iterator[list[Row]]:
        yield [(one.dn, _as_told(one)) for one in self._entries]

    def units(self, _wanted: str, _attributes: list[str]) -> Iterator[Entry]:
        return iter(())

    def groups(self, _wanted: str, _attributes: list[str]) -> Iterator[Entry]:
        return iter(())

    def entry(self, dn: str, _attributes: list[str], _wanted: str = "") -> Entry | None:
        members = [one.dn.encode() for one in self._entries if one.text("memberof") == dn]
        return Entry(dn, {"member": members}) if dn == COMMS else None


def _as_told(entry: Entry) -> dict[str, list[bytes]]:
    spelled = {"entryuuid": "entryUUID", "displayname": "displayName"}
    return {spelled.get(name, name): list(values) for name, values in entry.values.items() if name != "memberof"}


@dataclass
class Listing(DirectoryServer):
    """A directory whose answer is written down: for what a sound server is hard to bring to say."""

    entries: list[Entry]
    meaning: Meaning = field(default_factory=lambda: Meaning.read(PolicyFiles(), LdapKind.OPENLDAP))

    @contextmanager
    def reading(self) -> Iterator[Reading]:
        yield ListedReading(self.entries)


ROLES = RoleMap({COMMS: [Role.COMMS]}, BASE)


def run(session: Session, *entries: Entry, force: bool = False) -> SyncReport:
    """One run over these entries."""
    return run_on(session, Listing(list(entries)), force=force)


def run_on(
    session: Session, server: DirectoryServer, roles: RoleMap = ROLES, *, now: datetime = NOW, **options: Any
) -> SyncReport:
    """One run over what a server tells."""
    session.flush()
    report = synchronise(db.within(session), server, roles, now=now, tz=VIENNA, **options)
    session.expire_all()
    return report


@contextmanager
def last_day_of(slapd: Slapd, login: str, day: str) -> Iterator[None]:
    """Somebody's last day at work, where `directory.yml` says `leaves_on: description`."""
    with slapd.manager() as manager:
        [(dn, _no_values)] = manager.search_s(slapd.base_dn, ldap.SCOPE_SUBTREE, f"(uid={login})", ["1.1"])
        manager.modify_s(dn, [(ldap.MOD_REPLACE, "description", [day.encode()])])
        yield
        manager.modify_s(dn, [(ldap.MOD_REPLACE, "description", [])])


def browser_of(app: Flask, sessions: Callable[[], Session], session: Session) -> PageClient:
    app.testing = True
    app.extensions.update(sessions=sessions, reading_sessions=sessions, public_sessions=sessions)
    app.test_client_class = PageClient
    client = app.test_client()
    assert isinstance(client, PageClient)
    client.database = session
    return client


@pytest.fixture
def own_policies(tmp_path: Path) -> Path:
    """An organisation's own folder, laid over the shipped one."""
    folder = tmp_path / "policies"
    folder.mkdir()
    return folder


@pytest.fixture(scope="session")
def kept_domains(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers of this run share."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="module")
def samba_lab(kept_domains: Path) -> Iterator[SambaLab]:
    """The awkward company on an Active Directory; skipped, with the reason, where the machine cannot run one."""
    if reason := samba_obstacle():
        pytest.skip(reason)
    with samba(kept_domains) as lab:
        yield lab


@pytest.fixture(scope="module")
def dirsrv_lab() -> Iterator[DirsrvLab]:
    """The awkward company on a 389 Directory Server; skipped, with the reason, where there is none."""
    if reason := dirsrv_obstacle():
        pytest.skip(reason)
    with dirsrv() as lab:
        yield lab
