"""Letters that are not what they seem: those that turn the text round, mixed alphabets, halves of letters."""

from collections.abc import Iterator

import regex

from govdesk.i18n import _
from govdesk.preflight.draft import Draft
from govdesk.preflight.findings import Finding, Fix, Gate, Severity

_TURNS = regex.compile(r"[\u202A-\u202E\u2066-\u2069]+")
_HALVES = regex.compile(r"[\ud800-\udfff]+")
_MIXED = regex.compile(r"\b(?=\w*\p{Latin})\w*[\p{Cyrillic}\p{Greek}\p{Armenian}\p{Cherokee}]\w*")


def check_letters(draft: Draft) -> list[Finding]:
    return [*_turns(draft), *_halves(draft), *_mixed(draft)]


def _turns(draft: Draft) -> Iterator[Finding]:
    message = _("Invisible signs here change the direction in which the text is shown. Remove them.")
    for found in _TURNS.finditer(draft.text):
        yield Finding("letters.direction", Gate.ACKNOWLEDGE, *found.span(), message, fix=Fix(*found.span(), ""))


def _halves(draft: Draft) -> Iterator[Finding]:
    message = _("Half a letter: something was cut in the middle. No platform can show it.")
    for found in _HALVES.finditer(draft.text):
        fix = Fix(*found.span(), "")
        yield Finding("letters.half", Gate.BLOCK, *found.span(), message, fix=fix, severity=Severity.ERROR)


def _mixed(draft: Draft) -> Iterator[Finding]:
    message = _("This word mixes alphabets, as imitations do; searches do not find it. Write it anew.")
    for found in _MIXED.finditer(draft.text):
        yield Finding("letters.mixed", Gate.ACKNOWLEDGE, *found.span(), message)
