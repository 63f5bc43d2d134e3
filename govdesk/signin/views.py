"""Signing in and out."""

import math
from typing import cast

from babel.dates import format_datetime
from flask import Blueprint, Response, current_app, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_user, logout_user
from sqlalchemy.orm import Session

from govdesk import clock
from govdesk.access import Permission
from govdesk.directory.ldap.server import DirectoryUnreachable
from govdesk.directory.models import Person
from govdesk.i18n import _, locale
from govdesk.signin import actions, advice, attempt, breakglass
from govdesk.signin import words as _words  # noqa: F401 - teaches the history
from govdesk.signin.attempt import Door, ask
from govdesk.signin.forms import BreakGlassForm, DoorForm, SignInForm
from govdesk.signin.limits import Limits
from govdesk.signin.policy import BREAK_GLASS, SignInPolicy
from govdesk.signin.queries import open_account
from govdesk.signin.throttle import Held
from govdesk.signin.visitor import Visitor
from govdesk.web import page, public, requires, safe_next, settings
from govdesk.web.alarms import sounds

bp = Blueprint("signin", __name__)


def _breakglass_alarm(db: Session) -> str | None:
    account = open_account(db, clock.utcnow())
    if account is None:
        return None
    until = format_datetime(account.expires_at, "EEE HH:mm zzz", settings().timezone, locale())
    return _("A break-glass account is open until %(time)s: %(login)s", time=until, login=account.person.login)


sounds(_breakglass_alarm)


@bp.get("/signin")
@public
def show() -> ResponseReturnValue:
    if g.person is not None:
        return redirect(safe_next(request.args.get("next")))
    return _page(SignInForm(next=request.args.get("next", "")))


@bp.post("/signin")
@public
def create() -> ResponseReturnValue:
    form, policy = SignInForm(request.form), _policy()
    if not form.validate():
        return _page(form, status=422)
    browser = _browser()
    g.db.rollback()  # looking up who sends this took SQLite's write lock: not while the directory is asked
    try:
        answer = ask(_door(policy.limits), current_app.extensions["directory"].server, form.typed(browser.address))
    except DirectoryUnreachable as error:
        current_app.logger.error("the directory cannot be reached: %s", error)
        form.form_errors.append(_("The company directory cannot be reached just now. Try again in a minute."))
        return _page(form, status=503)
    if isinstance(answer, Held):
        return _wait(form, answer)
    if answer.verdict.facts is None:
        form.form_errors.append(advice.refused(answer.verdict, policy))
        link = policy.change_password_link if advice.must_be_changed(answer.verdict) else None
        return _page(form, status=401, link=link)
    now = clock.utcnow()
    attempt.take_back_after_success(g.db, answer.tried, now=now)
    roles = current_app.extensions["directory"].roles
    person, token = actions.sign_in(
        g.db, answer.verdict.facts, roles, browser=browser, now=now, tz=settings().timezone
    )
    return _enter(person, token, then=form.next.data)


@bp.get("/signin/breakglass")
@public
def show_breakglass() -> ResponseReturnValue:
    """Linked nowhere: whoever needs it was told on the command line."""
    return redirect("/") if g.person is not None else _page(BreakGlassForm())


@bp.post("/signin/breakglass")
@public
def create_breakglass() -> ResponseReturnValue:
    form = BreakGlassForm(request.form)
    if not form.validate():
        return _page(form, status=422)
    browser, door = _browser(), _door(BREAK_GLASS)
    g.db.rollback()  # counting wants the write lock for itself
    tried = door.knock(lambda _session: form.name, browser.address)
    if isinstance(tried, Held):
        return _wait(form, tried)
    now = clock.utcnow()
    with current_app.extensions["reading_sessions"]() as reading:
        fits = breakglass.password_fits(reading, form.proof(), now=now)
    account = breakglass.prove(
        g.db, form.proof(), password_fits=fits, secret=door.secret, address=browser.address, now=now
    )
    if account is None:
        g.db.commit()  # that somebody was refused is on record
        form.form_errors.append(_("This does not fit. Check all three and try again."))
        return _page(form, status=401)
    attempt.take_back_after_success(g.db, tried, now=now)
    token = actions.open_session(g.db, account.person, browser=browser, now=now)
    return _enter(account.person, token, then="/")


@bp.post("/signout")
@requires(Permission.HOME)
def end() -> ResponseReturnValue:
    actions.sign_out(g.db, current_user.row(g.db), now=clock.utcnow())
    g.db.commit()
    logout_user()
    session.clear()
    return redirect(url_for("signin.show"), 303)


def _page(form: DoorForm, *, status: int = 200, link: str | None = None) -> Response:
    return page(form.template, status=status, form=form, link=link)


def _wait(form: DoorForm, held: Held) -> Response:
    """Too many tries: how long to wait, in words and for programs."""
    seconds = max(1, math.ceil((held.until - clock.utcnow()).total_seconds()))
    form.form_errors.append(advice.wait(held.reason, seconds))
    answer = _page(form, status=429)
    answer.headers["Retry-After"] = str(seconds)
    return answer


def _enter(person: Person, token: str, *, then: str | None) -> ResponseReturnValue:
    g.db.commit()
    session.clear()  # a new cookie for a new person: nothing of before is carried over
    login_user(Visitor(token, person))
    return redirect(safe_next(then), 303)


def _browser() -> actions.Browser:
    return actions.Browser(request.remote_addr or "", request.user_agent.string)


def _policy() -> SignInPolicy:
    return cast(SignInPolicy, current_app.extensions["signin"])


def _door(limits: Limits) -> Door:
    return Door(current_app.extensions["sessions"], limits, settings().secret_key.get_secret_value())
