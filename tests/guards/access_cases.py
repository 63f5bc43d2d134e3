"""Cases of who can get into an account."""

from dataclasses import dataclass
from typing import Any

from tests.guards.case import ACCOUNT, TOLD, Case, tomorrow


@dataclass(frozen=True)
class LineOf:
    """One kind of line of an access list: its table, and a form that is in order and says something new."""

    table: str
    form: dict[str, Any]
    is_added_here: bool = True
    is_known_still: bool = False
    """Once it has ended, by whoever had it: a change is asked for."""

    def cases(self, kind: str) -> list[Case]:
        base, moved, form = f"/accounts/{{account}}/access/{kind}", f"{self.table} account_exposure", self.form
        added = [
            Case("GET", base, "access:keep", on=ACCOUNT),
            Case("POST", base, "access:keep", on=ACCOUNT, form=form, moves=moved),
        ]
        line = f"line of {kind}"
        stale = f" rotation_schedule {TOLD}" if self.is_known_still else ""
        return [
            *(added if self.is_added_here else []),
            Case("GET", f"{base}/{{line}}", "access:keep", on=line),
            Case("POST", f"{base}/{{line}}", "access:keep", on=line, form=form, moves=moved),
            Case("POST", f"{base}/{{line}}/ending", "access:keep", on=line, moves=moved + stale),
        ]


LINES = {
    "grants": LineOf(
        "access_grant", {"agency": "Acme", "way": "tool_seat", "administers": "no", "evidence": "Contract"}
    ),
    "custodians": LineOf("custodianship", {"evidence": "Contract"}, is_added_here=False, is_known_still=True),
    "recovery": LineOf("recovery_means", {"kind": "phone", "belongs": "organisation"}, is_known_still=True),
    "factors": LineOf("second_factor", {"kind": "app", "grant_id": ""}, is_known_still=True),
    "devices": LineOf("trusted_device", {"name": "Laptop"}),
    "tools": LineOf("connected_tool", {"name": "Other planner"}, is_known_still=True),
    "vault": LineOf("vault_entry", {"pointer": "Vault, other folder"}),
}

ACCESS = [
    Case("GET", "/accounts/{account}/access", "access:read", on=ACCOUNT),
    *(case for kind, line in LINES.items() for case in line.cases(kind)),
    Case("GET", "/accounts/{account}/exceptions", "access:keep", on=ACCOUNT),
    Case(
        "POST", "/accounts/{account}/exceptions", "access:keep", on=ACCOUNT, moves="access_exception",
        form={"weakness": "sms_only", "reason": "Words", "ends_on": tomorrow},
    ),
    Case(
        "POST", "/accounts/{account}/exceptions/{line}/approval", "access:except", on="line of exceptions",
        moves="access_exception account_exposure",
    ),
    Case(
        "POST", "/accounts/{account}/exceptions/{line}/ending", "access:except", on="line of exceptions",
        moves="access_exception account_exposure",
    ),
]  # fmt: skip
