"""The dialect in which rule files write patterns (.NET's, as Vale's engine reads it), told to the `regex` module.

What differs: flags in the middle of a pattern hold until their group ends; `$` without `m` is the very end, never
before a last newline; `\\z` and `\\Z`; `\\x{…}` and `\\pL`; a brace that is no quantifier is a brace.
"""

import re
from dataclasses import dataclass, field

FLAGS = re.compile(r"\(\?([imsnx]*)(?:-([imsnx]+))?([:)])")
QUANTIFIER = re.compile(r"\{\d+(?:,\d*)?\}")
CATEGORY = re.compile(r"\\[pP]\{\^?\w+\}")
"""Its braces count nothing."""
HEXADECIMAL = re.compile(r"\\x\{([0-9A-Fa-f]{1,6})\}")
LOOKS_AROUND = ("(?!", "(?<!")
ESCAPES = {"z": r"\Z", "Z": r"(?=\n?\Z)", "e": r"\x1b"}


@dataclass(frozen=True)
class Translated:
    """A pattern for the `regex` module, version 0, without global flags."""

    text: str
    sees_edges: bool
    """Whether it asks where the text begins or ends, or what does not stand beside a match: then a part of a text
    may match where the whole does not."""


@dataclass
class _Group:
    """An open group, and which flags were switched inside it: they hold behind a bar, too."""

    many_lines: bool
    verbose: bool
    switched: dict[str, bool] = field(default_factory=dict)

    @property
    def opening(self) -> str:
        """What the rest of an alternative stands in; empty when no flag was switched."""
        on = "".join(flag for flag, is_on in self.switched.items() if is_on)
        off = "".join(flag for flag, is_on in self.switched.items() if not is_on)
        return f"(?{on}{'-' if off else ''}{off}:" if self.switched else ""

    @property
    def closing(self) -> str:
        return ")" if self.switched else ""


def translate(pattern: str) -> Translated:
    """`pattern` as the `regex` module is to read it. What is wrong in it stays wrong, for the compiler to say."""
    return _Translator(pattern).run()


class _Translator:
    def __init__(self, pattern: str) -> None:
        self.pattern, self.at = pattern, 0
        self.out: list[str] = []
        self.groups = [_Group(many_lines=False, verbose=False)]
        self.sees_edges = False

    def run(self) -> Translated:
        while self.at < len(self.pattern):
            self._step()
        for group in reversed(self.groups):
            self.out.append(group.closing)
        return Translated("".join(self.out), self.sees_edges)

    def _step(self) -> None:
        sign, group = self.pattern[self.at], self.groups[-1]
        match sign:
            case "\\":
                self._escape()
            case "[":
                self._set()
            case "(":
                self._open()
            case ")":
                self._put(group.closing + ")")
                if len(self.groups) > 1:
                    self.groups.pop()
            case "|":
                self._put(group.closing + "|" + group.opening)
            case "^" | "$":
                self._edge(sign, group)
            case "{" if not QUANTIFIER.match(self.pattern, self.at):
                self._put(r"\{")
            case "#" if group.verbose:
                self.at = (self.pattern + "\n").index("\n", self.at) + 1
            case _:
                self._put("" if group.verbose and sign.isspace() else sign)

    def _put(self, text: str, length: int = 1) -> None:
        self.out.append(text)
        self.at += length

    def _edge(self, sign: str, group: _Group) -> None:
        self.sees_edges = True
        alone = "^" if sign == "^" else r"\Z"
        self._put(f"(?m:{sign})" if group.many_lines else alone)

    def _escape(self) -> None:
        letter = self.pattern[self.at + 1 : self.at + 2]
        self.sees_edges |= letter in {"A", "z", "Z", "G"}
        self._put_escape(ESCAPES)

    def _put_escape(self, known: dict[str, str]) -> None:
        letter = self.pattern[self.at + 1 : self.at + 2]
        if code := HEXADECIMAL.match(self.pattern, self.at):
            self._put(f"\\U{int(code[1], 16):08x}", len(code[0]))
        elif named := CATEGORY.match(self.pattern, self.at):
            self._put(named[0], len(named[0]))
        elif letter in {"p", "P"} and self.pattern[self.at + 2 : self.at + 3].isalpha():
            self._put(f"\\{letter}{{{self.pattern[self.at + 2]}}}", 3)
        elif letter == "k" and self.pattern[self.at + 2 : self.at + 3] == "<":
            self._put(r"\g", 2)
        else:
            self._put(known.get(letter, "\\" + letter), 2)

    def _set(self) -> None:
        """A set of characters, in which only its own signs mean something."""
        self._put("[")
        if self.pattern[self.at : self.at + 1] == "^":
            self._put("^")
        if self.pattern[self.at : self.at + 1] == "]":
            self._put(r"\]")
        while self.at < len(self.pattern) and (sign := self.pattern[self.at]) != "]":
            if sign == "\\":
                self._put_escape({"e": r"\x1b"})
            elif sign == "[":
                named = re.compile(r"\[:\^?\w+:\]").match(self.pattern, self.at)
                self._put(named[0] if named else r"\[", len(named[0]) if named else 1)
            else:
                self._put(sign)
        if self.at < len(self.pattern):
            self._put("]")

    def _open(self) -> None:
        group = self.groups[-1]
        if self.pattern.startswith("(?#", self.at):
            self.at = (self.pattern + ")").index(")", self.at) + 1
        elif flags := FLAGS.match(self.pattern, self.at):
            self._switch(flags, group)
        else:
            self.sees_edges |= self.pattern.startswith(LOOKS_AROUND, self.at)
            self.groups.append(_Group(group.many_lines, group.verbose))
            quoted = re.compile(r"\(\?'(\w+)'").match(self.pattern, self.at)
            named = quoted or re.compile(r"\(\?<(\w+)>").match(self.pattern, self.at)
            self._put(f"(?P<{named[1]}>" if named else "(", len(named[0]) if named else 1)

    def _switch(self, flags: re.Match[str], group: _Group) -> None:
        """`(?i)` holds until the group ends, as if the rest of it stood in `(?i:…)`; `m` and `x` are ours to heed."""
        asked = dict.fromkeys(flags[1], True) | dict.fromkeys(flags[2] or "", False)
        lines, verbose = asked.pop("m", group.many_lines), asked.pop("x", group.verbose)
        asked.pop("n", None)
        if flags[3] == ":":
            self.groups.append(_Group(lines, verbose))
            self._put(_Group(lines, verbose, asked).opening or "(?:", len(flags[0]))
            return
        before, switched = group.closing, group.switched | asked
        if switched == group.switched:
            self._put("", len(flags[0]))
        else:
            group.switched = switched
            self._put(before + group.opening, len(flags[0]))
        group.many_lines, group.verbose = lines, verbose
