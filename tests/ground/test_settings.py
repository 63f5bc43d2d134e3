"""Settings: a wrong one stops the start and is named; its value is never repeated."""

import socket
from pathlib import Path

import pytest
from click.testing import CliRunner

from govdesk.cli import main
from govdesk.settings import Settings, SettingsError, unknown_settings

GOOD = {"GOVDESK_DATABASE_URL": "sqlite:///x.db", "GOVDESK_SECRET_KEY": "long enough to sign with"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("GOVDESK_DATABASE_URL", "mysql://localhost/govdesk"),
        ("GOVDESK_DATABASE_URL", "postgresql://u:p@h:abc/x"),
        ("GOVDESK_DATABASE_URL", "postgresql+nodriver://u:p@h/x"),
        ("GOVDESK_DATABASE_URL", "sqlite:nonsense"),
        ("GOVDESK_SECRET_KEY", "short"),
        ("GOVDESK_SECRET_KEY", " " * 40),
        ("GOVDESK_BASE_URL", "govdesk.example.org"),
        ("GOVDESK_BASE_URL", "https://example.org/govdesk"),
        ("GOVDESK_BASE_URL", "https://example.org:abc"),
        ("GOVDESK_BASE_URL", "https://somebody@example.org"),
        ("GOVDESK_BASE_URL", "https://example.org?x"),
        ("GOVDESK_TIMEZONE", "Vienna"),
        ("GOVDESK_LDAP_URI", "http://ldap.example.org"),
        ("GOVDESK_LDAP_URI", "ldap://"),
        ("GOVDESK_LDAP_URI", "ldap://one.example.org ldaps://two.example.org:abc"),
        ("GOVDESK_LDAP_BASE_DN", "example.org"),
        ("GOVDESK_LDAP_TLS", "maybe"),
        ("GOVDESK_LDAP_KIND", "novell"),
        ("GOVDESK_LDAP_CA_FILE", "/no/such/file.pem"),
        ("GOVDESK_SMTP_URL", "mail.example.org"),
        ("GOVDESK_LDAP_CA_FILE", "/etc"),
        ("GOVDESK_SMTP_URL", "smtp://mail.example.org:abc"),
        ("GOVDESK_MAIL_FROM", "govdesk"),
        ("GOVDESK_MAIL_FROM", "a,b@example.org"),
        ("GOVDESK_MAIL_FROM", "a@"),
        ("GOVDESK_PUBLIC_CONTACT", "ask us"),
        ("GOVDESK_PUBLIC_CONTACT", "http://noaa.example/ask"),
        ("GOVDESK_PUBLIC_CONTACT", "https://noaa.example/a b"),
        ("GOVDESK_TRUSTED_PROXIES", "proxy.example.org"),
        ("GOVDESK_POLICIES", "/no/such/folder"),
        ("GOVDESK_POLICIES", "/etc/hostname"),
        ("GOVDESK_LOG", "xml"),
        ("GOVDESK_OIDC_MATCHES", "mail"),
        ("GOVDESK_OIDC_CA_FILE", "/no/such/file.pem"),
    ],
)
def test_a_wrong_setting_is_named(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=rf"^{name}: "):
        Settings.read({**GOOD, name: value})


@pytest.mark.parametrize("name", GOOD)
def test_a_missing_required_setting_is_named(name: str) -> None:
    with pytest.raises(SettingsError, match=f"{name} is not set"):
        Settings.read({key: value for key, value in GOOD.items() if key != name})


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(SettingsError) as error:
        Settings.read({"GOVDESK_LOG": "xml", "GOVDESK_TIMEZONE": "Mars"})
    assert len(str(error.value).splitlines()) == 4


def test_a_secret_can_lie_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text("a key that lies in a file\n", encoding="utf-8")
    settings = Settings.read({"GOVDESK_DATABASE_URL": "sqlite:///x.db", "GOVDESK_SECRET_KEY_FILE": str(file)})
    assert settings.secret_key.get_secret_value() == "a key that lies in a file"


def test_a_value_and_its_file_at_once_are_refused_by_name(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text("a key that lies in a file", encoding="utf-8")
    with pytest.raises(SettingsError, match="GOVDESK_SECRET_KEY and GOVDESK_SECRET_KEY_FILE are both set"):
        Settings.read({**GOOD, "GOVDESK_SECRET_KEY_FILE": str(file)})


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="GOVDESK_SECRET_KEY_FILE names a file that cannot be read"):
        Settings.read({**GOOD, "GOVDESK_SECRET_KEY": "", "GOVDESK_SECRET_KEY_FILE": str(tmp_path / "none")})


