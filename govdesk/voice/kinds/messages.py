"""Messages as Go's `fmt` fills them in: what is left over is dropped, one argument too few is empty."""

import re
from collections.abc import Sequence

VERB = re.compile(r"%(?:%|[-+# 0]*(?:\d+)?(?:\.\d+)?(?:\[(\d+)\])?([A-Za-z]))")


def fill(message: str, values: Sequence[str | int]) -> str:
    """`message` with `%s` and `%d` replaced in order (`%[2]s` names one); line breaks become spaces."""
    given = [*map(str, values), ""]
    taken = 0

    def one(verb: re.Match[str]) -> str:
        nonlocal taken
        if verb[0] == "%%":
            return "%"
        taken = int(verb[1]) if verb[1] else taken + 1
        if not 0 < taken <= len(given):
            return f"%!{verb[2]}(MISSING)"
        return given[taken - 1] if verb[2] in "sdvq" else f"%!{verb[2]}(string={given[taken - 1]})"

    return VERB.sub(one, message).replace("\n", " ")


def listed(words: Sequence[str]) -> str:
    """`'a'`, `'a' or 'b'`, `'a', 'b', or 'c'`."""
    quoted = [f"'{word}'" for word in words]
    if len(quoted) < 3:
        return " or ".join(quoted)
    return ", ".join([*quoted[:-1], f"or {quoted[-1]}"])
