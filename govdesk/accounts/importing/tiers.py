"""Which tier a word of a source means: one that is known, or none; nothing is guessed."""

from govdesk.accounts.importing.reading.called import TIERS
from govdesk.accounts.importing.reading.columns import words_of
from govdesk.accounts.models import Tier

_CALLED = {words_of(word): Tier(value) for value, words in TIERS.items() for word in words.split(",")}


def tier_called(word: str) -> Tier | None:
    """`High`, `high risk` and `hoch` are one; case, accents and blanks do not count."""
    return _CALLED.get(words_of(word))
