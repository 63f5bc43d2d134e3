"""`govdesk directory check`: each mistake in settings, files or directory is named, with what to change."""

import json
import logging
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from govdesk.cli import main
from tests.directory.lab.company import PASSWORD
from tests.directory.lab.openldap import OpenLdapLab
from tests.directory.ldap.scene import OURS, tiny, with_files
from tools.servers.certificates import Kind
from tools.servers.process import HOST, free_port
from tools.servers.relay import Mode, Relay
from tools.servers.slapd import Slapd
from tools.servers.slapd_log import binds, dn_key
from tools.servers.slapd_options import Options, Reads


def check(environment: Mapping[str, str], *arguments: str, typed: str = "", **changes: str) -> Result:
    changed = {f"GOVDESK_{name.upper()}": value for name, value in changes.items()}
    settings = {**OURS, **environment, **changed}
    return CliRunner().invoke(main, ["directory", "check", *arguments], env=settings, input=typed)


def explained(environment: Mapping[str, str], **changes: str) -> str:
    """The reason of a check that fails."""
    answer = check(environment, "--json", **changes)
    told = json.loads(answer.stdout)
    assert (answer.exit_code, told["ok"], told["login"]) == (1, False, None)
    return str(told["reason"])


def worries(environment: Mapping[str, str], **changes: str) -> list[str]:
    """What a check that passes says is to be looked at."""
    answer = check(environment, "--json", **changes)
    assert answer.exit_code == 0, answer.output
    return [step["text"] for step in json.loads(answer.stdout)["steps"] if step["state"] == "worrying"]


@pytest.fixture(scope="module")
def strict() -> Iterator[Slapd]:
    with tiny(Options(logs_operations=True)) as slapd:
        yield slapd


def test_a_sound_directory_is_told_step_by_step(lab: OpenLdapLab) -> None:
    answer = check(lab.slapd.environment())
    assert answer.exit_code == 0
    for words in ("TLSv1.3, certificate good until", "such as", "Attribute for id: entryUUID", "can sign in."):
        assert words in answer.stdout


def test_no_server_named() -> None:
    assert "GOVDESK_LDAP_URI is not set" in explained({})


def test_a_host_that_does_not_exist(strict: Slapd) -> None:
    assert "its name leads nowhere" in explained(strict.environment(), ldap_uri="ldaps://no-such-host.invalid")


def test_a_port_where_nothing_listens(strict: Slapd) -> None:
    reason = explained(strict.environment(), ldap_uri=f"ldap://{HOST}:{free_port()}")
    assert "nothing listens there; is the port in GOVDESK_LDAP_URI right" in reason


@pytest.mark.parametrize(("mode", "words"), [(Mode.SILENT, "no answer"), (Mode.DROPPED, "firewall")])
def test_a_server_that_does_not_answer(strict: Slapd, mode: Mode, words: str) -> None:
    with Relay(strict.uri) as relay:
        relay.mode = mode
        assert words in explained(strict.environment(), ldap_uri=relay.uri)


def test_ldaps_to_the_plain_port(strict: Slapd) -> None:
    uri = strict.uri.replace("ldap:", "ldaps:")
    assert "ldaps:// goes with the LDAPS port (636)" in explained(strict.environment(), ldap_uri=uri)


def test_starttls_to_the_ldaps_port(strict: Slapd) -> None:
    uri = strict.secure_uri.replace("ldaps:", "ldap:")
    assert "ldap:// with the plain one (389)" in explained(strict.environment(), ldap_uri=uri)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (Kind.EXPIRED, "certificate has expired; the directory's administrators must renew it"),
        (Kind.ROGUE, "set GOVDESK_LDAP_CA_FILE"),
        (Kind.WRONG_HOST, "write GOVDESK_LDAP_URI with the name in the certificate"),
    ],
)
def test_a_faulty_certificate(kind: Kind, words: str) -> None:
    with tiny(Options(certificate=kind)) as slapd:
        assert words in explained(slapd.environment())


