"""A certificate authority of one's own and a certificate for the machine's servers, made by openssl."""

import socket
from dataclasses import dataclass
from pathlib import Path

from tools.servers.process import find, run
from tools.servers.unprivileged import write

_SETTINGS = """\
[req]
distinguished_name = name
[name]
[authority]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[server]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = serverAuth
subjectAltName = IP:127.0.0.1, {hosts}
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
"""


_NEW_KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")


@dataclass(frozen=True)
class Certificates:
    authority: Path
    certificate: Path
    key: Path


def make(folder: Path, *, days: int = 365) -> Certificates:
    """Three PEM files in `folder`, new on every call."""
    # libldap compares a certificate for localhost with the machine's own name, so both stand in it.
    hosts = ", ".join(f"DNS:{name}" for name in sorted({"localhost", socket.gethostname(), socket.getfqdn()}))
    settings = write(folder / "openssl.cnf", _SETTINGS.format(hosts=hosts))
    made = Certificates(folder / "ca.pem", folder / "server.pem", folder / "server.key")
    authority_key = folder / "ca.key"

    def request(kind: str, subject: str, key: Path, out: Path, *signer: str | Path) -> None:
        options = ("-config", settings, "-days", str(days), *_NEW_KEY, "-keyout", key, "-out", out, *signer)
        run(
            find("openssl", "openssl"),
            "req",
            "-x509",
            "-extensions",
            kind,
            "-subj",
            f"/CN={subject}",
            *options,
        )

    request("authority", "Govdesk private authority", authority_key, made.authority)
    signed = ("-CA", made.authority, "-CAkey", authority_key)
    request("server", "localhost", made.key, made.certificate, *signed)
    # Nobody shall sign with it again: the next start makes a new authority.
    authority_key.unlink()
    return made
