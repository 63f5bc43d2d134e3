"""Sequences of code points that are one emoji."""

import regex

_SHOWN = (
    r"(?:\p{Emoji_Modifier_Base}\uFE0F?\p{Emoji_Modifier}|\p{Emoji_Presentation}"
    r"|\p{Extended_Pictographic}\uFE0F)"
)
_TAGGED = r"\U0001F3F4[\U000E0020-\U000E007E]+\U000E007F"
_JOINED = rf"(?:{_SHOWN}|\p{{Extended_Pictographic}}(?=\u200D))(?:\u200D(?:{_SHOWN}|\p{{Extended_Pictographic}}))*"
EMOJI = regex.compile(rf"[0-9#*]\uFE0F?\u20E3|\p{{Regional_Indicator}}{{2}}|{_TAGGED}|{_JOINED}")
"""Keycaps, flags, and pictures, alone or joined. A sign that may be a picture (©, ☺) is one with U+FE0F."""
