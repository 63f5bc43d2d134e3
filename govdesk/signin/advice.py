"""What an employee is told who is not let in. Never which login exists; never a word of the directory's machinery."""

from govdesk.directory.ldap.authentication import Refusal, Verdict
from govdesk.i18n import _, ngettext
from govdesk.signin.limits import Reason
from govdesk.signin.policy import SignInPolicy


def must_be_changed(verdict: Verdict) -> bool:
    """Whether the password is right, so that whoever tried may be told what to do about it."""
    run_out = (Refusal.MUST_CHANGE, Refusal.PASSWORD_EXPIRED)
    return verdict.password_was_right and verdict.refusal in run_out


def refused(verdict: Verdict, policy: SignInPolicy) -> str:
    """One sentence for all refusals, unless whoever tried knew the password."""
    if not must_be_changed(verdict):
        return _("This login and password do not fit. Check both and try again.")
    if policy.change_password:
        where = policy.change_password
        return _("Your password has run out. Change it first (%(where)s), then sign in here.", where=where)
    return _("Your password has run out. Change it first, as for everything else at work, then sign in here.")


def wait(reason: Reason, seconds: int) -> str:
    """Why and how long to wait, for a known and an unknown login alike."""
    minutes = -(-seconds // 60)
    again = ngettext("Try again in %(n)d minute.", "Try again in %(n)d minutes.", minutes)
    match reason:
        case Reason.ADDRESS:
            return _("Too many sign-ins from your network went wrong. %(again)s", again=again)
        case Reason.PLACE:
            return _("Too many tries with this login went wrong. %(again)s", again=again)
        case Reason.TURN:
            return _(
                "Somebody tried this login from elsewhere, so new places take turns. %(again)s Your turn is then "
                "kept for ten minutes. Where you signed in during the last month you need not wait.",
                again=again,
            )
