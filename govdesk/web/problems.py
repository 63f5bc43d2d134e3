"""Errors of the API as problem documents (RFC 9457)."""

from collections.abc import Mapping

from flask import Response, jsonify, request

PREFIX = "/api/"


def is_asked_by_program() -> bool:
    """Whether this request is to the API, known address or not: there nobody can read a page."""
    return request.path.startswith(PREFIX)


def problem(status: int, title: str, detail: str, fields: Mapping[str, str] | None = None) -> Response:
    """`{type, title, status, detail, errors}`; `errors` says by field what to change."""
    answer = jsonify(
        type="about:blank", title=title, status=status, detail=detail or title, errors=dict(fields or {})
    )
    answer.status_code, answer.mimetype = status, "application/problem+json"
    return answer
