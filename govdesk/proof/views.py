"""Pages of public proof: the one where anybody pastes an address."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from govdesk.proof import asking
from govdesk.web import kept_for, page, same_for_all

bp = Blueprint("proof", __name__)
bp.record(asking.install)


@bp.get("/verify")
@same_for_all
def verify() -> ResponseReturnValue:
    """One field; with `?url=`, the answer above it."""
    asking.demand_allowance()
    url = request.args.get("url", "").strip()
    answer = asking.answer_to(url) if url else None
    return kept_for(page("proof/verify.html", url=url, answer=answer), asking.A_MINUTE)
