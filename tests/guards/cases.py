"""What each address asks for, written without looking at the views: a view that asks for something else is found."""

from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO
from typing import Any

from govdesk import clock
from tests.guards.world import Thing

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
    "campaign": "campaign:read",
    "campaign_item": "campaign:item",
    "campaign_item to settle": "campaign:item",
    "ticket": "ticket:read",
    "ticket that is over": "ticket:read",
    "policy": "policy:read",
    "outsider": "impostor:read",
    "person": "person:read",
    "sync_run": "settings:read",
}
"""Who lacks this must not learn that the thing exists."""
NUMBER_OF_NOTHING = 987_654
MISSING: dict[str, object] = {
    **dict.fromkeys(("account", "campaign", "handover", "item", "line", "import_", "schedule"), NUMBER_OF_NOTHING),
    **dict.fromkeys(("asked", "batch", "number", "outsider", "person", "run"), NUMBER_OF_NOTHING),
    "slug": "nothing-of-this-name", "login": "nobody-of-this-login",
    "version": 1, "department": 1, "digest": "0" * 64, "seen": 1, "assignee": "",
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


@dataclass(frozen=True)
class LineOf:
    """One kind of line of an access list: its table, and a form that is in order and says something new."""

    table: str
    form: dict[str, Any]
    is_added_here: bool = True

    def cases(self, kind: str) -> list[Case]:
        base, moved, form = f"/accounts/{{account}}/access/{kind}", f"{self.table} account_exposure", self.form
        added = [
            Case("GET", base, "access:keep", on=ACCOUNT),
            Case("POST", base, "access:keep", on=ACCOUNT, form=form, moves=moved),
        ]
        line = f"line of {kind}"
        stale = " rotation_schedule" if kind == "custodians" else ""
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
    "custodians": LineOf("custodianship", {"evidence": "Contract"}, is_added_here=False),
    "recovery": LineOf("recovery_means", {"kind": "phone", "belongs": "organisation"}),
    "factors": LineOf("second_factor", {"kind": "app", "grant_id": ""}),
    "devices": LineOf("trusted_device", {"name": "Laptop"}),
    "tools": LineOf("connected_tool", {"name": "Other planner"}),
    "vault": LineOf("vault_entry", {"pointer": "Vault, other folder"}),
}
ACCOUNT, SCHEDULE, ASKED = "social_account", "rotation_schedule", "campaign_item"
LISTING, CONFIRMING, CLOSING = "handover to list", "handover to confirm", "handover to close"
APPROVING, ANSWERING, FINISHING = "request to approve", "request to answer", "request to finish"
LET_IN, LETTING_IN = "access to approve", "access to give"
REQUESTED = "account_request account_request_step"
DESK = {"form": {"text": "Words"}, "moves": "ticket ticket_message"}
TRIES = "signin_address signin_login signin_place"
"""Where tries at the door are counted."""
OWN = ("requester",)
"""Nobody works on what they asked themselves."""

