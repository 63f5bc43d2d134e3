"""Errors of the API as problem documents (RFC 9457)."""

from flask import Response, jsonify

from govdesk.errors import GovdeskError, Invalid, TooMany
from govdesk.i18n import _, _l

TITLES = {
    422: _l("This cannot be used"),
    429: _l("Too many requests"),
}


def problem(error: GovdeskError) -> Response:
    """`{type, title, status, detail, errors}`; `errors` says by field what to change."""
    answer = jsonify(
        type="about:blank",
        title=str(TITLES.get(error.status, _("This did not work"))),
        status=error.status,
        detail=str(error),
        errors=error.fields if isinstance(error, Invalid) else {},
    )
    answer.status_code, answer.mimetype = error.status, "application/problem+json"
    if isinstance(error, TooMany):
        answer.headers["Retry-After"] = str(error.seconds)
    return answer
