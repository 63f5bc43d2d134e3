"""The style `Vale`, which Vale brings along: terms of the vocabulary, words to avoid, repeated words."""

from collections.abc import Iterator

from govdesk.voice.findings import Fault, Problem
from govdesk.voice.styles.folder import Styles
from govdesk.voice.styles.strict_yaml import Value

STYLE = "Vale"


def is_wanted(styles: Styles) -> bool:
    settings = styles.settings
    return settings is not None and (
        STYLE in settings.styles() or any(name.startswith(f"{STYLE}.") for name in settings.named())
    )


def rules(styles: Styles) -> Iterator[tuple[str, dict[str, Value]]]:
    """Name and keys of each."""
    yield "Vale.Repetition", {
        "extends": "repetition", "message": "'%s' is repeated!", "level": "error", "ignorecase": "true",
        "alpha": "true", "tokens": [r"[^\s.!?]+"], "action": {"name": "edit", "params": ["truncate", " "]},
    }  # fmt: skip
    if styles.accepted:
        yield "Vale.Terms", {
            "extends": "substitution", "message": "Use '%s' instead of '%s'.", "level": "error",
            "ignorecase": "true", "vocab": "false", "swap": {term.lower(): term for term in styles.accepted},
        }  # fmt: skip
    if styles.rejected:
        yield "Vale.Avoid", {
            "extends": "existence", "message": "Avoid using '%s'.", "level": "error",
            "tokens": list(styles.rejected),
        }  # fmt: skip


def missing(path: str) -> Problem:
    reason = "Vale.Spelling needs a dictionary and is not supported; switch it off with Vale.Spelling = NO"
    return Problem(path, 1, "Vale.Spelling", reason, Fault.UNSUPPORTED)
