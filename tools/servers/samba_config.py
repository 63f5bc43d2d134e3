"""What our domain controller is told: its configuration, its policy, and the account it needs beside the people."""

from pathlib import Path

from tools.servers.certificates import Certificates

DOMAIN = "COMMERCE"
"""As in COMMERCE\\\\grace."""

_CONFIGURATION = """\
[global]
netbios name = DC1
workgroup = {domain}
realm = {realm}
server role = active directory domain controller
# Of all that a domain controller does, the directory alone.
server services = ldap
# Nothing is kept safe from a power cut.
ldb:nosync = yes
interfaces = lo
bind interfaces only = yes
tls cafile = {tls.authority}
tls certfile = {tls.certificate}
tls keyfile = {tls.key}
private dir = {folder}/private
state directory = {folder}/state
cache directory = {folder}/cache
lock directory = {folder}/run
pid directory = {folder}/run
binddns dir = {folder}/dns
ncalrpc dir = {folder}/ncalrpc
log file = {folder}/samba.log

# No controller is made without these two, though nobody serves files here.
[sysvol]
path = {folder}/state/sysvol

[netlogon]
path = {folder}/state/sysvol/{dns}/scripts
"""

WRONG_PASSWORDS = 10
"""So many lock an account for half an hour; an empty one counts."""
_HALF_AN_HOUR = b"-18000000000"
"""In tenths of a microsecond; spans of time are negative there."""

POLICY = {
    "pwdProperties": b"0",
    "minPwdLength": b"0",
    "minPwdAge": b"0",
    "maxPwdAge": b"-9223372036854775808",
    "lockoutThreshold": str(WRONG_PASSWORDS).encode(),
    "lockoutDuration": _HALF_AN_HOUR,
    "lockOutObservationWindow": _HALF_AN_HOUR,
}
"""Of the domain: any password will do, and none grows old."""


def realm(base: str) -> str:
    """`COMMERCE.EXAMPLE` for `DC=commerce,DC=example`."""
    return ".".join(part.partition("=")[2] for part in base.split(",")).upper()


def domain(base: str) -> str:
    """The short name, as in `COMMERCE\\grace`."""
    return realm(base).partition(".")[0]


def service_dn(base: str) -> str:
    """An account like any other: in a domain all may read all but secrets."""
    return f"CN=govdesk-service,CN=Users,{base}"


def configuration(base: str, folder: Path, tls: Certificates) -> str:
    """smb.conf for a domain in `folder`."""
    dns = realm(base).lower()
    return _CONFIGURATION.format(domain=domain(base), realm=realm(base), dns=dns, folder=folder, tls=tls)


def account(login: str, password: str) -> dict[str, bytes]:
    """The attributes of an account that is in use; its name is up to the caller."""
    return {
        "objectClass": b"user",
        "sAMAccountName": login.encode(),
        "userAccountControl": b"512",
        "unicodePwd": unicode_password(password),
    }


def unicode_password(password: str) -> bytes:
    """A value of `unicodePwd`, the one attribute by which Active Directory takes a password."""
    return f'"{password}"'.encode("utf-16-le")
