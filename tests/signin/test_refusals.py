"""What the operator is told when the directory refuses."""

import logging

import pytest

from govdesk.directory.company import Company
from govdesk.directory.ldap.authentication import authenticate, locate
from govdesk.directory.ldap.line import Line
from govdesk.directory.ldap.server import DirectoryServer, DirectoryUnreachable
from govdesk.settings import Settings
from tests.pages import PageClient


def company_with(settings: Settings, **changes: object) -> Company:
    return Company.of(settings.model_copy(update=changes))


def read_everybody(server: DirectoryServer) -> None:
    with server.reading() as reading:
        list(reading.people(server.meaning.people, server.meaning.attributes))


def test_a_sound_directory_passes_the_check(directory: Company) -> None:
    directory.server.check()


@pytest.mark.parametrize("base", ["ou=nowhere,dc=commerce,dc=example", "dc=elsewhere"])
def test_a_wrong_base_is_named(ldap_settings: Settings, base: str) -> None:
    server = company_with(ldap_settings, ldap_base_dn=base).server
    for errand in (server.check, lambda: read_everybody(server), lambda: locate(server, "ada")):
        with pytest.raises(DirectoryUnreachable, match="GOVDESK_LDAP_BASE_DN"):
            errand()


def test_a_server_that_wants_tls_says_so(ldap_settings: Settings) -> None:
    with pytest.raises(DirectoryUnreachable, match="GOVDESK_LDAP_TLS=demand"):
        company_with(ldap_settings, ldap_tls="off").server.check()


def refusal(caplog: pytest.LogCaptureFixture) -> str:
    lines = [r.getMessage() for r in caplog.records if r.getMessage().startswith("sign-in refused")]
    assert len(lines) == 1
    return lines[0]


def test_a_refusal_names_login_and_address_but_not_the_password(
    door: PageClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    door.submit("/signin", login="ada\n" + "x" * 150, password="my secret words")
    line = refusal(caplog)
    assert line.startswith(r"sign-in refused to 'ada\n" + "x" * 96 + "' from 127.0.0.1: 0 entries")
    assert "my secret words" not in caplog.text


def test_an_entry_without_an_id_cannot_sign_in(ldap_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    server = company_with(ldap_settings).server
    monkeypatch.setattr(server, "meaning", server.meaning.model_copy(update={"id": "carLicense"}))
    verdict = authenticate(server, "ada", "govdesk")
    assert verdict.facts is None
    assert "no carLicense" in verdict.detail


@pytest.mark.parametrize("login", ["ada", "nobody-at-all", "x" * 300])
def test_a_known_and_an_unknown_login_cost_one_bind_each(
    directory: Company, monkeypatch: pytest.MonkeyPatch, login: str
) -> None:
    def bind(line: Line, name: str, password: str) -> object:
        binds.append(name)
        return truly(line, name, password)

    binds: list[str] = []
    truly = Line.bind
    monkeypatch.setattr(Line, "bind", bind)
    assert authenticate(directory.server, login, "wrong").facts is None
    service = directory.server.settings.ldap_bind_dn
    people = [name for name in binds if name != service]
    assert len(people) == 1
    assert people[0].endswith("dc=commerce,dc=example")
