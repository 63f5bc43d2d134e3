"""Going out to the company's OpenID provider, and coming back."""

from typing import cast

from flask import Blueprint, Flask, current_app, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import login_user

from govdesk import clock
from govdesk.errors import NotFound
from govdesk.i18n import _
from govdesk.settings import Settings
from govdesk.signin.actions import LONGEST_LOGGED, Browser
from govdesk.signin.forms import SignInForm
from govdesk.signin.oidc import attempts
from govdesk.signin.oidc.arrival import arrive
from govdesk.signin.oidc.line import ProviderUnreachable
from govdesk.signin.oidc.people import value_of
from govdesk.signin.oidc.provider import CALLBACK, Provider
from govdesk.signin.oidc.tokens import NotBelieved
from govdesk.signin.visitor import Visitor
from govdesk.web import page, public, safe_next, settings
from govdesk.web.guard import NO_SUCH_PAGE

bp = Blueprint("oidc", __name__)


def install(app: Flask, settings: Settings) -> None:
    """Open the second door, where there is one."""
    app.extensions["oidc"] = Provider(settings) if settings.oidc_issuer else None
    app.jinja_env.globals["second_door"] = settings.oidc_name


@bp.post("/signin/oidc")
@public
def start() -> ResponseReturnValue:
    provider, then, now = _provider(), safe_next(request.form.get("next")), clock.utcnow()
    if g.person is not None:
        return redirect(then, 303)
    attempt = attempts.Attempt.begin(then, now=now)
    g.db.rollback()  # looking up who sends this took SQLite's write lock: not while the provider is asked
    try:
        address = provider.address_for(attempt, now=now)
    except ProviderUnreachable as error:
        return _unreachable(error, then)
    attempts.keep(session, attempt)
    # A page and no redirect: browsers apply `form-action 'self'` to every step that follows a form.
    answer = page("signin/onward.html", address=address)
    answer.headers["Refresh"] = f"0;url={address}"
    return answer


@bp.get(CALLBACK)
@public
def callback() -> ResponseReturnValue:
    provider, now = _provider(), clock.utcnow()
    attempt = attempts.take(session, request.args.get("state", ""), now=now)
    if attempt is None:
        return redirect(url_for("signin.show"), 303) if g.person is not None else _stale()
    browser = Browser(request.remote_addr or "", request.user_agent.string)
    value = ""
    g.db.rollback()
    try:
        claims = provider.claims_of(request.args, attempt, now=now)
        value = value_of(claims, settings().oidc_claim, settings().oidc_matches)
        sessions, company = current_app.extensions["sessions"], current_app.extensions["directory"]
        person, token = arrive(sessions, company, settings(), claims["sub"], value, browser=browser, now=now)
    except ProviderUnreachable as error:
        return _unreachable(error, attempt.next)
    except NotBelieved as refusal:
        return _refused(refusal, value, browser, attempt.next)
    session.clear()  # a new cookie for a new person: nothing of before is carried over
    login_user(Visitor(token, person))
    return redirect(safe_next(attempt.next), 303)


def _provider() -> Provider:
    provider = cast(Provider | None, current_app.extensions["oidc"])
    if provider is None:
        raise NotFound(str(NO_SUCH_PAGE))
    return provider


def _unreachable(error: ProviderUnreachable, then: str) -> ResponseReturnValue:
    current_app.logger.error("the OpenID provider cannot be used: %s", error)
    text = _("%(name)s cannot be reached just now. Use your login and password.", name=settings().oidc_name)
    return _form(text, then, 503)


def _refused(refusal: NotBelieved, value: str, browser: Browser, then: str) -> ResponseReturnValue:
    shown = ascii(value[:LONGEST_LOGGED])
    current_app.logger.info("sign-in by OpenID refused to %s from %s: %s", shown, browser.address, refusal)
    text = _(
        "Signing in with %(name)s did not work. Begin again, or use your login and password.",
        name=settings().oidc_name,
    )
    return _form(text, then, 401)


def _stale() -> ResponseReturnValue:
    current_app.logger.info("sign-in by OpenID refused from %s: it was not begun there", request.remote_addr)
    return _form(_("This sign-in was begun elsewhere or too long ago. Begin again."), "/", 401)


def _form(text: str, then: str, status: int) -> ResponseReturnValue:
    form = SignInForm(next=then)
    form.form_errors.append(text)
    return page(form.template, form=form, link=None, status=status)
