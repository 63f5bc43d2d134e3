"""The two answers of a view: a page, or "done, go there"."""

from typing import Any

from flask import Response, flash, make_response, redirect, render_template
from flask.typing import ResponseReturnValue


def page(template: str, *, status: int = 200, **names: Any) -> Response:
    """A whole page; 422 when the form on it is in error."""
    return make_response(render_template(template, **names), status)


def done(*, then: str, say: str | None = None) -> ResponseReturnValue:
    """A change was made: go to `then` (303, so that reload does not post again), where `say` is shown once."""
    if say:
        flash(say)
    return redirect(then, 303)