def test_secrets_are_not_shown() -> None:
    settings = Settings.read({**GOOD, "GOVDESK_LDAP_BIND_PASSWORD": "open sesame"})
    assert "open sesame" not in repr(settings)
    assert GOOD["GOVDESK_SECRET_KEY"] not in repr(settings)


def test_a_wrong_value_is_not_repeated() -> None:
    with pytest.raises(SettingsError) as error:
        Settings.read({**GOOD, "GOVDESK_SECRET_KEY": "hunter2"})
    assert "hunter2" not in str(error.value)


def test_a_slip_of_the_pen_is_noticed() -> None:
    assert unknown_settings({**GOOD, "GOVDESK_LDAP_URL": "ldap://x", "GOVDESK_LOG_FILE": "x"}) == ["GOVDESK_LDAP_URL"]


def test_a_command_that_needs_settings_stops_with_a_sentence() -> None:
    result = CliRunner().invoke(main, ["db", "current"], env={"GOVDESK_DATABASE_URL": "", "GOVDESK_SECRET_KEY": ""})
    assert result.exit_code == 1
    assert "GOVDESK_DATABASE_URL is not set; it is required." in result.stderr


@pytest.mark.parametrize("command", ["serve", "worker"])
def test_serve_and_worker_need_the_address_people_use(command: str) -> None:
    result = CliRunner().invoke(main, [command], env={**GOOD, "GOVDESK_BASE_URL": ""})
    assert result.exit_code == 1
    assert "GOVDESK_BASE_URL is not set" in result.stderr


PROVIDER = {
    **GOOD,
    "GOVDESK_BASE_URL": "https://govdesk.example.org",
    "GOVDESK_OIDC_ISSUER": "https://login.example.org/realms/staff",
    "GOVDESK_OIDC_CLIENT_ID": "govdesk",
    "GOVDESK_OIDC_CLIENT_SECRET": "only between us",
}


def test_a_provider_is_known_by_its_host_or_by_what_it_is_called() -> None:
    assert Settings.read(GOOD).oidc_name == ""
    assert Settings.read(PROVIDER).oidc_name == "login.example.org"
    assert Settings.read({**PROVIDER, "GOVDESK_OIDC_LABEL": "Commerce ID"}).oidc_name == "Commerce ID"


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        ("GOVDESK_BASE_URL", "GOVDESK_OIDC_ISSUER: needs GOVDESK_BASE_URL, which is not set."),
        ("GOVDESK_OIDC_CLIENT_ID", "GOVDESK_OIDC_CLIENT_ID: is not set; GOVDESK_OIDC_ISSUER needs it."),
        (
            "GOVDESK_OIDC_ISSUER",
            "GOVDESK_OIDC_CLIENT_ID: is of no use without GOVDESK_OIDC_ISSUER, which is not set.",
        ),
    ],
)
def test_half_a_provider_stops_the_start_and_names_the_other_half(missing: str, sentence: str) -> None:
    with pytest.raises(SettingsError) as error:
        Settings.read({name: value for name, value in PROVIDER.items() if name != missing})
    assert sentence in str(error.value).splitlines()
    assert "only between us" not in str(error.value)


@pytest.mark.parametrize(
    "address",
    [
        "login.example.org",
        "http://login.example.org",
        "http://localhost.example.org",
        "https://login.example.org?tenant=1",
        "https://login.example.org#x",
        "https://us@login.example.org",
        "ftp://login.example.org",
    ],
)
def test_a_provider_needs_an_address_that_can_be_trusted(address: str) -> None:
    with pytest.raises(SettingsError, match=r"^GOVDESK_OIDC_ISSUER: must [^\n]*$"):
        Settings.read({**PROVIDER, "GOVDESK_OIDC_ISSUER": address})


def test_a_provider_on_this_machine_may_do_without_tls() -> None:
    here = {**PROVIDER, "GOVDESK_OIDC_ISSUER": "http://localhost:9000"}
    assert Settings.read(here).oidc_issuer == "http://localhost:9000"


def test_a_port_that_is_taken_is_said_in_a_sentence() -> None:
    settings = {**GOOD, "GOVDESK_BASE_URL": "https://govdesk.example.org"}
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        answer = CliRunner().invoke(main, ["serve", "--port", port], env=settings)
    assert answer.exit_code == 1
    assert answer.stderr.endswith(f"Cannot listen at 127.0.0.1, port {port}: Address already in use.\n")
