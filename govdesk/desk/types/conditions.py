"""When a question, a step or a rule counts: other answers are so."""

from collections.abc import Mapping
from typing import Any

Condition = dict[str, bool | str | list[str]]
"""Key of a field → the answer, or one of several; all have to be so."""


def holds(condition: Condition | None, answers: Mapping[str, Any]) -> bool:
    """Whether all that is asked for is so; no condition always is. What was not answered is nothing."""
    if condition is None:
        return True
    return all(_fits(wanted, answers.get(key)) for key, wanted in condition.items())


def _fits(wanted: bool | str | list[str], answer: Any) -> bool:
    return answer in wanted if isinstance(wanted, list) else answer == wanted
