"""One place answers every error: a sentence for the person, the details for the log."""

import contextlib
import secrets
from collections.abc import Mapping

from flask import Flask, Response, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, SecurityError

from govdesk.errors import Conflict, GovdeskError, Invalid, NotSignedIn, TooMany
from govdesk.i18n import _, _l
from govdesk.web.answers import page
from govdesk.web.guard import NO_SUCH_PAGE, safe_next
from govdesk.web.problems import is_asked_by_program, problem

TITLES: dict[int, str] = {
    400: _l("This request cannot be understood"),
    401: _l("Not signed in"),
    403: _l("This is not for you"),
    404: _l("Not found"),
    405: _l("This address does not take that"),
    409: _l("This has changed meanwhile"),
    413: _l("Too large"),
    422: _l("This cannot be used"),
    429: _l("Too many requests"),
    500: _l("Something went wrong on our side"),
    503: _l("Just now not available"),
}
ADVICE: dict[int, str] = {
    400: _l("Go back, reload the page and try again."),
    403: _l("If you need it for your work, ask the people who give roles in your directory."),
    404: _l("Check the address, or start from the navigation."),
    405: _l("It only takes what a form sends. Go back to the page with the form, or start from the navigation."),
    409: _l("Reload the page to see what changed, then decide again."),
    500: _l("Nothing you entered was stored. Try again; if it stays, tell the operators the number below."),
    503: _l("Nothing is lost. Try again in a minute."),
}
_FOREIGN = _l("This address is not served here.")


def install(app: Flask) -> None:
    """Register the handlers."""
    app.register_error_handler(GovdeskError, _told)
    app.register_error_handler(StaleDataError, lambda _error: _told(Conflict(_("The entry has changed meanwhile."))))
    app.register_error_handler(CSRFError, _expired)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(SecurityError, _foreign_host)
    for lost in (OperationalError, InterfaceError, PoolTimeout):
        app.register_error_handler(lost, _database)
    app.register_error_handler(Exception, _bug)


def _told(error: GovdeskError) -> ResponseReturnValue:
    if isinstance(error, NotSignedIn) and not is_asked_by_program():
        target = request.full_path.rstrip("?") if request.method == "GET" else None
        return redirect(url_for("signin.show", next=target), 303)
    answer = _answer(error.status, str(error), fields=error.fields if isinstance(error, Invalid) else None)
    if isinstance(error, TooMany):
        answer.headers["Retry-After"] = str(error.seconds)
    return answer


def _expired(_error: CSRFError) -> ResponseReturnValue:
    return _answer(400, _("The page was open too long, or was sent from another site."))


def _http(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400:
        return error
    if error.code == 405 and request.method == "GET" and not is_asked_by_program():
        return redirect(_page_of_form(), 303)
    answer = _answer(error.code, str(NO_SUCH_PAGE) if error.code == 404 else "")
    if error.code == 405 and (allowed := getattr(error, "valid_methods", None)):
        answer.headers["Allow"] = ", ".join(allowed)
    return answer


def _page_of_form() -> str:
    """The nearest page above an address that only takes what a form sends: there its form stands.

    Whoever reloads after a mistake, comes back by a bookmark or signs in again meanwhile asks for such an address.
    """
    addresses, above = current_app.create_url_adapter(request), request.path.rstrip("/")
    while addresses is not None and (above := above.rpartition("/")[0]):
        if addresses.test(above, "GET"):
            return safe_next(request.script_root + above)
    return url_for("home.show")


def _foreign_host(_error: SecurityError) -> ResponseReturnValue:
    if is_asked_by_program():
        return problem(400, str(TITLES[400]), str(_FOREIGN))
    # No page: its links would need the very name that cannot be trusted.
    return f"{_FOREIGN}\n", 400, {"Content-Type": "text/plain; charset=utf-8"}


def _database(error: Exception) -> ResponseReturnValue:
    number = _log(error)
    answer = _answer(503, _("The database does not answer."), number)
    answer.headers["Retry-After"] = "5"
    return answer


def _bug(error: Exception) -> ResponseReturnValue:
    return _answer(500, "", _log(error))


def _log(error: Exception) -> str:
    number = secrets.token_hex(4)
    current_app.logger.error("error %s at %s %s", number, request.method, request.path, exc_info=error)
    return number


def _answer(status: int, text: str, number: str | None = None, fields: Mapping[str, str] | None = None) -> Response:
    """A page for people, a problem document for programs; nothing of a half-made change stays."""
    if "db" in g:
        with contextlib.suppress(SQLAlchemyError):
            g.db.rollback()
    title = str(TITLES.get(status, _("This did not work")))
    if is_asked_by_program():
        numbered = _("%(title)s. Error %(number)s.", title=title, number=number) if number else ""
        return problem(status, title, " ".join(filter(None, (text, numbered))), fields)
    return page(
        "errors/error.html",
        status=status,
        code=status,
        title=title,
        text=text,
        advice=ADVICE.get(status, ""),
        number=number,
    )
