"""What anybody may fetch without signing in: the page where an address is pasted, the badge, trust.txt."""

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from govdesk.proof import asking, snippets
from govdesk.proof.forms import QuestionForm
from govdesk.web import kept_for, page, same_for_all, settings

bp = Blueprint("proof", __name__)
bp.record(asking.install)
COST_OF_A_LIST = 10
"""What a list of everything takes of an address's allowance."""


@bp.get("/verify")
@same_for_all
def verify() -> ResponseReturnValue:
    """One field; with `?url=`, the answer above it."""
    asking.demand_allowance()
    form = QuestionForm(request.args)
    answer = asking.answer_to(form.url.data) if form.url.data else None
    return kept_for(
        page("proof/verify.html", form=form, answer=answer, contact=settings().public_contact), asking.A_MINUTE
    )


@bp.get("/verify/badge.svg")
@same_for_all
def badge() -> ResponseReturnValue:
    """The answer to `?url=` as a picture; it says what is true today, so that a copied one cannot lie for long."""
    asking.demand_allowance()
    status = asking.answer_to(request.args.get("url", "")).status
    answer = Response(render_template("proof/badge.svg", status=status), mimetype="image/svg+xml")
    return kept_for(answer, asking.A_MINUTE)


@bp.get("/trust.txt")
@bp.get("/.well-known/trust.txt")
@same_for_all
def trust_txt() -> ResponseReturnValue:
    """All accounts that are ours, in JournalList's format."""
    asking.demand_allowance(COST_OF_A_LIST)
    verify, contact = url_for("proof.verify", _external=True), settings().public_contact
    text = snippets.trust_txt(asking.trust_statements(), verify=verify, contact=contact)
    return kept_for(Response(text, mimetype="text/plain"), asking.FOUR_MINUTES)
