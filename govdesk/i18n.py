"""The translation layer: `_` at the moment of speaking, `_l` for texts made when a module is read."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from babel.numbers import format_decimal
from babel.support import LazyProxy, NullTranslations, Translations
from flask import g, has_app_context

from govdesk import paths

CATALOGUES = paths.PACKAGE / "translations"
DEFAULT_LOCALE = "en"
_COUNT = re.compile(r"%\((\w+)\)d")


@lru_cache
def _catalogue(locale: str) -> NullTranslations:
    return Translations.load(CATALOGUES, [locale])


def locale() -> str:
    """The reader's locale; English outside a request."""
    return g.get("locale", DEFAULT_LOCALE) if has_app_context() else DEFAULT_LOCALE


def gettext(text: str, **values: Any) -> str:
    """`text` in the reader's language, with `%(name)s` filled in; a count goes to `%(name)d`."""
    translated = str(_catalogue(locale()).ugettext(text))
    return _filled(translated, values) if values else translated


def ngettext(one: str, many: str, n: int, **values: Any) -> str:
    """The form of a text that fits the number `n`, with `%(n)s` and others filled in."""
    return _filled(str(_catalogue(locale()).ungettext(one, many, n)), {"n": n, **values})


def count_words(number: int) -> str:
    """A count as the reader's language groups its digits: `12,345`. Numbers that are names stay as they are."""
    return str(number) if -1000 < number < 1000 else format_decimal(number, locale=locale())


def _filled(text: str, values: Mapping[str, Any]) -> str:
    if ")d" not in text:  # no count: most texts, and mails are full of them
        return text % values
    counts = {name: count_words(values[name]) for name in _COUNT.findall(text)}
    return _COUNT.sub(r"%(\1)s", text) % {**values, **counts}


def lazy_gettext(text: str) -> str:
    """A text translated when it is shown; typed as `str`, because it behaves as one."""
    return LazyProxy(gettext, text, enable_cache=False)  # type: ignore[return-value]


_ = gettext
_l = lazy_gettext
