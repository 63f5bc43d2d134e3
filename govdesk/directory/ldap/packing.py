"""Entries made small: what a synchronisation compares, and all the rest as bytes that few need."""

import marshal
from collections.abc import Iterable
from hashlib import blake2b
from uuid import UUID

STAMP = "modifyTimestamp"

Row = tuple[str | None, dict[str, list[bytes]]]
"""Name and values of an entry, attributes spelled as the server does; without a name it is a referral."""
Packed = tuple[str, bytes, bytes, bytes]
"""The immutable id as canonical text ("" for none), the stamp (empty for none), a digest of the rest, the rest."""

EMPTY = blake2b(digest_size=16)
"""To be copied, which is cheaper than a new one."""


def packed(rows: Iterable[Row], identity: str) -> list[Packed]:
    """The entries of a page; `identity` names the attribute that never changes."""
    return [_packed(dn, values, identity) for dn, values in rows if dn is not None]


def _packed(dn: str, values: dict[str, list[bytes]], identity: str) -> Packed:
    stamp = values.pop(STAMP, None)
    # In the order in which the server tells them: another is looked at, and found to be no change.
    rest = marshal.dumps((dn, values), 2)
    digest = EMPTY.copy()
    digest.update(rest)
    return _own_id(values, identity), stamp[0] if stamp else b"", digest.digest(), rest


def unpacked(rest: bytes) -> tuple[str, dict[str, list[bytes]]]:
    """Name and values of an entry, but for its stamp."""
    dn, values = marshal.loads(rest)  # noqa: S302 (we wrote it ourselves)
    return dn, values


def _own_id(values: dict[str, list[bytes]], identity: str) -> str:
    """What `entries.directory_id` says, for many."""
    found = values.get(identity) or _any_spelling(values, identity)
    if not found:
        return ""
    if identity.lower() == "objectguid":
        return str(UUID(bytes_le=found[0])) if len(found[0]) == 16 else ""
    return found[0].decode("utf-8", "replace").replace("\0", "").strip().lower()


def _any_spelling(values: dict[str, list[bytes]], attribute: str) -> list[bytes]:
    return next((found for name, found in values.items() if name.lower() == attribute.lower()), [])
