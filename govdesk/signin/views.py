"""Signing in and out."""

from flask import Blueprint, current_app, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_user, logout_user

from govdesk import clock
from govdesk.access import Permission
from govdesk.directory.ldap.server import DirectoryUnreachable
from govdesk.i18n import _
from govdesk.signin import actions
from govdesk.signin.forms import SignInForm
from govdesk.signin.visitor import Visitor
from govdesk.web import page, public, requires, safe_next, settings

bp = Blueprint("signin", __name__)


@bp.get("/signin")
@public
def show() -> ResponseReturnValue:
    if g.person is not None:
        return redirect(safe_next(request.args.get("next")))
    return page("signin/signin.html", form=SignInForm(next=request.args.get("next", "")))


@bp.post("/signin")
@public
def create() -> ResponseReturnValue:
    form = SignInForm(request.form)
    if not form.validate():
        return page("signin/signin.html", form=form, status=422)
    company = current_app.extensions["directory"]
    browser = actions.Browser(request.remote_addr or "", request.user_agent.string)
    g.db.rollback()  # looking up who sends this took SQLite's write lock: not while the directory is asked
    try:
        facts = actions.identify(
            company.server, form.login.data or "", form.password.data or "", address=browser.address
        )
    except DirectoryUnreachable as error:
        current_app.logger.error("the directory cannot be reached: %s", error)
        form.form_errors.append(_("The company directory cannot be reached just now. Try again in a minute."))
        return page("signin/signin.html", form=form, status=503)
    if facts is None:
        form.form_errors.append(_("This login and password do not fit. Check both and try again."))
        return page("signin/signin.html", form=form, status=401)
    person, token = actions.sign_in(
        g.db, facts, company.roles, browser=browser, now=clock.utcnow(), tz=settings().timezone
    )
    g.db.commit()
    session.clear()  # a new cookie for a new person: nothing of before is carried over
    login_user(Visitor(token, person))
    return redirect(safe_next(form.next.data), 303)


@bp.post("/signout")
@requires(Permission.HOME)
def end() -> ResponseReturnValue:
    actions.sign_out(g.db, current_user.row(g.db), now=clock.utcnow())
    g.db.commit()
    logout_user()
    session.clear()
    return redirect(url_for("signin.show"), 303)
