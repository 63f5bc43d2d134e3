"""States that people see: a stored value, a word for it and a tone."""

from enum import StrEnum
from typing import Self


class Tone(StrEnum):
    """How a state should feel; the only use of colour beside the accent."""

    PLAIN = "plain"
    OK = "ok"
    SOON = "soon"
    LATE = "late"
    FROZEN = "frozen"
    UNKNOWN = "unknown"


class Labelled(StrEnum):
    """A stored value with its `label` for people (translated when shown) and its `tone`.

    Members are written `ACTIVE = "active", _l("Active"), Tone.OK`.
    """

    label: str
    tone: Tone

    def __new__(cls, value: str, label: str = "", tone: Tone = Tone.PLAIN) -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        member.tone = tone
        return member
