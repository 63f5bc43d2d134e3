"""What an action of a rule makes of a match: for its message, and for whoever mends it with one click."""

import re

import regex

from govdesk.voice.findings import Action
from govdesk.voice.patterns.dialect import translate
from govdesk.voice.patterns.searching import PATIENCE, Pattern, PatternError

REFERENCE = re.compile(r"\$\{?(\w+)\}?")
SIMPLE = re.compile(r"(?<=[a-z])(?=[A-Z])|[\W_]+")
NEEDED = {"regex": 3, "trim": 2, "trim_left": 2, "trim_right": 2, "truncate": 2, "split": 3}
"""Parameters of an edit, its name included."""


def fault_in(action: Action) -> str:
    """Why the action cannot be carried out; empty when it can."""
    if action.name not in {"suggest", "replace", "remove", "convert", "edit"}:
        return f"unknown action {action.name!r}"
    if action.name in {"edit", "suggest", "convert"} and not action.parameters:
        return f"the action {action.name!r} needs parameters"
    if action.name == "edit" and len(action.parameters) != NEEDED.get(action.parameters[0], len(action.parameters)):
        return f"the edit {action.parameters[0]!r} needs {NEEDED[action.parameters[0]]} parameters"
    if action.name == "edit" and action.parameters[0] == "regex":
        try:
            Pattern.of(action.parameters[1])
        except PatternError as error:
            return f"the pattern of the edit cannot be read: {error}"
    return ""


def mended(action: Action, matched: str) -> list[str]:
    """What could stand instead of `matched`; empty when only a person can tell."""
    match action.name:
        case "replace":
            return list(action.parameters)
        case "remove":
            return [""]
        case "convert":
            return [SIMPLE.sub(" ", matched).strip().lower() if action.parameters[0] == "simple" else matched]
        case "edit":
            return [_edited(action.parameters, matched).strip()]
    return []


def _replaced(pattern: str, instead: str, matched: str) -> str:
    """As it was when the pattern takes too long, or the replacement names a group that is not there."""
    try:
        return regex.compile(translate(pattern).text, regex.V0).sub(instead, matched, timeout=PATIENCE)
    except (regex.error, IndexError, TimeoutError):
        return matched


def _edited(parameters: tuple[str, ...], matched: str) -> str:
    kind, *rest = parameters
    match kind, rest:
        case "regex", [pattern, instead]:
            return _replaced(pattern, REFERENCE.sub(r"\\g<\1>", instead), matched)
        case "trim", [signs]:
            return matched.strip(signs)
        case "trim_left", [signs]:
            return matched.lstrip(signs)
        case "trim_right", [signs]:
            return matched.rstrip(signs)
        case "remove", [sign]:
            return matched.replace(sign, "")
        case "replace", [sign, instead]:
            return matched.replace(sign, instead)
        case "truncate", [sign]:
            return matched.partition(sign)[0]
        case "split", [sign, number]:
            parts = matched.split(sign)
            return parts[int(number)] if int(number) < len(parts) else matched
    return matched
