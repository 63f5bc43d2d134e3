"""One word that stands where a password would: is it one?"""

import re

from govdesk.secrecy.vocabulary import ORDINARY

_PUBLIC = re.compile(
    r"[a-z][a-z+.-]*://\S*|[^@\s]+@[\w-]+(?:\.[\w-]+)+|(?:[\w-]+\.)+[a-z]{2,}(?:/\S*)?|(?-i:[A-Z]{2,6}-\d+)|#\d+|@[\w.]+"
    r"|[^\W\d_]+(?:/[^\W\d_]+)+|\d+[.)]?|(?-i:ISO|IEC|DIN|EN|NIST|BSI|RFC)[-:/.\d]+",
    re.IGNORECASE,
)
"""Links, mailboxes, hosts, tickets, standards, folders of a vault; plain numbers are looked at apart."""
_IS_MEASURE = re.compile(r"\d+[-.]?[a-zäöü]{1,12}|\d+-[a-z-]+|(?:2|m)fa\S*|[a-z]{1,3}-?\d", re.IGNORECASE)
"""`90-day`, `12th`, `30days`, `2FA`."""
_INFLECTED = {
    "en": re.compile(r"[a-z]+(?:ly|ed|ing|tion|ments?)"),
    "de": re.compile(r"[a-zäöüß]+(?:en|ern|ert|et|t|ung|bar|los|lich|ig)"),
    "fr": re.compile(r"[a-zà-ÿ]+(?:ée?s?|er|ir|tion|ment|able)"),
}
"""How verbs and adverbs end, in the language of the name."""
_AROUND = ".,;:()[]<>\"'“”„‚‘’«»`"


def is_made_up(word: str) -> bool:
    """Whether letters, digits and signs stand in a word as only somebody who makes a password up mixes them."""
    word = word.strip(_AROUND)
    if len(word) < 3 or _PUBLIC.fullmatch(word) or word.lower() in ORDINARY:
        return False
    letters = any(letter.isalpha() for letter in word)
    digits = any(letter.isdigit() for letter in word)
    signs = any(letter in "!$%&*#?+=~@^_" for letter in word[:-1])
    return letters and (signs or (digits and len(word) > 4 and not _IS_MEASURE.fullmatch(word)))


def language_of(name: str) -> str:
    """Of the name of a secret, in small letters."""
    if name.startswith(("mot", "mdp", "clé", "jeton", "identif")):
        return "fr"
    return "de" if name.startswith(("passwort", "passwört", "paßw", "kennw", "losung", "geheim")) else "en"


def is_unusual(word: str, language: str) -> bool:
    """Whether a word of letters alone is one that sentences about passwords seldom have in its place."""
    word = word.strip(_AROUND + "!?*")
    small = word.lower()
    if len(word) < 4 or not word.isalpha() or small in ORDINARY:
        return False
    return not (word[1:].islower() and _INFLECTED[language].fullmatch(word))
