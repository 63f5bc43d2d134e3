"""The figures of an import and what else the page tells in words."""

from collections.abc import Mapping
from typing import Any

from govdesk.i18n import _, ngettext


def figures_of(report: Mapping[str, Any], *, is_whole: bool) -> list[tuple[str, str]]:
    """Label and number; what is asked for in few files only where there is any of it."""
    always = [
        (_("Rows"), report.get("rows", 0)),
        (_("New accounts"), report.get("new", 0)),
        (_("Changed accounts"), report.get("changed", 0)),
        (_("The same as on record"), report.get("same", 0)),
        (_("Refused"), len(report.get("refused", ()))),
    ]
    sometimes = [
        (_("Hand-overs asked for"), len(report.get("handovers", ()))),
        (_("Who answers stays as it is"), len(report.get("held_back", ()))),
        (_("Repeating another row"), report.get("duplicates", 0)),
        (_("Custodians named"), report.get("custodians", 0)),
        (_("Handles found in the address"), report.get("empty_handles", 0)),
        (_("On platforms that are no more"), report.get("dead_platforms", 0)),
        (_("People not known here"), _words(report, "owner", "deputy", "custodians")),
        (_("Departments not known here"), _words(report, "department")),
        (_("Rows without a department"), report.get("without_department", 0)),
        (_("Gone from the source"), len(report.get("gone", ()))),
    ]
    gone = _("Gone from the source")
    told = [*always, *((label, n) for label, n in sometimes if n or (is_whole and label == gone))]
    return [(label, f"{n:,}") for label, n in told]


def _words(report: Mapping[str, Any], *fields: str) -> int:
    """How many different words of these fields nobody here knows."""
    return len({line["value"] for line in report.get("unmatched", ()) if line["field"] in fields})


def what_was_done(report: Mapping[str, Any]) -> str:
    """What bringing it in has come to."""
    new, changed, asked = report["new"], report["changed"], len(report["handovers"])
    told = (
        new
        and _number(
            "%(number)s new account is in the register.", "%(number)s new accounts are in the register.", new
        ),
        changed
        and _number("%(number)s account is as the file says.", "%(number)s accounts are as the file says.", changed),
        asked and _number("%(number)s hand-over is asked for.", "%(number)s hand-overs are asked for.", asked),
    )
    return " ".join(text for text in told if text) or _("The register had all of it already.")


def _number(one: str, many: str, number: int) -> str:
    return ngettext(one, many, number, number=f"{number:,}")


NOT_ASKED = ("platform", "tier")
"""Fields whose unknown words nobody is asked about: they mean no department and no person."""


def unknown_words(report: Mapping[str, Any], field: str) -> dict[str, list[int]]:
    """The file's words for one of `NOT_ASKED` that nobody here knows → the rows in which they stand."""
    found: dict[str, list[int]] = {}
    for line in report.get("unmatched", ()):
        if line["field"] == field:
            found.setdefault(line["value"], []).append(line["row"])
    return found
