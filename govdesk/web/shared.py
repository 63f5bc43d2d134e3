"""Answers that are the same for everybody: nobody is looked up for them, and caches may keep them."""

from typing import Any

from flask import Flask, Response, current_app, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin

from govdesk.web.guard import View, public


def same_for_all(view: View) -> View:
    """Mark a public view whose answer depends on nothing but the address; it must leave the session alone."""
    view.is_same_for_all = True  # type: ignore[attr-defined] # a mark on the function itself
    return public(view)


def is_same_for_all() -> bool:
    """Whether this request is for such a view."""
    view: Any = current_app.view_functions.get(request.endpoint or "")
    return getattr(view, "is_same_for_all", False)


class Sessions(SecureCookieSessionInterface):
    """Flask's own, which sets no cookie on an answer for everybody, nor says that it varies with one."""

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if not is_same_for_all():
            super().save_session(app, session, response)


def kept_for(answer: Response, seconds: int) -> Response:
    """Let caches keep `answer`, and answer 304 to whoever has it already."""
    answer.headers["Cache-Control"] = f"public, max-age={seconds}"
    answer.vary.add("Accept-Encoding")  # a proxy in front may compress it
    if answer.status_code != 200:
        return answer
    answer.add_etag()
    answer.make_conditional(request)
    return answer
