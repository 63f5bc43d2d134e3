"""Choices that rooms above add to the list's filter by state: they know more of an account than its row."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Select


@dataclass(frozen=True)
class StateFilter:
    """One more thing that an account can be."""

    key: str
    label: str
    ids: Callable[[], Select[int]]
    """The accounts that are, none twice, found by an index."""


_FILTERS: dict[str, StateFilter] = {}


def adds_state_filter(key: str, label: str, ids: Callable[[], Select[int]]) -> None:
    """Let the list of accounts be narrowed to those of `ids`; every reader of the list may."""
    _FILTERS[key] = StateFilter(key, label, ids)


def state_filters() -> dict[str, StateFilter]:
    return _FILTERS
