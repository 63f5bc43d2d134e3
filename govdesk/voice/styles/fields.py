"""The keys of a rule file, read as leniently as by Vale: one word is a list of one, "1" is true, case is free."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from govdesk.voice.styles.strict_yaml import Value

TRUE = frozenset({"true", "True", "TRUE", "1", "t", "T"})
FALSE = frozenset({"false", "False", "FALSE", "0", "f", "F", ""})


class FieldError(Exception):
    """What is wrong with a key of a rule; `key` is empty when it is the file as a whole."""

    def __init__(self, key: str, reason: str) -> None:
        self.key, self.reason = key, reason
        super().__init__(reason)


@dataclass(frozen=True)
class Fields:
    """A rule file's keys and values. All readers raise FieldError."""

    values: Mapping[str, Value]
    word_template: str = ""
    """The frame that `.vale.ini` gives to words, with `%s` where they stand; empty for Vale's own."""
    accepted: tuple[str, ...] = ()
    """The vocabulary in force."""

    @cached_property
    def _folded(self) -> dict[str, tuple[str, Value]]:
        return {key.lower(): (key, value) for key, value in self.values.items()}

    def _find(self, key: str) -> tuple[str, Value]:
        return self._folded.get(key, (key, None))

    def only(self, known: Iterable[str]) -> None:
        """Refuse keys that are not known."""
        allowed = set(known)
        for folded, (key, _value) in self._folded.items():
            if folded not in allowed:
                raise FieldError(key, f"the key {key!r} is unknown to this kind of rule")

    def has(self, key: str) -> bool:
        return self._find(key)[1] is not None

    def text(self, key: str, default: str = "") -> str:
        written, value = self._find(key)
        if isinstance(value, list | dict):
            raise FieldError(written, f"{written!r} must be one text")
        return default if value is None else value

    def texts(self, key: str) -> list[str]:
        written, value = self._find(key)
        if isinstance(value, dict):
            raise FieldError(written, f"{written!r} must be a list")
        if value is None:
            return []
        return [self._plain(written, item) for item in (value if isinstance(value, list) else [value])]

    def pairs(self, key: str) -> dict[str, str]:
        """A mapping of texts; also a list of such, one after the other."""
        written, value = self._find(key)
        found: dict[str, str] = {}
        for part in value if isinstance(value, list) else [value or {}]:
            if not isinstance(part, dict):
                raise FieldError(written, f"{written!r} must map texts to texts")
            found |= {name: self._plain(written, item) for name, item in part.items()}
        return found

    def flag(self, key: str, *, default: bool = False) -> bool:
        written, said = self._find(key)[0], self.text(key, "true" if default else "")
        if said not in TRUE | FALSE:
            raise FieldError(written, f"{written!r} must be true or false, not {said!r}")
        return said in TRUE

    def number(self, key: str) -> float:
        written, said = self._find(key)[0], self.text(key, "0")
        try:
            number = float(said)
        except ValueError:
            number = math.nan
        if not math.isfinite(number):
            raise FieldError(written, f"{written!r} must be a number, not {said!r}")
        return number

    def _plain(self, written: str, value: Value) -> str:
        if isinstance(value, list | dict):
            raise FieldError(written, f"{written!r} must hold plain texts")
        return "" if value is None else value
