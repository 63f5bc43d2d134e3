"""Passwords, keys and codes: nothing that opens an account is posted."""

import regex

from govdesk.i18n import _
from govdesk.preflight.draft import Draft
from govdesk.preflight.findings import CONFIDENTIAL, Finding, Gate, Severity
from govdesk.secrecy import holds_secret

_LINE = regex.compile(r"[^\r\n]+")
_WORD = regex.compile(r"\S+")


def check_secrets(draft: Draft) -> list[Finding]:
    """By line, and within it by word where a word alone gives it away; else the line is marked as a whole."""
    places = [place for line in _LINE.finditer(draft.text) if holds_secret(line[0]) for place in _within(line)]
    if not places and holds_secret(draft.text):
        places = [(0, len(draft.text))]  # told over several lines
    message = _("This looks like a password, a key or a code. Remove it, and have it changed: it was written down.")
    return [
        Finding("secrets.shown", Gate.BLOCK, start, end, message, CONFIDENTIAL, severity=Severity.ERROR)
        for start, end in places
    ]


def _within(line: "regex.Match[str]") -> list[tuple[int, int]]:
    words = [word.span() for word in _WORD.finditer(line[0]) if holds_secret(word[0])]
    spans = words or [(0, len(line[0]))]
    return [(line.start() + start, line.start() + end) for start, end in spans]
