"""What the trail tells of where recovery goes: enough to see that it changed, too little to write there or to guess.

A fingerprint would not do: there are so few telephone numbers and names of folders that each can be tried.
"""

from typing import Any

MASKED = ("sent_to", "pointer")
"""Columns of which the trail tells no more. Auditors read it, but not where passwords are kept."""


def masked(value: Any) -> Any:
    """`press@noaa.example` → `p…@noaa.example`, `+1 202 555 0142` → `…42`, anything else → `…`."""
    if isinstance(value, tuple):
        return tuple(masked(one) for one in value)
    if not value:
        return value
    text = str(value)
    name, at, host = text.rpartition("@")
    if at:
        return f"{name[:1]}…@{host}"
    digits = "".join(letter for letter in text if letter.isdigit())
    is_number = len(digits) >= 6 and not any(letter.isalpha() for letter in text)
    return f"…{digits[-2:]}" if is_number else "…"
