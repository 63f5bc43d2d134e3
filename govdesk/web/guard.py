"""Every view states who may use it; the application refuses to start if one does not."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, g
from flask.typing import ResponseReturnValue

from govdesk.access import Actor, Permission, Subject, may
from govdesk.errors import NotFound, NotPermitted, NotSignedIn
from govdesk.i18n import _, _l

View = Callable[..., ResponseReturnValue]
Query = Callable[..., Subject]
"""`query(session, **ids from the URL)`, raising NotFound."""

PUBLIC = "public"
NO_SUCH_PAGE = _l("There is no such page, or it is not for you.")
"""One sentence for what is missing and for what must not be known to exist."""


def public(view: View) -> View:
    """Mark a view that needs no sign-in."""
    view.permission = PUBLIC  # type: ignore[attr-defined] # a mark on the function itself
    return view


def requires(permission: Permission, *, on: Query | None = None) -> Callable[[View], View]:
    """Let only those in who hold `permission`, on the subject that `on` loads from the URL's ids.

    The view gets the subject in place of the ids, so it cannot load the row unchecked. Who may not even see the
    subject is told that it does not exist.
    """

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(**ids: Any) -> ResponseReturnValue:
            if g.person is None:
                raise NotSignedIn
            if on is None:
                _demand(g.person, permission)
                return view(**ids)
            subject = on(g.db, **ids)
            _demand(g.person, permission, subject)
            return view(subject)

        guarded.permission = permission  # type: ignore[attr-defined] # likewise
        guarded.scope = on  # type: ignore[attr-defined] # likewise
        return guarded

    return guard


def may_in_page(permission: str, subject: Subject | None = None) -> bool:
    """What templates ask: `may("account:assign", account)`."""
    return g.person is not None and may(g.person, Permission(permission), subject)


def demand_stated_permissions(app: Flask) -> None:
    """Refuse to start with a view that nobody has thought about."""
    for endpoint, view in app.view_functions.items():
        if not hasattr(view, "permission") and endpoint != "static":
            raise RuntimeError(f"the view {endpoint} states no permission: use @requires or @public")


def safe_next(target: str | None) -> str:
    """`target` when it is a path on this site, else the start page; a look-alike never leads away."""
    path = target or ""
    clean = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    if not clean or "\\" in path or urlsplit(path).netloc:
        return "/"
    return path


def _demand(person: Actor, permission: Permission, subject: Subject | None = None) -> None:
    if may(person, permission, subject):
        return
    if subject is not None and not may(person, subject.seen_by, subject):
        raise NotFound(NO_SUCH_PAGE)
    raise NotPermitted(_("Your role does not allow this."))
