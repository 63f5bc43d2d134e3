"""What is no prose in a post: addresses, mentions, tags, names of letters and pictures of feelings."""

import regex

from govdesk.voice.texts.blocks import Placed

MASKED = regex.compile(
    r"""
    \b(?:https?|ftp)://[^\s<>]+
  | \bwww\.[^\s<>]+\.[^\s<>]+
  | (?<![\w@])@[\w.-]*\w(?:@[\w.-]*\w)?
  | (?<![\w&])\#\w+
  | (?<![\w$])\$[A-Za-z]{1,6}(?:[._][A-Za-z]{1,2})?\b
  | &(?:\#\d{1,7}|\#[xX][0-9A-Fa-f]{1,6}|[A-Za-z]\w{1,31}|\d{2,7});
  | (?:\p{Emoji_Presentation}|\p{Extended_Pictographic}\uFE0F|\p{Regional_Indicator}|[0-9\#*]\uFE0F?\u20E3)
    [\p{Emoji_Modifier}\uFE0F\u200D\u20E3\U000E0020-\U000E007F]*
    """,
    regex.VERBOSE | regex.V1,
)


def masked(placed: Placed) -> Placed:
    """The same text, as long as it was, with an asterisk for each letter that is no prose."""
    return Placed(MASKED.sub(lambda found: "*" * len(found[0]), placed.text), placed.runs)