def test_the_wrong_authority(strict: Slapd, tmp_path: Path) -> None:
    authority = tmp_path / "ca.pem"
    authority.write_text("none")
    reason = explained(strict.environment(), ldap_ca_file=str(authority))
    assert "GOVDESK_LDAP_CA_FILE holds no certificate in PEM form" in reason
    reason = explained(strict.environment(), ldap_ca_file="")
    assert "set GOVDESK_LDAP_CA_FILE to the certificate of the authority" in reason


def test_tls_switched_off_where_it_is_demanded(strict: Slapd) -> None:
    assert "set GOVDESK_LDAP_TLS=demand" in explained(strict.environment(), ldap_tls="off")


def test_tls_switched_off_where_it_is_not(strict: Slapd) -> None:
    with tiny(Options(plain_binds=True)) as slapd:
        assert any("passwords travel in clear" in text for text in worries(slapd.environment(), ldap_tls="off"))


def test_a_service_account_that_is_refused_is_tried_once(strict: Slapd) -> None:
    before = binds(strict.log())
    both = f"{strict.uri} {strict.secure_uri}"
    reason = explained(strict.environment(), ldap_uri=both, ldap_bind_password="an old one")
    assert "are GOVDESK_LDAP_BIND_DN and GOVDESK_LDAP_BIND_PASSWORD right?" in reason
    assert "an old one" not in reason
    assert sum((binds(strict.log()) - before).values()) == 1


def test_a_service_account_that_is_no_name(strict: Slapd) -> None:
    reason = explained(strict.environment(), ldap_bind_dn="govdesk")
    assert "GOVDESK_LDAP_BIND_DN is not a distinguished name" in reason


def test_a_base_that_is_elsewhere(strict: Slapd) -> None:
    reason = explained(strict.environment(), ldap_base_dn="dc=elsewhere")
    assert "GOVDESK_LDAP_BASE_DN names nothing" in reason
    assert "the server holds dc=commerce,dc=example" in reason


def test_a_service_account_that_may_see_nobody() -> None:
    with tiny(Options(service_reads=Reads.NOTHING)) as slapd:
        reason = explained(slapd.environment())
        assert "may read" in reason


def test_a_filter_that_finds_nobody(strict: Slapd, policies: Path) -> None:
    files = with_files(policies, directory="people: (objectClass=device)\n")
    assert "nobody is found by (objectClass=device)" in explained(strict.environment(), policies=files)


def test_a_filter_that_is_none(strict: Slapd, policies: Path) -> None:
    files = with_files(policies, directory="people: (objectClass=person\n")
    assert "a filter in directory.yml is not written as" in explained(strict.environment(), policies=files)


def test_another_kind_of_server(strict: Slapd) -> None:
    answer = check(strict.environment(), ldap_kind="389ds")
    assert answer.exit_code == 1
    assert "it looks like openldap; GOVDESK_LDAP_KIND says 389ds" in answer.stdout
    assert "no entry has nsUniqueId; is GOVDESK_LDAP_KIND right, or `id` in directory.yml wrong?" in answer.stdout


def test_an_attribute_that_nobody_has(strict: Slapd, policies: Path) -> None:
    files = with_files(policies, directory="login: carLicense\n")
    assert "no entry has carLicense" in explained(strict.environment(), policies=files)
    files = with_files(policies, directory="department: carLicense\n")
    assert any("no entry has carLicense" in text for text in worries(strict.environment(), policies=files))


def test_a_group_that_does_not_exist(strict: Slapd, policies: Path) -> None:
    files = with_files(policies, roles="groups:\n  cn=gone,ou=groups: admin\n")
    [text] = [text for text in worries(strict.environment(), policies=files) if "group" in text]
    assert text == "roles.yml gives it the role admin, but there is no such group: nobody gets it"


def test_too_small_a_limit() -> None:
    with tiny(Options(page_at_most=100)) as slapd:
        assert "limits for the service account are too small" in explained(slapd.environment())


