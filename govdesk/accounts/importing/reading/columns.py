"""What columns are called: our fields, and the names that other registers and people's sheets have for them."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping

from govdesk.accounts.importing.reading import called
from govdesk.accounts.platforms.catalogue import Catalogue
from govdesk.accounts.platforms.platform import Platform
from govdesk.errors import Invalid
from govdesk.i18n import _, _l

FIELDS = {
    "url": _l("Address of the account"),
    "platform": _l("Platform"),
    "handle": _l("Handle"),
    "name": _l("Name"),
    "department": _l("Owning department"),
    "owner": _l("Owner"),
    "deputy": _l("Deputy"),
    "custodians": _l("Custodians"),
    "language": _l("Language"),
    "tier": _l("Risk"),
    "record": _l("The source's own number of the line"),
}
"""What a column can say. A platform's key says: the account there. Its key and `_id`: its number there."""
SEVERAL = ("url", "department", "custodians")
"""Fields that several columns may fill."""

_MARKS_BESIDE = re.compile(r"[(\[{][^)\]}]*[)\]}]")
_LAST_NUMBER = re.compile(r"(?: \d{1,2})+$")


Meanings = Mapping[str, str]
"""Column → a field, a platform's key, a platform's key with `_id`, or "" for a column that says nothing."""


def words_of(column: str) -> str:
    """A column's name in lower case, without accents, words apart: `service_url`, `Service-URL` → `service url`."""
    bare = "".join(letter for letter in unicodedata.normalize("NFKD", column) if _shows(letter))
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", bare)
    return " ".join(re.sub(r"[\W_]+", " ", apart.casefold()).split())


def _shows(letter: str) -> bool:
    """Neither an accent nor what cannot be seen."""
    return unicodedata.category(letter) not in ("Mn", "Cf")


def _all_of(lists: Iterable[str]) -> set[str]:
    return {words_of(name) for names in lists for name in names.split(",")}


_EXACT = {
    words_of(name): field
    for fields in reversed(list(called.EXACT.values()))
    for field, names in fields.items()
    for name in names.split(",")
}
"""Where two languages disagree the one further up in the table wins; see `called.EITHER`."""
_INSIDE = {
    field: {
        ("*" if name.endswith("*") else "") + words_of(name)
        for fields in called.INSIDE.values()
        for name in fields.get(field, "").split(",")
        if name
    }
    for field in called.INSIDE["en"]
}
_ABOUT_IT, _FREE_TEXT = _all_of(called.ABOUT_IT.values()), _all_of(called.FREE_TEXT.values())
_FILLING = _all_of(called.FILLING.values())


def meaning_of(column: str, platforms: Catalogue) -> tuple[str, bool]:
    """What a column's name says, "" for nothing; and whether that is certain."""
    said = words_of(column)
    for name in _without_beside(column, said):
        if name in _EXACT:
            return _EXACT[name], True
    words = said.split()
    if platform := _platform_in(words, platforms):
        return platform, True
    if set(words) & _ABOUT_IT:
        return "", False
    if words[:1] == ["id"]:
        return "record", False
    return next((field for field, names in _INSIDE.items() if _is_among(words, names)), ""), False


def either_of(column: str) -> tuple[str, ...]:
    """Of a name that means now this and now that, all that it may mean."""
    return next((found for name in _without_beside(column, words_of(column)) if (found := _EITHER.get(name))), ())


_EITHER = {words_of(name): fields for name, fields in called.EITHER.items()}


def _without_beside(column: str, said: str) -> Iterator[str]:
    """The name itself; without its number, what stands in brackets, and endings: `Kanal 2`, `Betreuer*innen`."""
    for name in (said, words_of(_MARKS_BESIDE.sub("", column))):
        yield name
        yield from (name.removesuffix(ending) for ending in (" in", " innen", " r", " e", " s", " es"))
        yield _LAST_NUMBER.sub("", name)


def _is_among(words: Iterable[str], names: Collection[str]) -> bool:
    """Whether one of the words is there, or begins as one that ends in a star."""
    return any(word in names or any(f"*{word[:n]}" in names for n in range(4, len(word) + 1)) for word in words)


def is_free_text(column: str) -> bool:
    """Whether people write what they like in a column of this name."""
    return bool(_FREE_TEXT & set(words_of(column).split()))


def _platform_in(words: list[str], platforms: Catalogue) -> str:
    """`Facebook page` and `social.twitter` are platforms; `youtube_id` is a number there."""
    bare = [word for word in words if word not in _FILLING]
    is_number, bare = "id" in bare, [word for word in bare if word != "id"]
    spelt = (mark.join(bare) for mark in (" ", "", "_")) if bare else ()
    found = next((platform for name in spelt if (platform := platforms.named(name))), None) or _only(bare, platforms)
    if found is None or (found.any_server and not found.addresses and is_number):
        return ""
    return f"{found.key}_id" if is_number else found.key


def platform_called(text: str, platforms: Catalogue) -> Platform | None:
    """The platform that people call so in a cell: `Facebook`, `FB`, `Tw/X`, `X (formerly Twitter)`."""
    if (found := platforms.named(text)) or len(text) > 60:
        return found
    key = _platform_in(words_of(text).split(), platforms)
    return platforms.platforms.get(key)


def _only(words: list[str], platforms: Catalogue) -> Platform | None:
    """The one platform that all words name: `X (formerly Twitter)`."""
    found = [platforms.named(word) for word in words]
    return found[0] if found and all(platform is found[0] for platform in found) else None


def names_known(cells: Iterable[str], platforms: Catalogue) -> int:
    """How many cells of a row could head a column."""
    return sum(1 for cell in cells if cell and len(cell) < 60 and meaning_of(cell, platforms)[0])


class WrongMeaning(Invalid):
    """Somebody said of a file what cannot be said of it: a column or a field that is not there."""


def is_meaning(text: str, platforms: Catalogue) -> bool:
    """Whether a column can say that."""
    return text in FIELDS or not text or text.removesuffix("_id") in platforms.platforms


def corrected(guessed: Meanings, given: Mapping[str, str], platforms: Catalogue) -> dict[str, str]:
    """The guess with what somebody said instead. Raises WrongMeaning for a column or field that is not there."""
    by_name = {words_of(column): column for column in guessed}
    meanings = dict(guessed)
    for name, meaning in given.items():
        column = name if name in guessed else by_name.get(words_of(name))
        if column is None:
            raise WrongMeaning(
                _("There is no column %(name)s. The file has: %(names)s.", name=name, names=", ".join(guessed))
            )
        if not is_meaning(meaning, platforms):
            raise WrongMeaning(
                _("%(name)s is no field. There are: %(names)s.", name=meaning, names=", ".join(FIELDS))
            )
        if meaning in FIELDS and meaning not in SEVERAL:
            meanings = {other: "" if said == meaning else said for other, said in meanings.items()}
        meanings[column] = meaning
    return meanings


def names_an_address(meanings: Meanings, platforms: Catalogue) -> bool:
    """Whether an account can be made of a line at all."""
    said = set(meanings.values())
    return bool(said & {"url", *(platform.key for platform in platforms)}) or {"platform", "handle"} <= said
