"""A rule of the text as the values of its form, and back: what the form does not ask for stays as it is written."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from govdesk.directory.rules import name_key
from govdesk.rotation.plan.rewriting import Raw
from govdesk.rotation.plan.rule import Rule
from govdesk.rotation.plan.rule_form import ESCALATED, EVERY, NONE, ON

ALIKE = (
    "name", "every_days", "because", "spread_days", "most_a_day", "grace_days", "overdue_every_days",
)  # fmt: skip


def digest_of_rule(rule: Raw) -> str:
    """The same for the same rule only."""
    return hashlib.sha256(json.dumps(rule, sort_keys=True, default=str).encode()).hexdigest()


def values_of(rule: Raw, otherwise: Rule, departments: Mapping[str, str]) -> dict[str, Any]:
    """What the form shows of a rule; `departments` are names by their keys."""
    about = rule.get("applies_to") or {}
    return {
        **{name: rule.get(name) for name in ALIKE},
        **{name: list(about.get(name) or ()) for name in ("tiers", "platforms", "credentials")},
        "departments": [departments.get(name_key(name), name) for name in about.get("departments") or ()],
        "calendar": EVERY if rule.get("every_days") else ON if rule.get("calendar") else NONE,
        "on": rule.get("calendar"),
        "remind_days_before": ", ".join(map(str, rule.get("remind_days_before") or ())),
        "second_person": rule.get("second_person", otherwise.second_person),
        **_escalated(rule.get("escalate") or {}),
    }


def rewritten(rule: Raw, before: Raw, after: Raw) -> Raw:
    """The rule with what its form says now, where that is not what it said before."""
    changed = {key for key in {*before, *after} if before.get(key) != after.get(key)}
    if "escalate" in changed:
        after = {**after, "escalate": _with_others(rule.get("escalate") or {}, after.get("escalate") or {})}
    new = {key: after[key] for key in after if key in changed and after[key] not in (None, {})}
    kept = {key: value for key, value in rule.items() if key not in changed}
    found = {**kept, **new}
    # In the order in which it was written.
    return {key: found[key] for key in [*rule, *new] if key in found}


def _escalated(escalate: Mapping[int, Any]) -> dict[str, int]:
    """Field → after how many days; the earliest counts."""
    return {
        field: min(days)
        for field, who in ESCALATED.items()
        if (days := [after for after, told in escalate.items() if who.value in told])
    }


def _with_others(before: Mapping[int, Any], wanted: Mapping[int, list[str]]) -> dict[int, list[str]]:
    """Those whom the form does not ask about are told as before."""
    asked = {who.value for who in ESCALATED.values()}
    found = {days: [who for who in told if who not in asked] for days, told in before.items()}
    for days, told in wanted.items():
        found[days] = [*found.get(days, ()), *told]
    return {days: told for days, told in sorted(found.items()) if told}
