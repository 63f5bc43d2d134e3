"""What the columns of a sheet say, guessed from their names and from what stands in them; people may correct it."""

from collections.abc import Callable, Collection, Mapping, Sequence

from govdesk.accounts.importing.reading.columns import (
    SEVERAL,
    either_of,
    is_free_text,
    meaning_of,
    names_an_address,
    platform_called,
)
from govdesk.accounts.importing.reading.rows import NOTHING, addresses_in
from govdesk.accounts.importing.reading.sheet import Sheet
from govdesk.accounts.platforms.catalogue import Catalogue
from govdesk.accounts.platforms.identity import Identity, identify
from govdesk.directory.rules import name_key

LOOK_AT = 200
"""Lines that the guess looks at."""
MOST = 0.6
"""The part of a column's values that must look alike."""


def guess(sheet: Sheet, platforms: Catalogue, departments: Collection[str] = ()) -> dict[str, str]:
    """Column → meaning; `departments` are the keys of the names that are known here."""
    values = {column: sheet.values(column, LOOK_AT) for column in sheet.columns}
    named = {column: _named(column, values[column], platforms) for column in sheet.columns}
    meanings = dict.fromkeys(sheet.columns, "")

    def take(column: str, meaning: str) -> None:
        if meaning and not meanings[column] and (_is_open(meaning, platforms) or meaning not in meanings.values()):
            meanings[column] = meaning

    # 1. The names that are certain, 2. what the values say, 3. the names that hold a telling word.
    for column, (meaning, is_certain) in named.items():
        if is_certain:
            take(column, meaning)
    _mend_departments(meanings, values, departments)
    for meaning, looks in _looks(platforms, departments):
        for column in sheet.columns:
            if meaning not in meanings.values() and not named[column][0] and _mostly(looks, values[column]):
                take(column, meaning)
    for column, (meaning, _is_certain) in named.items():
        take(column, meaning)
    return _with_links(_with_further(meanings, values, platforms), sheet, platforms)


def _named(column: str, values: Sequence[str], platforms: Catalogue) -> tuple[str, bool]:
    """What the name of a column says, as far as its values do not say otherwise; and whether that is certain."""
    meaning, is_certain = meaning_of(column, platforms)
    told = [text for text in values if text.casefold() not in NOTHING]
    if not meaning or not told:
        return (meaning, is_certain) if told or meaning not in platforms.platforms else ("", False)
    if meaning in ("platform", "handle", "url", "name") and _mostly(lambda text: is_address(text, platforms), told):
        return "url", True
    either = either_of(column)
    if not either:
        return (meaning, is_certain) if _fits(meaning, told, platforms) else ("", False)
    return next(((one, True) for one in either if _tells(one, told, platforms)), ("", False))


def _tells(meaning: str, values: Sequence[str], platforms: Catalogue) -> bool:
    """Whether values are what a name that may mean several things would mean by it."""
    if meaning == "platform":
        return _mostly(lambda text: platform_called(text, platforms) is not None, values)
    return meaning != "handle" or _mostly(lambda text: " " not in text, values)


def _with_further(
    meanings: dict[str, str], values: Mapping[str, Sequence[str]], platforms: Catalogue
) -> dict[str, str]:
    """A column of which nobody knows what it says, and which is full of accounts on platforms, names further ones."""
    further = {
        column: "url"
        for column, meaning in meanings.items()
        if not meaning
        and not is_free_text(column)
        and _mostly(
            lambda text: _names_accounts(text, platforms),
            [text for text in values[column] if text.casefold() not in NOTHING],
        )
    }
    return meanings | further


def _names_accounts(text: str, platforms: Catalogue) -> bool:
    """Whether a cell holds accounts on platforms; any website may be an article."""
    found = [identify(part, platforms) for part in addresses_in(text) if "/" in part and " " not in part]
    return any(isinstance(meant, Identity) and platforms[meant.platform] is not platforms.website for meant in found)


def _with_links(meanings: dict[str, str], sheet: Sheet, platforms: Catalogue) -> dict[str, str]:
    """Where no column says an address, the one behind whose cells accounts' addresses lie does."""
    if names_an_address(meanings, platforms):
        return meanings
    for column in sheet.columns:
        if _mostly(lambda link: is_address(link, platforms), sheet.links(column, LOOK_AT)):
            return {**meanings, column: "url"}
    return meanings


def _is_open(meaning: str, platforms: Catalogue) -> bool:
    """Whether another column may mean it as well."""
    return meaning in SEVERAL or meaning.removesuffix("_id") in platforms.platforms


def _mend_departments(meanings: dict[str, str], values: dict[str, list[str]], departments: Collection[str]) -> None:
    """A column called Organization or Name that holds departments known here is the department's."""
    if "department" in meanings.values():
        return
    for column, meaning in meanings.items():
        if meaning in ("name", "owner") and _mostly(lambda text: name_key(text) in departments, values[column]):
            meanings[column] = "department"
            return


Look = Callable[[str], bool]


def _looks(platforms: Catalogue, departments: Collection[str]) -> Sequence[tuple[str, Look]]:
    """Field → how its values look, the plainest first."""
    return (
        ("url", lambda text: is_address(text, platforms)),
        ("platform", lambda text: platform_called(text, platforms) is not None),
        ("department", lambda text: name_key(text) in departments),
        ("handle", lambda text: text.startswith("@") and " " not in text),
        ("owner", _is_mail),
    )


def is_address(text: str, platforms: Catalogue) -> bool:
    """Whether a cell is the address of an account; a plain word is none, though a website might be called so."""
    if "." not in text or "/" not in text:
        return False
    meant = identify(text.strip("[").split(",")[0], platforms)
    return isinstance(meant, Identity)


def _is_mail(text: str) -> bool:
    local, _at, host = text.rpartition("@")
    return bool(local) and "." in host and " " not in text


def _mostly(looks: Look, values: Sequence[str]) -> bool:
    return bool(values) and sum(map(looks, values)) >= MOST * len(values)


def _fits(meaning: str, values: Sequence[str], platforms: Catalogue) -> bool:
    """Numbers of followers stand under `Facebook`, too, and streets under `Address`."""
    if meaning == "url":
        return not _mostly(lambda text: " " in text and "." not in text, values)
    if meaning not in platforms.platforms:
        return True
    # An address or a handle is no short number.
    return not _mostly(lambda text: len(text) < 4 or (text.replace(",", "").isdecimal() and len(text) < 9), values)
