"""A company's directory as an installation with these settings would use it."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from govdesk.access import Role
from govdesk.directory.company import Company
from govdesk.directory.ldap.authentication import Verdict, authenticate
from govdesk.settings import Settings
from tools.servers.slapd import Slapd
from tools.servers.slapd_options import Options
from tools.servers.unprivileged import passing_folder

OURS = {
    "GOVDESK_DATABASE_URL": "sqlite:///never-opened.db",
    "GOVDESK_SECRET_KEY": "only for tests, never elsewhere",
    "GOVDESK_BASE_URL": "http://localhost",
}


BASE = "dc=commerce,dc=example"
ADA = f"uid=ada,{BASE}"
TINY = f"""\
dn: {BASE}
objectClass: dcObject
objectClass: organization
dc: commerce
o: Commerce

dn: {ADA}
objectClass: inetOrgPerson
uid: ada
cn: Ada Okoro
sn: Okoro
userPassword: govdesk
"""
"""A directory with one person, up in no time."""


@contextmanager
def tiny(options: Options = Options()) -> Iterator[Slapd]:  # noqa: B008 (it is frozen)
    with passing_folder("tiny") as folder, Slapd(folder, TINY, BASE, options) as slapd:
        yield slapd


def company_of(environment: Mapping[str, str], **changes: str) -> Company:
    """`changes` are settings without their prefix, in small letters."""
    changed = {f"GOVDESK_{name.upper()}": value for name, value in changes.items()}
    return Company.of(Settings.read({**OURS, **environment, **changed}))


def with_files(folder: Path, **texts: str) -> str:
    """An organisation's own folder with these files, named without `.yml`."""
    for name, text in texts.items():
        (folder / f"{name}.yml").write_text(text, encoding="utf-8")
    return str(folder)


def tried(company: Company, login: str, password: str) -> Verdict:
    return authenticate(company.server, login, password)


def signs_ada_in(company: Company) -> bool:
    return tried(company, "ada", "govdesk").facts is not None


def roles_file(roles: Mapping[str, Role]) -> str:
    """roles.yml: full name of a group → role."""
    return json.dumps({"groups": {dn: str(role) for dn, role in roles.items()}})
