"""Cases of hand-overs and of requests."""

from tests.guards.case import (
    ACCOUNT,
    ANSWERING,
    APPROVING,
    CLOSING,
    CONFIRMING,
    FINISHING,
    LET_IN,
    LETTING_IN,
    LISTING,
    REQUESTED,
    TOLD,
    Case,
)

HANDOVERS = [
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
        moves=f"handover social_account ownership owner_confirmation rotation_schedule {TOLD}", not_by=("incoming",),
    ),
    Case(
        "POST", "/handovers/{handover}/cancellation", "handover:cancel", on=LISTING,
        form={"cancel-reason": "Too early"}, moves="handover",
    ),
]  # fmt: skip
REQUESTS = [
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
]  # fmt: skip
