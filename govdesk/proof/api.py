"""JSON that anybody may ask for: is this address ours, and which addresses are."""

from urllib.parse import urlencode

from flask import Blueprint, Response, g, jsonify, request, url_for
from flask.typing import ResponseReturnValue

from govdesk.accounts.models import SocialAccount
from govdesk.errors import Invalid
from govdesk.i18n import _
from govdesk.proof import asking, public
from govdesk.proof.rules import Status
from govdesk.web import kept_for, same_for_all

bp = Blueprint("public_api", __name__, url_prefix="/api/v1")
bp.record(asking.install)
PER_PAGE, MOST_PER_PAGE = 100, 500


@bp.get("/verify")
@same_for_all
def verify() -> ResponseReturnValue:
    """Official, former, impostor or unknown: the last is 404, with the same JSON."""
    asking.demand_allowance()
    if not (url := request.args.get("url", "")):
        raise Invalid(_("Say which address is meant: ?url=…"), fields={"url": _("is missing")})
    answer = asking.answer_to(url)
    return _open(jsonify(answer.as_json()), asking.A_MINUTE, 404 if answer.status is Status.UNKNOWN else 200)


@bp.get("/accounts/official")
@same_for_all
def official() -> ResponseReturnValue:
    """All accounts that are ours, in stretches."""
    asking.demand_allowance()
    limit = _number("limit", PER_PAGE, least=1, most=MOST_PER_PAGE)
    after = _number("after", 0, least=0, most=2**31 - 1)
    query = public.official().where(SocialAccount.id > after).limit(limit + 1)
    found = public.rows(g.db.execute(query).all())
    shown, speaker = found[:limit], asking.speaker()
    onward = _onward(limit, shown[-1].id) if len(found) > limit else None
    answer = jsonify(accounts=[speaker.ours(row) for row in shown], next=onward)
    if onward:
        answer.headers["Link"] = f'<{onward}>; rel="next"'
    return _open(answer, asking.FIVE_MINUTES)


def _onward(limit: int, after: int) -> str:
    return url_for("public_api.official", _external=True) + "?" + urlencode({"limit": limit, "after": after})


def _number(name: str, default: int, *, least: int, most: int) -> int:
    text = request.args.get(name, str(default))
    number = int(text) if text.isascii() and text.isdecimal() and len(text) <= 10 else -1
    if not least <= number <= most:
        told = _("must be a number from %(least)s to %(most)s", least=least, most=most)
        raise Invalid(f"{name} {told}.", fields={name: told})
    return number


def _open(answer: Response, seconds: int, status: int = 200) -> Response:
    """For pages of any site, too: nothing in it depends on who asks."""
    answer.status_code = status
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return kept_for(answer, seconds)
