"""What a checked value complains about, in words for whoever wrote the file or the setting."""

from collections.abc import Mapping
from typing import Any

_IN_WORDS = {
    "missing": "is missing",
    "extra_forbidden": "is no name that is known here; is it misspelled?",
    "string_type": "must be text; put quotes round what looks like a number or a day",
    "bool_type": "must be true or false",
    "bool_parsing": "must be true or false",
    "literal_error": "must be {expected}",
    "enum": "must be {expected}",
    "greater_than": "must be more than {gt}",
    "greater_than_equal": "must be at least {ge}",
    "less_than": "must be less than {lt}",
    "less_than_equal": "must be at most {le}",
    "string_too_short": "is too short; the least is {min_length} characters",
    "string_too_long": "is too long; the most is {max_length} characters",
    "too_short": "is too short; the least number of entries is {min_length}",
    "too_long": "is too long; the most entries are {max_length}",
    "string_pattern_mismatch": "is not written as it must be, which is: {pattern}",
    "value_error": "{error}",
}
_BY_KIND = {
    "int": "must be a whole number",
    "float": "must be a number",
    "date": "must be a day such as 2026-11-23",
    "datetime": "must be a moment such as 2026-11-23T14:00:00Z",
    "list": "must be a list",
    "tuple": "must be a list",
    "set": "must be a list",
    "frozen_set": "must be a list",
    "dict": "must be lines of `key: value`",
    "model": "must be lines of `key: value`",
    "ip": "must be an address such as 192.0.2.7, or a network such as 192.0.2.0/24",
}
"""By how the name of the complaint begins, as each has several: `int_type`, `int_parsing`, `int_from_float`."""


def complaint(error: Mapping[str, Any]) -> str:
    """One of pydantic's `errors()`, without the name of what it is about and without a full stop."""
    kind = str(error["type"])
    if form := _IN_WORDS.get(kind):
        return form.format_map(error.get("ctx", {}))
    told = next((words for start, words in _BY_KIND.items() if kind.startswith(f"{start}_")), None)
    return told or str(error["msg"])
