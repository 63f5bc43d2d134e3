"""Addresses as people copy them and as attackers make them, hundreds at once."""

import re
from pathlib import Path

from govdesk.accounts.platforms.catalogue import catalogue
from govdesk.accounts.platforms.identity import Identity, identify

PASTED = Path(__file__).parent / "data" / "pasted.txt"


def cases() -> list[tuple[str, str]]:
    lines = [line for line in PASTED.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    seen = [re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), line) for line in lines]
    return [(line.rpartition(" → ")[0], line.rpartition(" → ")[2]) for line in seen]


def meant(pasted: str) -> str:
    found = identify(pasted, catalogue())
    return found.key if isinstance(found, Identity) else "-"


def test_whatever_is_pasted_means_its_account_or_none() -> None:
    wrong = {pasted: (meant(pasted), key) for pasted, key in cases() if meant(pasted) != key}
    assert len(cases()) > 400
    assert wrong == {}


def test_an_address_with_much_behind_its_question_mark_is_still_read() -> None:
    assert meant("https://x.com/NOAA?fbclid=" + "a1" * 700) == "x:account:noaa"
    assert meant("https://x.com/NOAA?fbclid=" + "a1" * 1_000_000) == "-"
