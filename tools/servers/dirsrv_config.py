"""What our 389 Directory Server is told: the template it comes with, filled and changed, and its own entries."""

import pwd
import re
import socket
from dataclasses import dataclass
from pathlib import Path

from tools.servers.process import HOST
from tools.servers.unprivileged import user_id

TEMPLATES = Path("/usr/share/dirsrv/data")
SETTINGS = Path("/etc/dirsrv")
"""Files that every server has a copy of."""
ROOT_DN = "cn=Directory Manager"
BACKEND = "company"
CERTIFICATE = "Server-Cert"
WRONG_PASSWORDS = 10
"""So many lock an account for half an hour."""

_FOLDERS = {
    "schema_dir": "config/schema",
    "lock_dir": "locks",
    "tmp_dir": "tmp",
    "cert_dir": "config",
    "config_dir": "config",
    "ldif_dir": "ldif",
    "bak_dir": "bak",
    "run_dir": "run",
    "inst_dir": "instance",
    "log_dir": "logs",
    "db_dir": "db",
    "db_home_dir": "db",
}
"""The template's names, and the folders that stand for them."""

_GENERAL = """\
nsslapd-listenhost: {host}
nsslapd-securelistenhost: {host}
nsslapd-security: on
nsslapd-secureport: {ldaps}
nsslapd-allow-anonymous-access: rootdse
nsslapd-allow-unauthenticated-binds: off
nsslapd-accesslog-logging-enabled: off
passwordLockout: on
passwordMaxFailure: {wrong}
passwordLockoutDuration: 1800
passwordExp: on
passwordMaxAge: 315360000
passwordStorageScheme: SSHA512"""

# Nothing is kept safe from a power cut, and the caches are small.
_DATABASE = """\
nsslapd-db-durable-transaction: off
nsslapd-cache-autosize: 0
nsslapd-dbcachesize: 33554432"""

# Packaged, but not in the template: ids like those of other servers, beside nsUniqueId.
_ENTRY_UUID = """
dn: cn=entryuuid_syntax,cn=plugins,cn=config
objectclass: top
objectclass: nsSlapdPlugin
cn: entryuuid_syntax
nsslapd-pluginpath: libentryuuid-syntax-plugin
nsslapd-plugininitfunc: entryuuid_syntax_plugin_init
nsslapd-plugintype: syntax
nsslapd-pluginenabled: on
nsslapd-pluginid: entryuuid_syntax
nsslapd-pluginversion: none
nsslapd-pluginvendor: 389 Project
nsslapd-plugindescription: entryuuid_syntax

dn: cn=entryuuid,cn=plugins,cn=config
objectclass: top
objectclass: nsSlapdPlugin
cn: entryuuid
nsslapd-pluginpath: libentryuuid-plugin
nsslapd-plugininitfunc: entryuuid_plugin_init
nsslapd-plugintype: betxnpreoperation
nsslapd-pluginenabled: on
nsslapd-pluginid: entryuuid
nsslapd-pluginversion: none
nsslapd-pluginvendor: 389 Project
nsslapd-plugindescription: entryuuid

dn: cn=entryUUID,cn=default indexes, cn=config,cn=ldbm database,cn=plugins,cn=config
objectclass: top
objectclass: nsIndex
cn: entryUUID
nssystemindex: false
nsindextype: eq

"""

_MEMBER_OF = """\
memberOfGroupAttr: uniqueMember
memberOfAutoAddOC: nsMemberOf"""

_REFERENCES = "referint-membership-attr: manager"

_ADDED = {
    "cn=config,cn=ldbm database,cn=plugins,cn=config": _DATABASE,
    "cn=MemberOf Plugin,cn=plugins,cn=config": _MEMBER_OF,
    "cn=referential integrity postoperation,cn=plugins,cn=config": _REFERENCES,
}
"""Lines that entries of the template get on top."""

_SWITCHED = {
    "cn=MemberOf Plugin,cn=plugins,cn=config": "on",
    "cn=referential integrity postoperation,cn=plugins,cn=config": "on",
    # It refuses logins and addresses beyond ASCII.
    "cn=7-bit check,cn=plugins,cn=config": "off",
}


@dataclass(frozen=True)
class Ports:
    ldap: int
    ldaps: int


def folders(folder: Path) -> list[Path]:
    return sorted({folder / name for name in _FOLDERS.values()})


def copies(folder: Path) -> dict[Path, Path]:
    """Where the server looks for its copy, and the file to copy."""
    config = folder / "config"
    settings = {config / file.name: file for file in (SETTINGS / "config").iterdir()}
    return settings | {config / "schema" / file.name: file for file in (SETTINGS / "schema").iterdir()}


def service_dn(base: str) -> str:
    """The account that may read everything but passwords."""
    return f"cn=govdesk-service,{base}"


def configuration(base: str, folder: Path, ports: Ports, local_socket: Path, password: str) -> str:
    """dse.ldif for a server on `folder`; `password` is the manager's."""
    values = {name: str(folder / place) for name, place in _FOLDERS.items()} | {
        "ds_suffix": base,
        "ds_bename": BACKEND,
        "ds_port": str(ports.ldap),
        "ds_user": pwd.getpwuid(user_id()).pw_name,
        "ds_passwd": password,
        "db_lib": "bdb",
        "fqdn": socket.gethostname(),
        "rootdn": ROOT_DN,
        "ldapi": str(local_socket),
        "ldapi_enabled": "on",
        "ldapi_autobind": "off",
    }
    names = ("template-dse.ldif", "template-suffix-db.ldif")
    template = f"{_ENTRY_UUID}\n".join((TEMPLATES / name).read_text(encoding="utf-8") for name in names)
    filled = re.sub(r"%(\w+)%", lambda name: values[name[1]], template)
    general, *others = re.split(r"\n\n+", filled.strip())
    own = _GENERAL.format(host=HOST, ldaps=ports.ldaps, wrong=WRONG_PASSWORDS)
    return "\n\n".join([f"{general}\n{own}", *map(_changed, others)]) + "\n"


def _changed(entry: str) -> str:
    name = entry.partition("\n")[0].removeprefix("dn: ")
    if name in _SWITCHED:
        entry = re.sub(r"(?m)^(nsslapd-pluginenabled: ).*", rf"\g<1>{_SWITCHED[name]}", entry)
    return f"{entry}\n{_ADDED[name]}" if name in _ADDED else entry


def own_entries(base: str, password: str) -> dict[str, dict[str, bytes]]:
    """The top of the tree, which lets the service account read, and that account."""
    service = service_dn(base)
    reads = f'(targetattr != "userPassword")(version 3.0; acl "read"; allow (read, search, compare) userdn="ldap:///{service}";)'
    return {
        base: {"objectClass": b"domain", "aci": reads.encode()},
        service: {"objectClass": b"nsPerson", "displayName": b"Govdesk", "userPassword": password.encode()},
    }
