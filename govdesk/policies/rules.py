"""What makes two texts the same version, and what a policy may be called."""

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping

RESERVED_NAMES = frozenset({"controls", "desk", "platforms"})
"""Folders of `policies/` that hold something else."""
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_SLUG = 80


def normal_text(text: str) -> str:
    """`text` as it is stored and digested: no byte-order mark, one kind of line end, no trailing blanks, NFC."""
    lines = (line.rstrip() for line in unicodedata.normalize("NFC", text.removeprefix("\ufeff")).splitlines())
    return "\n".join(lines)


def digest_of(shown: Mapping[str, str], text: str, rules: Mapping[str, str]) -> str:
    """SHA-256 in hexadecimal over what readers are `shown` beside the text, the text, and the rule files by name.

    All three normalised before. Whoever wants to prove a version can build the same JSON elsewhere: keys sorted, no
    blanks, UTF-8.
    """
    whole = {"rules": dict(rules), "shown": dict(shown), "text": text}
    plain = json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def slug_fault(slug: str) -> str | None:
    """Why a folder of this name cannot hold a policy; None when it can."""
    if slug in RESERVED_NAMES:
        return f"{slug} is a reserved name: give the policy's folder another"
    if not SLUG.fullmatch(slug) or len(slug) > LONGEST_SLUG:
        return f"a policy's folder is called like social-media: small letters, digits, single hyphens, not {slug!r}"
    return None
