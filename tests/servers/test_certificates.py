"""Each kind of certificate is refused for its own reason, and the good one is not."""

import ssl
from contextlib import suppress
from pathlib import Path

import pytest

from tools.servers.certificates import Certificates, Kind, make


def shake_hands(made: Certificates) -> None:
    """Raises ssl.SSLCertVerificationError as a careful client does."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(made.certificate, made.key)
    here, there = (ssl.MemoryBIO(), ssl.MemoryBIO()), (ssl.MemoryBIO(), ssl.MemoryBIO())
    server = context.wrap_bio(*there, server_side=True)
    client = ssl.create_default_context(cafile=made.authority).wrap_bio(*here, server_hostname="127.0.0.1")
    for _ in range(3):
        for side in (client, server):
            with suppress(ssl.SSLWantReadError):
                side.do_handshake()
            there[0].write(here[1].read())
            here[0].write(there[1].read())


def test_the_good_one_is_taken(folder: Path) -> None:
    shake_hands(make(folder))


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        (Kind.WRONG_HOST, "IP address mismatch"),
        (Kind.EXPIRED, "certificate has expired"),
        (Kind.ROGUE, "certificate verify failed"),
    ],
)
def test_a_faulty_one_is_refused_for_its_fault(folder: Path, kind: Kind, reason: str) -> None:
    with pytest.raises(ssl.SSLCertVerificationError, match=reason):
        shake_hands(make(folder, kind))


def test_nothing_that_could_sign_more_is_kept(folder: Path) -> None:
    made = make(folder)
    assert set(folder.iterdir()) == {made.authority, made.certificate, made.key}
