"""Lists of records: JSON and YAML, with mappings inside a record flattened to `social.twitter`."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from govdesk.accounts.importing.reading.fitness import SOMETHING, BadRow, Sieve, without_secret_parts
from govdesk.accounts.importing.reading.sheet import MOST_COLUMNS, Cells, Numbered, Value
from govdesk.errors import Invalid
from govdesk.i18n import _

DEEPEST = 4
"""Mappings within mappings that are still columns."""
_TELLING = {"platform", "network", "service", "handle", "username", "account", "url", "link"}
"""Keys by which an account is told from a department or a person that a record lists."""
# Every scalar as it is written: `no` stays no, and 02222 keeps its zero.
_PlainLoader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def json_records(text: str, sieve: Sieve) -> Iterator[Numbered]:
    """Raises Invalid."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Invalid(_("The file is not sound JSON: %(reason)s.", reason=error)) from error
    return _numbered(found, sieve)


def yaml_records(text: str, sieve: Sieve) -> Iterator[Numbered]:
    """Raises Invalid."""
    try:
        found = yaml.load(text, Loader=_PlainLoader)  # noqa: S506 (builds texts, lists and mappings, nothing else)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        reason = getattr(error, "problem", None) or _("it cannot be read")
        raise Invalid(_("The file is not sound YAML: %(reason)s.", reason=reason)) from error
    return _numbered(found, sieve)


def _numbered(found: Any, sieve: Sieve) -> Iterator[Numbered]:
    for number, record in enumerate(_list_in(found), start=1):
        if not isinstance(record, dict) or not record:
            yield number, BadRow(_("This is not an account."))
        else:
            try:
                bare = without_secret_parts(record)
                sieve.refuse_unfit(_unnamed(bare))
                for part in _parts(bare):
                    yield number, _flat(part)
            except BadRow as error:
                yield number, BadRow(str(error), record)


def _unnamed(bare: Any) -> Any:
    """The record without what is known to have stood under names for secrets: that alone refuses no row."""
    if not isinstance(bare, dict):
        return bare
    return {name: _unnamed(value) for name, value in bare.items() if value != SOMETHING}


def _parts(record: Mapping[Any, Any]) -> Iterator[Mapping[Any, Any]]:
    """The record itself, or one for each account that it lists: {Press, accounts: [{platform, handle}, …]}."""
    for name, value in record.items():
        if isinstance(value, list) and value and all(_is_an_account(item) for item in value):
            rest = {key: other for key, other in record.items() if key != name}
            yield from ({**rest, **item} for item in value)
            return
    yield record


def _is_an_account(item: Any) -> bool:
    return isinstance(item, dict) and bool(_TELLING & {str(key).casefold() for key in item})


def _list_in(found: Any) -> list[Any]:
    """The list itself, the only list inside a mapping, or what a mapping holds under names: {Press: [noaa, nws]}."""
    if isinstance(found, dict):
        lists = {name: value for name, value in found.items() if isinstance(value, list)}
        if len(lists) == 1 and any(isinstance(item, dict) for item in next(iter(lists.values()))):
            found = next(iter(lists.values()))
        elif found and all(isinstance(value, dict) for value in found.values()):
            found = [{"group": name, **value} for name, value in found.items()]
        elif lists and len(lists) == len(found):
            found = [{"group": name, "account": _text(item)} for name, items in lists.items() for item in items]
    if not isinstance(found, list):
        raise Invalid(_("The file must hold a list of accounts: [{…}, {…}]."))
    return found


def _flat(record: Mapping[Any, Any]) -> Cells:
    cells: Cells = {}
    _put(cells, "", record, DEEPEST)
    return cells


def _put(cells: Cells, prefix: str, record: Mapping[Any, Any], depth: int) -> None:
    for name, value in record.items():
        column = f"{prefix}{name}"[:100]
        link = value.get("url") if isinstance(value, dict) else None
        if isinstance(value, dict) and not isinstance(link, str) and depth > 1:
            _put(cells, f"{column}.", value, depth - 1)
        elif told := _value(link if isinstance(link, str) else value):
            cells[column] = told
        if len(cells) > MOST_COLUMNS:
            raise Invalid(_("The file has more than %(n)s columns.", n=MOST_COLUMNS))


def _value(value: Any) -> Value:
    """A text, or the texts of a list: of things with a name, or else with whatever text they hold."""
    if not isinstance(value, list):
        return _text(value)
    return [text for item in value if (text := _named(item))]


def _named(item: Any) -> str:
    if not isinstance(item, dict):
        return _text(item)
    return _text(item["name"]) if "name" in item else " ".join(filter(None, map(_text, item.values())))


def _text(value: Any) -> str:
    if value is None or isinstance(value, dict | list):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if str(value).strip() else ""
