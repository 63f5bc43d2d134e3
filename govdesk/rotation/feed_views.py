"""The calendar feed of one person, opened by its private token and by nothing else."""

from urllib.parse import urlsplit

from flask import Response, g, request
from flask.typing import ResponseReturnValue

from govdesk.errors import NotFound
from govdesk.notify import feeds
from govdesk.rotation import queries
from govdesk.rotation.feed import as_calendar
from govdesk.rotation.views import bp
from govdesk.web import public, settings
from govdesk.web.guard import NO_SUCH_PAGE


@bp.get("/rotations.ics")
@public
def feed() -> ResponseReturnValue:
    reader = feeds.reader(g.db, request.args.get("token", ""))
    if reader is None:
        raise NotFound(NO_SUCH_PAGE)
    base_url = settings().base_url or request.host_url.rstrip("/")
    days = as_calendar(queries.asked_of(g.db, reader), base_url=base_url, host=urlsplit(base_url).hostname or "")
    answer = Response(days, mimetype="text/calendar")
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.add_etag()
    answer.make_conditional(request)
    return answer
