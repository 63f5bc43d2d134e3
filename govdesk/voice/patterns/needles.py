"""What a text must hold for a pattern to match in it: a cheap question that spares most searches.

A pattern is read just far enough: runs of plain letters count, whatever else it holds only ends a run. Compared is by
`str.casefold`, so that one answer holds with and without regard to case.
"""

import re

QUANTIFIER = re.compile(r"[?*+]|\{(\d+)(?:,\d*)?\}")
GROUP = re.compile(r"\((?:\?(?:[imsnx-]*[:)]|P?<\w+>|'\w+'|>|#[^)]*\)|<?[=!]))?")
LETTER = re.compile(r"\[([^\W\d_])([^\W\d_])\]")
NAMED_SET = re.compile(r"\[:\^?\w+:\]")
VERBOSE = re.compile(r"\(\?[imsn]*x")
MANY = 400
"""Of more alternatives than this a search tells sooner."""

Needles = frozenset[str]


def needles(pattern: str) -> Needles | None:
    """Texts, folded, of which one must stand in what `pattern` matches; None when nothing can be said."""
    if VERBOSE.search(pattern):
        return None
    try:
        found = _Reader(pattern).alternatives()
    except _Unknown:
        return None
    return found if found and len(found) <= MANY else None


class _Unknown(Exception):
    """A pattern has something of which only the engine knows what it is."""


class _Reader:
    def __init__(self, pattern: str) -> None:
        self.pattern, self.at = pattern, 0

    def alternatives(self) -> Needles | None:
        """Up to the end of the group: what each of its alternatives needs; None when one of them needs nothing."""
        all_of_them: Needles | None = frozenset()
        while True:
            one = self._sequence()
            all_of_them = None if one is None or all_of_them is None else all_of_them | one
            if self.pattern[self.at : self.at + 1] != "|":
                return all_of_them
            self.at += 1

    def _sequence(self) -> Needles | None:
        best, run = None, ""
        while self.at < len(self.pattern) and self.pattern[self.at] not in "|)":
            letter, inner = self._atom()
            least, repeated = self._quantifier()
            if letter and least:
                run += letter
                best = _better(best, frozenset({run}))
            elif inner and least:
                best = _better(best, inner)
            if not letter or repeated:
                run = ""
        return best

    def _atom(self) -> tuple[str, Needles | None]:
        """One thing of a sequence: a plain letter, or a group and what it needs; neither when nothing is known."""
        sign = self.pattern[self.at]
        if sign == "(":
            return "", self._group()
        if sign == "[":
            return self._set(), None
        if sign == "\\":
            return self._escape(), None
        self.at += 1
        return ("" if sign in ".^$" else sign.casefold()), None

    def _group(self) -> Needles | None:
        opening = GROUP.match(self.pattern, self.at)
        assert opening is not None
        self.at = opening.end()
        if opening[0] == "(" and self.pattern.startswith("?", self.at):
            raise _Unknown
        if opening[0].endswith(")"):
            return None
        inner = self.alternatives()
        self.at += 1
        return None if opening[0][-1] in "=!" else inner

    def _set(self) -> str:
        """A set of characters: plain when it is one letter in both its cases."""
        both = LETTER.match(self.pattern, self.at)
        self.at += 2 if self.pattern.startswith(("[]", "[^"), self.at) else 1
        while self.at < len(self.pattern) and self.pattern[self.at] != "]":
            named = NAMED_SET.match(self.pattern, self.at)
            self.at = named.end() if named else self.at + (2 if self.pattern[self.at] == "\\" else 1)
        self.at += 1
        return both[1].casefold() if both and both[1].casefold() == both[2].casefold() else ""

    def _escape(self) -> str:
        sign = self.pattern[self.at + 1 : self.at + 2]
        self.at += 2
        if sign in {"p", "P", "x", "u", "k"}:
            known = re.compile(r"\{[^}]*\}|<\w+>|[0-9A-Fa-f]{2,4}|\w?").match(self.pattern, self.at)
            self.at = known.end() if known else self.at
        return "" if sign.isalnum() else sign.casefold()

    def _quantifier(self) -> tuple[bool, bool]:
        """Whether what stands before must be there, and whether it may be there more or less than once."""
        found = QUANTIFIER.match(self.pattern, self.at)
        if not found:
            return True, False
        self.at = found.end()
        if self.pattern[self.at : self.at + 1] in {"?", "+"}:
            self.at += 1
        return found[0] == "+" or int(found[1] or 0) > 0, True


def _better(one: Needles | None, other: Needles) -> Needles:
    """The longer its shortest text, the fewer texts pass by chance."""
    return other if one is None or min(map(len, other)) > min(map(len, one)) else one
