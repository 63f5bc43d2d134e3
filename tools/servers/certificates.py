"""A certificate authority of one's own and a certificate for the machine's servers, made by openssl.

The certificate can be made with a fault, to see who notices.
"""

import socket
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path

from tools.servers.process import find, run
from tools.servers.unprivileged import passing_folder, write

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
subjectAltName = {hosts}
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[ca]
default_ca = signing
[signing]
database = {folder}/signed
new_certs_dir = {folder}
rand_serial = yes
unique_subject = no
default_md = sha256
policy = any
[any]
commonName = supplied
"""
_NEW_KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
_AUTHORITY = "/CN=Govdesk private authority"


class Kind(StrEnum):
    """What is wrong with a server's certificate."""

    GOOD = "good"
    WRONG_HOST = "wrong host"
    """Sound, and for another server."""
    EXPIRED = "expired"
    ROGUE = "rogue"
    """Signed by an authority of the same name that clients do not know."""


@dataclass(frozen=True)
class Certificates:
    authority: Path
    """Whom clients trust."""
    certificate: Path
    key: Path


def make(folder: Path, kind: Kind = Kind.GOOD, *, days: int = 365) -> Certificates:
    """Three PEM files in `folder`, new on every call."""
    made = Certificates(folder / "ca.pem", folder / "server.pem", folder / "server.key")
    # What it takes to sign is gone at the end: the next call makes a new authority.
    with passing_folder("signing") as work:
        settings = write(work / "openssl.cnf", _SETTINGS.format(hosts=_hosts(kind), folder=work))
        write(work / "signed", "")
        signer, signer_key, wish = work / "signer.pem", work / "signer.key", work / "wish.csr"
        _authority(settings, signer, signer_key, days)
        write(made.authority, signer.read_text(encoding="utf-8"))
        if kind is Kind.ROGUE:
            _authority(settings, signer, signer_key, days)
        _openssl("req", "-config", settings, *_NEW_KEY, "-keyout", made.key, "-subj", "/CN=localhost", "-out", wish)
        _sign(settings, wish, made.certificate, (signer, signer_key), _validity(kind, days))
    return made


def _authority(settings: Path, out: Path, key: Path, days: int) -> None:
    extensions = ("-extensions", "authority", "-days", str(days))
    _openssl(
        "req", "-x509", "-config", settings, *extensions, *_NEW_KEY, "-keyout", key, "-subj", _AUTHORITY, "-out", out
    )


def _sign(settings: Path, wish: Path, out: Path, signer: tuple[Path, Path], valid: tuple[datetime, datetime]) -> None:
    starts, ends = (moment.strftime("%Y%m%d%H%M%SZ") for moment in valid)
    _openssl(
        "ca", "-batch", "-notext", "-config", settings, "-extensions", "server", "-cert", signer[0],
        "-keyfile", signer[1], "-startdate", starts, "-enddate", ends, "-in", wish, "-out", out,
    )  # fmt: skip


def _validity(kind: Kind, days: int) -> tuple[datetime, datetime]:
    now = datetime.now(UTC)
    if kind is Kind.EXPIRED:
        return now - timedelta(days=days), now - timedelta(days=1)
    return now - timedelta(hours=1), now + timedelta(days=days)


def _hosts(kind: Kind) -> str:
    if kind is Kind.WRONG_HOST:
        return "DNS:elsewhere.example"
    # libldap compares a certificate for localhost with the machine's own name, so both stand in it.
    names = sorted({"localhost", socket.gethostname(), socket.getfqdn()})
    return ", ".join(["IP:127.0.0.1", *(f"DNS:{name}" for name in names)])


def _openssl(*arguments: str | Path) -> None:
    run(find("openssl", "openssl"), *arguments)
