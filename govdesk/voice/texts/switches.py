"""Comments in a text that switch rules: `<!-- vale off -->`, `<!-- vale Style.Rule = NO -->` and their like."""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
MATCHES = re.compile(r"vale ([^\s=\[]+\.[^\s=\[]+)(\[.+\]) = (YES|NO)")
RULE = re.compile(r"vale (\S+\.\S+|[^.\s]+) = (YES|NO|on|off)")
STYLES = re.compile(r"vale styles? = (.*)")


@dataclass
class _State:
    """What is off behind some comments: styles, rules, and matches of a rule (`Style.Rule[match]`)."""

    everything: bool = False
    off: dict[str, bool] = field(default_factory=dict)

    def hear(self, said: str, styles: Iterable[str]) -> None:
        if said in {"vale off", "vale on"}:
            self.everything = said == "vale off"
        elif found := MATCHES.fullmatch(said):
            self.off |= dict.fromkeys((f"{found[1]}[{match}]" for match in _words(found[2])), found[3] == "NO")
        elif found := RULE.fullmatch(said):
            self.off[found[1]] = found[2] in {"NO", "off"}
        elif found := STYLES.fullmatch(said):
            self.off |= dict.fromkeys(styles, True) | dict.fromkeys(found[1].split(", "), False)


def _words(listed: str) -> list[str]:
    try:
        words = json.loads(listed)
    except ValueError:
        return []
    return [str(word) for word in words]


class Switches:
    def __init__(self, comments: Sequence[tuple[int, str]], styles: Iterable[str]) -> None:
        """`comments` with their places; `styles` are those in force."""
        self._styles = tuple(styles)
        spoken = ((place, COMMENT.fullmatch(comment.strip())) for place, comment in comments)
        self._heard = sorted((place, said[1].strip()) for place, said in spoken if said)

    def is_off(self, rule: str, place: int | None, matched: str, *, sized: bool = False) -> bool:
        """Whether the rule was switched off for what stands at `place` (None: at the end). Rules for the whole
        (`sized`) heed only `vale off`."""
        if not self._heard:
            return False
        state = _State()
        for where, said in self._heard:
            if place is None or where <= place:
                state.hear(said, self._styles)
        names = (rule.partition(".")[0], rule, f"{rule}[{matched}]")
        return state.everything or (not sized and any(state.off.get(name, False) for name in names))
