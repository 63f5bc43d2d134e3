"""The report of an import, for scripts and pages: counts, and what needs a look."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from govdesk.accounts.importing.models import RowOutcome
from govdesk.accounts.importing.planning import Entry, Plan
from govdesk.accounts.platforms.catalogue import Catalogue
from govdesk.accounts.rules import duplicate_groups

COUNTED = (RowOutcome.NEW, RowOutcome.SAME, RowOutcome.CHANGED, RowOutcome.DUPLICATE)


def report_of(plan: Plan, platforms: Catalogue) -> dict[str, Any]:
    """The JSON that scripts rely on; more fields stand beside it. `gone` and `duplicate_accounts` are addresses;
    `custodians` counts those that the file names, whoever holds the access already.
    """
    counts = Counter(entry.outcome for entry in plan.entries)
    groups = duplicate_groups((entry.row.number, entry.counts.identity.key) for entry in plan.entries)
    repeated = {id(entry.counts) for entry in plan.entries if entry.first is not None}
    return {
        "rows": len(plan.entries) + len(plan.refused),
        **{outcome.value: counts[outcome] for outcome in COUNTED},
        "refused": [_refused(bad.number, bad.reason, bad.column) for bad in plan.refused],
        "cautions": [
            {"row": entry.row.number, "account": entry.identity.url, "reason": entry.caution}
            for entry in plan.counted
            if entry.caution
        ],
        "handovers": [_told(entry) for entry in plan.counted if entry.asked.is_open],
        "held_back": [_told(entry) for entry in plan.counted if entry.asked.hindrance],
        "unmatched": list(_unmatched(plan)),
        "left_out": list(plan.left_out),
        "for_secrets": list(plan.for_secrets),
        "corrected": plan.corrected,
        "chosen": plan.chosen,
        "namesakes": dict(plan.namesakes),
        "without_department": sum(entry.lacks_department for entry in plan.counted),
        "custodians": sum(len(entry.custodians) for entry in plan.counted),
        "gone": [account.url for account in plan.gone],
        "duplicate_groups": groups,
        "duplicate_accounts": [entry.identity.url for entry in plan.entries if id(entry) in repeated],
        "empty_handles": sum(entry.row.handle == "" for entry in plan.entries),
        "dead_platforms": sum(platforms[entry.identity.platform].retired_on is not None for entry in plan.entries),
        "records": _records(plan),
    }


def _told(entry: Entry) -> dict[str, Any]:
    """Another owner, deputy or accountable department, and what becomes of that."""
    return {"row": entry.row.number, "account": entry.identity.url, "reason": entry.asked.words}


def _refused(number: int, reason: str, column: str) -> dict[str, Any]:
    return {"row": number, "reason": reason, **({"column": column} if column else {})}


def _unmatched(plan: Plan) -> Iterator[dict[str, Any]]:
    for entry in plan.counted:
        for column, words in entry.unmatched.items():
            yield from ({"row": entry.row.number, "field": column, "value": word} for word in words)
    for bad in plan.refused:
        if bad.unknown:
            yield {"row": bad.number, "field": "platform", "value": bad.unknown}


def _records(plan: Plan) -> dict[str, list[str]]:
    """Of sheets with several accounts in a line: the lines that are new, and those all of whose accounts are gone."""
    listed = {entry.row.record for entry in plan.entries if entry.row.record and entry.row.column}
    gone, held = {account.id for account in plan.gone}, dict[str, set[int]]()
    for account_id, records in plan.before.items():
        for record in filter(None, records):
            held.setdefault(record, set()).add(account_id)
    return {
        "new": sorted(listed - held.keys()),
        "gone": sorted(record for record, ids in held.items() if record not in listed and ids <= gone),
    }
