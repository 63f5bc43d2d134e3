"""The frames in which words and other patterns are searched for."""

WORD = r"(?m)\b(?:%s)\b"
NONWORD = r"(?m)(?:%s)"


def frame(template: str, *, is_word: bool, ignores_case: bool) -> tuple[str, str]:
    """What stands before and behind the alternatives."""
    before, _, after = ((template or WORD) if is_word else NONWORD).partition("%s")
    return ("(?i)" if ignores_case else "") + before, after
