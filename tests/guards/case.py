"""What a case of the matrix is, and the names that cases use."""

from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO
from typing import Any

from govdesk import clock
from tests.guards.things import Thing

PUBLIC = "public"
SEEN_BY = {
    "social_account": "account:read",
    **{
        f"line of {kind}": "access:read"
        for kind in ("grants", "custodians", "recovery", "factors", "devices", "tools", "exceptions")
    },
    "line of vault": "access:vault",
    **dict.fromkeys(
        ("handover to list", "handover to confirm", "handover to close", "handover_batch"), "handover:read"
    ),
    **dict.fromkeys(("request to approve", "request to answer", "request to finish"), "request:read"),
    **dict.fromkeys(("access to approve", "access to give"), "request:read"),
    "account_import": "account:import",
    "rotation_schedule": "rotation:read",
    "rotation_event": "rotation:event",
    "rotation_policy_version": "rotation:read",
    "incident": "incident:read",
    "incident_suspicion": "incident:lead",
    **dict.fromkeys(("audience_reminder", "audience_reminder that rests"), "rotation:audience"),
    "text of a reminder": "home:read",
    "rotation_work": "rotation:read",
    "campaign": "campaign:read",
    "campaign_item": "campaign:item",
    "campaign_item to settle": "campaign:item",
    "ticket": "ticket:read",
    "ticket that is over": "ticket:read",
    "step of a ticket": "ticket:read",
    "sanctioned_tool": "tool:read",
    "policy": "policy:read",
    "outsider": "impostor:read",
    "person": "person:read",
    "sync_run": "settings:read",
}
"""Who lacks this must not learn that the thing exists."""
TOLD = "rotation_event rotation_loss"
"""What happened, where it makes credentials due."""
NUMBER_OF_NOTHING = 987_654
MISSING: dict[str, object] = {
    **dict.fromkeys(("account", "campaign", "handover", "item", "line", "import_", "schedule"), NUMBER_OF_NOTHING),
    **dict.fromkeys(("asked", "batch", "event", "number", "outsider", "person", "run", "work"), NUMBER_OF_NOTHING),
    **dict.fromkeys(("incident", "suspicion", "reminder", "tool"), NUMBER_OF_NOTHING),
    "slug": "nothing-of-this-name", "login": "nobody-of-this-login",
    "step": 1, "version": 1, "department": 1, "digest": "0" * 64, "seen": 1, "assignee": "",
}  # fmt: skip


@dataclass(frozen=True)
class Case:
    """One method of one address: what it needs, and a request that is in order."""

    method: str
    path: str
    permission: str
    on: str | None = None
    """Kind of the thing that the address names."""
    form: dict[str, Any] = field(default_factory=dict)
    """Values may name those of the thing in braces."""
    answer: int | None = None
    """The status of a request that is allowed; else 200 for GET and 303 for POST."""
    signed_in: int | None = None
    """The status of a public address for who is signed in, where that differs."""
    moves: str = ""
    """Tables that an allowed request changes, beside the trail and the notices."""
    not_by: tuple[str, ...] = ()
    """Relations with which it is refused (403) although the role has the permission."""

    @property
    def id(self) -> str:
        return f"{self.method} {self.path}"

    def url(self, thing: Thing | None) -> str:
        return self.path.format(**(thing.values if thing else {}))

    def data(self, thing: Thing | None) -> dict[str, Any]:
        values = thing.values if thing else {}
        return {name: v.format(**values) if isinstance(v, str) else v() for name, v in self.form.items()}


def tomorrow() -> str:
    return (clock.utcnow().date() + timedelta(days=1)).isoformat()


def yesterday() -> str:
    return (clock.utcnow().date() - timedelta(days=1)).isoformat()


def a_file() -> tuple[BytesIO, str]:
    return BytesIO(b"platform,url,name,department,owner,deputy,custodians\n"), "accounts.csv"


ACCOUNT, SCHEDULE, ASKED = "social_account", "rotation_schedule", "campaign_item"
LISTING, CONFIRMING, CLOSING = "handover to list", "handover to confirm", "handover to close"
APPROVING, ANSWERING, FINISHING = "request to approve", "request to answer", "request to finish"
LET_IN, LETTING_IN = "access to approve", "access to give"
REQUESTED = "account_request account_request_step"
TRIES = "signin_address signin_login signin_place"
"""Where tries at the door are counted."""
OWN = ("requester",)
"""Nobody works on what they asked themselves."""