def test_one_server_of_two_that_is_down_is_seen_though_people_can_sign_in(strict: Slapd) -> None:
    down = f"ldap://{HOST}:{free_port()}"
    answer = check(strict.environment(), ldap_uri=f"{strict.uri} {down}")
    assert answer.exit_code == 1
    assert f"{down}: connect: nothing listens" in answer.stdout
    assert "People: 1 below" in answer.stdout
    assert "People can sign in, but 1 of 2 servers cannot be used" in answer.stderr


def test_why_somebody_cannot_sign_in_is_told_before_a_server_that_is_down(lab: OpenLdapLab) -> None:
    environment = lab.slapd.environment()
    both = f"ldap://{HOST}:{free_port()} {environment['GOVDESK_LDAP_URI']}"
    wrong = check(environment, "--sign-in", "locked", "--json", typed=f"{PASSWORD}\n", ldap_uri=both)
    assert "the account is locked" in json.loads(wrong.stdout)["reason"]
    right = check(environment, "--sign-in", "jsmith", "--json", typed=f"{PASSWORD}\n", ldap_uri=both)
    assert (right.exit_code, json.loads(right.stdout)["reason"][:18]) == (1, "People can sign in")


def test_a_sign_in_is_told_with_roles_and_costs_one_bind(lab: OpenLdapLab) -> None:
    before = binds(lab.slapd.log())
    answer = check(lab.slapd.environment(), "--sign-in", "jsmith", typed=f"{PASSWORD}\n")
    assert answer.exit_code == 0
    assert "jsmith can sign in as Smith, John" in answer.stdout
    assert "roles: agent by " in answer.stdout
    assert PASSWORD not in answer.output
    assert (binds(lab.slapd.log()) - before)[dn_key(lab.dn("comma"))] == 1


@pytest.mark.parametrize(
    ("login", "typed", "words"),
    [
        ("locked", PASSWORD, "the account is locked"),
        ("expired", PASSWORD, "the password has expired"),
        ("mustchange", PASSWORD, "must be changed first"),
        ("disabled", PASSWORD, "is disabled in the directory"),
        ("twice", PASSWORD, "2 entries have this login"),
        ("nobody-at-all", PASSWORD, "0 entries have this login"),
        ("jsmith", "wrong", "does not take this password"),
        ("jsmith", "", "an empty password"),
    ],
)
def test_why_somebody_cannot_sign_in(lab: OpenLdapLab, login: str, typed: str, words: str) -> None:
    answer = check(lab.slapd.environment(), "--sign-in", login, "--json", typed=f"{typed}\n")
    told = json.loads(answer.stdout)
    assert (answer.exit_code, told["ok"], told["login"]) == (1, False, login)
    assert words in told["reason"]


@pytest.mark.parametrize(
    ("changes", "names"),
    [
        ({"ldap_bind_password": ""}, "GOVDESK_LDAP_BIND_PASSWORD is empty"),
        ({"ldap_bind_dn": ""}, "GOVDESK_LDAP_BIND_DN is empty"),
    ],
)
def test_half_a_service_account(strict: Slapd, changes: dict[str, str], names: str) -> None:
    assert names in explained(strict.environment(), **changes)


def test_a_company_without_administrators(lab: OpenLdapLab, tmp_path: Path) -> None:
    files = with_files(tmp_path, roles="groups: {}\n", directory=f"heads: cn=nobody-there,{lab.slapd.base_dn}\n")
    told = " ".join(worries(lab.slapd.environment(), policies=files))
    assert "nobody administers Govdesk" in told
    assert "names it as `heads`, but there is no such group" in told


def test_a_setting_that_is_misspelled_is_told(lab: OpenLdapLab, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logging.getLogger(), "handlers", [])
    answer = check(lab.slapd.environment(), ldap_basedn="dc=example")
    assert "GOVDESK_LDAP_BASEDN is not a setting" in answer.stderr