CASES = [
    Case("GET", "/", "home:read"),
    Case("GET", "/healthz", PUBLIC),
    Case("GET", "/readyz", PUBLIC),
    Case("GET", "/static/govdesk.css", PUBLIC),
    Case("GET", "/signin", PUBLIC, signed_in=302),
    # No directory here: the door says so, to everybody alike.
    Case("POST", "/signin", PUBLIC, form={"login": "ada", "password": "x"}, answer=503, moves=TRIES),
    Case("GET", "/signin/breakglass", PUBLIC, signed_in=302),
    Case(
        "POST", "/signin/breakglass", PUBLIC,
        form={"login": "x", "password": "x", "code": "1"}, answer=401, moves=TRIES,
    ),
    # No provider here: there is no second door, for nobody.
    Case("POST", "/signin/oidc", PUBLIC, answer=404),
    Case("GET", "/signin/oidc/callback", PUBLIC, answer=404),
    Case("POST", "/signout", "home:read"),
    Case("GET", "/people", "person:find"),
    Case("GET", "/suggestions/people", "person:find"),
    Case("GET", "/people/{login}", "person:read", on="person"),
    Case("GET", "/people/id/{person}", "person:read", on="person"),
    Case("GET", "/accounts", "account:read"),
    Case("GET", "/accounts.csv", "account:read"),
    Case("GET", "/accounts.xlsx", "account:read"),
    Case("GET", "/accounts/{account}", "account:read", on=ACCOUNT),
    Case("GET", "/accounts/{account}/handover", "handover:open", on=ACCOUNT),
    Case(
        "POST", "/accounts/{account}/handover", "handover:open", on=ACCOUNT,
        form={"accountable": "{department}", "owner": "stranger", "deputy": "", "version": "{version}"},
        moves="handover",
    ),
    Case("GET", "/handovers", "home:read"),
    Case("GET", "/handovers/mine", "home:read"),
    # Nothing marked: the page comes back and says so.
    Case("POST", "/handovers/mine", "home:read", form={"signs_in": "y", "has_factor": "y"}, answer=422),
    Case("POST", "/handovers/closing", "home:read", answer=422),
    Case("GET", "/handovers/new", "home:read"),
    # Likewise; whose accounts they are is in the address.
    Case("POST", "/handovers/new", "home:read", form={"successor": "stranger"}, answer=422),
    Case("GET", "/handovers/batches/{batch}", "handover:read", on="handover_batch"),
    Case(
        "POST", "/handovers/batches/{batch}/list", "handover:list", on="handover_batch",
        form={"sign_in": "A shared log-in", "second_factor": "An app"}, moves="handover",
    ),
    Case("GET", "/handovers/{handover}", "handover:read", on=LISTING),
    Case(
        "POST", "/handovers/{handover}/list", "handover:list", on=LISTING,
        form={"sign_in": "A shared log-in", "second_factor": "An app"}, moves="handover",
    ),
    Case(
        "POST", "/handovers/{handover}/confirmation", "handover:confirm", on=CONFIRMING,
        form={"signs_in": "y", "has_factor": "y"}, moves="handover",
    ),
    Case(
        "POST", "/handovers/{handover}/refusal", "handover:confirm", on=CONFIRMING,
        form={"decline-reason": "Not mine"}, moves="handover",
    ),
    Case(
        "POST", "/handovers/{handover}/closing", "handover:close", on=CLOSING,
        moves="handover social_account ownership owner_confirmation", not_by=("incoming",),
    ),
    Case(
        "POST", "/handovers/{handover}/cancellation", "handover:cancel", on=LISTING,
        form={"cancel-reason": "Too early"}, moves="handover",
    ),
    Case(
        "POST", "/accounts/{account}/custodians", "account:assign", on=ACCOUNT,
        form={"login": "beside-ada"}, moves="custodianship account_exposure",
    ),
    Case(
        "POST", "/accounts/{account}/state", "account:turn", on=ACCOUNT,
        form={"state-state": "dormant", "state-reason": "Nobody posts", "state-version": "{version}"},
        moves="social_account account_state_change",
    ),
    Case(
        "POST", "/accounts/{account}/freeze", "account:freeze", on=ACCOUNT,
        form={"freeze-state": "compromised", "freeze-reason": "Strange posts", "freeze-version": "{version}"},
        moves="social_account account_state_change rotation_schedule",
    ),
    Case("GET", "/accounts/requests", "request:ask"),
    Case("GET", "/accounts/requests/new", "request:ask"),
    Case("GET", "/accounts/requests/new/open", "request:ask"),
    # Which number a department has only the database knows; without one the form is shown again.
    Case("POST", "/accounts/requests/new/open", "request:ask", form={"url": "https://x.com/wished"}, answer=422),
    Case("GET", "/accounts/requests/{asked}", "request:read", on=APPROVING),
    Case(
        "POST", "/accounts/requests/{asked}/approval", "request:approve", on=APPROVING,
        form={"approve-version": "{version}"}, moves=REQUESTED,
    ),
    Case(
        "POST", "/accounts/requests/{asked}/refusal", "request:approve", on=APPROVING,
        form={"refuse-version": "{version}", "refuse-text": "Words"}, moves=REQUESTED,
    ),
    Case(
        "POST", "/accounts/requests/{asked}/question", "request:approve", on=APPROVING,
        form={"question-version": "{version}", "question-text": "Words"}, moves=REQUESTED,
    ),
    Case(
        "POST", "/accounts/requests/{asked}/withdrawal", "request:withdraw", on=APPROVING,
        form={"withdraw-version": "{version}", "withdraw-text": "Words"}, moves=REQUESTED,
    ),
    Case("GET", "/accounts/requests/{asked}/answer", "request:revise", on=ANSWERING),
    Case(
        "POST", "/accounts/requests/{asked}/answer", "request:revise", on=ANSWERING,
        form={"version": "{version}", "department": "", "wish_text": "Other words", "answer": "Yes"}, moves=REQUESTED,
    ),
    Case(
        "POST", "/accounts/requests/{asked}/completion", "request:finish", on=FINISHING,
        form={"done-version": "{version}"}, moves=REQUESTED,
    ),
    Case("GET", "/accounts/requests/new/grant", "request:ask"),
    Case("GET", "/accounts/requests/{asked}", "request:read", on=LET_IN),
    Case(
        "POST", "/accounts/requests/{asked}/approval", "request:approve", on=LET_IN,
        form={"approve-version": "{version}"}, moves=REQUESTED,
    ),
    Case("GET", "/accounts/requests/{asked}", "request:read", on=LETTING_IN),
    Case(
        "POST", "/accounts/requests/{asked}/access", "request:let-in", on=LETTING_IN,
        form={"done-version": "{version}"}, moves=f"{REQUESTED} access_grant account_exposure",
    ),
    Case("GET", "/accounts/{account}/access", "access:read", on=ACCOUNT),
    *(case for kind, line in LINES.items() for case in line.cases(kind)),
    Case("GET", "/accounts/{account}/exceptions", "access:keep", on=ACCOUNT),
    Case(
        "POST", "/accounts/{account}/exceptions", "access:keep", on=ACCOUNT, moves="access_exception",
        form={"weakness": "factor_off", "reason": "Words", "ends_on": tomorrow},
    ),
    Case(
        "POST", "/accounts/{account}/exceptions/{line}/approval", "access:except", on="line of exceptions",
        moves="access_exception account_exposure",
    ),
    Case(
        "POST", "/accounts/{account}/exceptions/{line}/ending", "access:except", on="line of exceptions",
        moves="access_exception account_exposure",
    ),
    Case("GET", "/people/id/{person}/leaving", "person:access", on="person"),
    Case("GET", "/accounts/platforms", "platform:read"),
    Case("GET", "/accounts/platforms/x", "platform:read"),
    Case("GET", "/accounts/new", "account:register"),
    # Which number a department has only the database knows; without one the form is shown again.
    Case("POST", "/accounts/new", "account:register", form={"url": "https://x.com/a_new_one"}, answer=422),
    Case("GET", "/accounts/{account}/address", "account:register", on=ACCOUNT),
    Case(
        "POST", "/accounts/{account}/address", "account:register", on=ACCOUNT,
        form={"url": "https://x.com/moved_here"}, moves="social_account former_handle",
    ),
    Case(
        "POST", "/accounts/{account}/former-handles", "account:register", on=ACCOUNT,
        form={"former": "https://x.com/was_here"}, moves="former_handle",
    ),
    Case("GET", "/accounts/import", "account:import"),
    Case("POST", "/accounts/import", "account:import", form={"file": a_file}, moves="account_import"),
    Case("GET", "/accounts/import/{import_}", "account:import", on="account_import"),
    Case(
        "POST", "/accounts/import/{import_}", "account:import", on="account_import",
        form={"digest": "0" * 64}, moves="account_import",
    ),
    Case("GET", "/verify", PUBLIC),
    Case("GET", "/api/v1/verify", PUBLIC, answer=422),
    Case("GET", "/api/v1/accounts/official", PUBLIC),
    Case("GET", "/verify/badge.svg", PUBLIC),
    Case("GET", "/trust.txt", PUBLIC),
    Case("GET", "/.well-known/trust.txt", PUBLIC),
    Case("GET", "/accounts/proof", "proof:keep"),
    Case("GET", "/accounts/{account}/proof", "proof:keep", on=ACCOUNT),
    # All of these are in use, and of what is in use nothing was said to replace it.
    Case("POST", "/accounts/{account}/succession", "proof:keep", on=ACCOUNT, answer=409),
    Case("GET", "/accounts/impostors", "impostor:read"),
    Case("GET", "/accounts/impostors/new", "impostor:report"),
    Case(
        "POST", "/accounts/impostors/new", "impostor:report",
        form={"url": "https://x.com/n0aa", "reason": "It asks for money", "form_key": "impostor"},
        moves="outsider impostor_report",
    ),
    Case("GET", "/accounts/impostors/thanks", "impostor:report"),
    Case("GET", "/accounts/impostors/{outsider}", "impostor:read", on="outsider"),
    Case(
        "POST", "/accounts/impostors/{outsider}/decision", "impostor:decide", on="outsider",
        form={"standing": "impostor", "imitates": "", "reason": "It asks for money", "version": "{version}"},
        moves="outsider",
    ),
    Case("GET", "/accounts/import/history", "account:import"),
    Case(
        "POST", "/accounts/import/{import_}/reading", "account:import", on="account_import",
        form={"digest": "0" * 64, "sheet": "", "source": "a"}, moves="account_import",
    ),
    Case(
        "POST", "/accounts/import/{import_}/words", "account:import", on="account_import",
        form={"digest": "0" * 64}, moves="account_import",
    ),
    Case(
        # Nothing is brought in yet: there is nothing to take back.
        "POST", "/accounts/import/{import_}/undoing", "account:import", on="account_import", answer=409,
    ),
    Case("GET", "/rotations", "home:read"),
    Case("GET", "/rotations/{schedule}", "rotation:read", on=SCHEDULE),
    Case(
        "POST", "/rotations/{schedule}/recordings", "rotation:record", on=SCHEDULE,
        form={"rotated_on": yesterday}, moves="rotation rotation_schedule",
    ),
    Case("GET", "/rotations/{schedule}/schedule", "rotation:schedule", on=SCHEDULE),
    Case(
        "POST", "/rotations/{schedule}/schedule", "rotation:schedule", on=SCHEDULE,
        form={"due_on": tomorrow, "version": "{version}"}, moves="rotation_schedule",
    ),
    Case("GET", "/accounts/{account}/rotations", "rotation:schedule", on=ACCOUNT),
    Case(
        "POST", "/accounts/{account}/rotations", "rotation:schedule", on=ACCOUNT,
        form={"due_on": tomorrow, "credential": "recovery_mailbox"}, moves="rotation_schedule",
    ),
    Case("GET", "/campaigns", "campaign:read"),
    Case("GET", "/campaigns/new", "campaign:start"),
    Case(
        "POST", "/campaigns/new", "campaign:start",
        form={"kind": "platform", "title": "Words", "instructions": "More words", "due_on": tomorrow},
        moves="campaign campaign_item",
    ),
    Case("GET", "/campaigns/{campaign}", "campaign:read", on="campaign"),
    Case("POST", "/campaigns/{campaign}/closing", "campaign:start", on="campaign", moves="campaign campaign_item"),
    Case("POST", "/campaigns/{campaign}/reminder", "campaign:start", on="campaign", moves="campaign"),
    Case("GET", "/campaigns/mine", "home:read"),
    # Nothing marked: the page comes back and says so.
    Case("POST", "/campaigns/mine", "home:read", form={"confirm": "1"}, answer=422),
    Case("GET", "/campaigns/items/{item}", "campaign:item", on=ASKED),
    Case(
        "POST", "/campaigns/items/{item}/answer", "campaign:answer", on=ASKED,
        form={"answer": "attested"}, moves="campaign_item owner_confirmation",
    ),
    Case(
        "POST", "/campaigns/items/{item}/withdrawal", "campaign:answer", on="campaign_item to settle",
        moves="campaign_item",
    ),
    Case(
        "POST", "/campaigns/items/{item}/delegation", "campaign:answer", on=ASKED,
        form={"login": "stranger"}, moves="campaign_item",
    ),
    Case(
        "POST", "/campaigns/items/{item}/settlement", "campaign:start", on="campaign_item to settle",
        moves="campaign_item",
    ),
    Case("GET", "/tickets", "ticket:file"),
    Case("GET", "/tickets/new", "ticket:file"),
    Case(
        "POST", "/tickets/new", "ticket:file",
        form={"kind": "incident", "subject": "Words", "text": "More words"}, moves="ticket ticket_message",
    ),
    Case("GET", "/tickets/{number}", "ticket:read", on="ticket"),
    Case(
        "POST", "/tickets/{number}/messages", "ticket:reply", on="ticket",
        form={"reply-text": "Words", "reply-seen": "{seen}"}, moves="ticket ticket_message",
    ),
    Case(
        "POST", "/tickets/{number}/notes", "ticket:work", on="ticket",
        form={"note-text": "Words"}, moves="ticket_message", not_by=OWN,
    ),
    Case(
        "POST", "/tickets/{number}/assignment", "ticket:work", on="ticket",
        form={"seen_assignee": "{assignee}"}, moves="ticket", not_by=OWN,
    ),
    Case(
        "POST", "/tickets/{number}/resolution", "ticket:work", on="ticket",
        form={"resolution-text": "Words", "resolution-seen": "{seen}"}, moves="ticket ticket_message", not_by=OWN,
    ),
    Case("POST", "/tickets/{number}/reopening", "ticket:reply", on="ticket that is over", moves="ticket"),
    Case("GET", "/policies", "policy:read"),
    Case("GET", "/policies/{slug}", "policy:read", on="policy"),
    Case("GET", "/policies/{slug}/versions/1", "policy:read", on="policy"),
    Case(
        "POST", "/policies/{slug}/acknowledgements", "policy:acknowledge", on="policy",
        form={"version": "1", "digest": "{digest}"}, moves="acknowledgement",
    ),
    Case("GET", "/policies/{slug}/coverage", "policy:coverage", on="policy"),
    Case("GET", "/reports", "report:read"),
    Case("GET", "/reports/single-holders", "report:read"),
    Case("GET", "/reports/single-holders.xlsx", "report:read"),
    Case("GET", "/reports/personal-recovery", "report:access"),
    Case("GET", "/reports/personal-recovery.csv", "report:access"),
    Case("GET", "/audit", "audit:read"),
    Case("GET", "/settings", "settings:read"),
    Case("GET", "/settings/directory", "settings:read"),
    Case("GET", "/settings/directory/checks", "settings:read", answer=302),
    Case("GET", "/settings/directory/look-ups", "settings:read", answer=302),
    Case("POST", "/settings/directory/checks", "directory:check", answer=200),
    Case("POST", "/settings/directory/look-ups", "directory:check", form={"login": "ada"}, answer=200),
    Case("GET", "/settings/directory/runs/{run}", "settings:read", on="sync_run"),
    Case("GET", "/settings/access", "settings:read"),
    Case("GET", "/settings/access.csv", "settings:read"),
]  # fmt: skip
