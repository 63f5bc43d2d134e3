"""The page of one request, with the forms of those whose turn it is."""

from typing import Any

from flask import g
from flask.typing import ResponseReturnValue

from govdesk.accounts.pages import platforms
from govdesk.accounts.platforms.identity import Identity, identify
from govdesk.lifecycle import duplicates, queries
from govdesk.lifecycle.actions.finishing import owed_by_holders
from govdesk.lifecycle.duplicates import Findings
from govdesk.lifecycle.models import AccountRequest
from govdesk.lifecycle.neighbours import neighbours
from govdesk.lifecycle.pages import moment
from govdesk.lifecycle.rules import HandlePlan, Kind, approvals_of
from govdesk.lifecycle.step_forms import ApproveForm, ClosedForm, DoneForm, OpenedForm, QuestionForm, WordForm
from govdesk.web import Form, page


def shown(asked: AccountRequest, *, status: int = 200, **filled: Form) -> ResponseReturnValue:
    """The page; `filled` are forms in error, by name."""
    version = str(asked.version)
    forms: dict[str, Form] = {
        "approving": ApproveForm(prefix="approve", version=version),
        "refusing": WordForm(prefix="refuse", version=version),
        "returning": QuestionForm(prefix="question", version=version),
        "withdrawing": WordForm(prefix="withdraw", version=version),
        "finishing": form_to_finish(asked),
    }
    return page(
        "lifecycle/show.html",
        status=status,
        asked=asked,
        approvals=approvals_of(asked.kind),
        next_ones=queries.next_ones(g.db, asked),
        findings=_findings(asked),
        plans=HandlePlan,
        ways={way.value: way.label for way in neighbours().ways},
        owed=owed_by_holders(g.db, asked, moment()[1]),
        platforms=platforms(),
        **{**forms, **filled},
    )


def form_to_finish(asked: AccountRequest, *args: Any) -> Form:
    """What is to be said at the end of such a request."""
    version = str(asked.version)
    if asked.kind is Kind.OPEN:
        own = {"url": asked.url, "owner_holds": True, "deputy_holds": True}
        return OpenedForm(*args, prefix="done", platforms=platforms(), called=asked.platform, version=version, **own)
    if asked.kind is Kind.CLOSE:
        today = moment()[1]  # closed earlier than planned, it was ours until today
        planned = asked.last_on or today
        return ClosedForm(*args, prefix="done", today=today, last_on=min(planned, today), version=version)
    return DoneForm(*args, prefix="done", version=version)


def _findings(asked: AccountRequest) -> Findings | None:
    """What there is beside it today; only while somebody decides."""
    if asked.kind is not Kind.OPEN or not asked.state.is_open:
        return None
    meant = identify(asked.url or "", platforms(), called=asked.platform)
    return duplicates.look(g.db, meant, asked.department, but=asked) if isinstance(meant, Identity) else None
