"""The forms at the door."""

from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired, Length

from govdesk.directory.rules import login_key
from govdesk.i18n import _l
from govdesk.signin.attempt import Typed
from govdesk.signin.breakglass import Proof
from govdesk.web import Form


class DoorForm(Form):
    """Login and password, of whatever kind."""

    template: str
    may_hold_secrets = True

    login = StringField(
        _l("Login"),
        [InputRequired(_l("Enter your login")), Length(max=200, message=_l("Enter a shorter login"))],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )
    password = PasswordField(
        _l("Password"),
        [InputRequired(_l("Enter your password")), Length(max=1000, message=_l("Enter a shorter password"))],
        render_kw={"autocomplete": "current-password"},
    )


class SignInForm(DoorForm):
    """Login and password of the company directory."""

    template = "signin/signin.html"
    next = HiddenField()

    def typed(self, address: str) -> Typed:
        return Typed(self.login.data or "", self.password.data or "", address)


class BreakGlassForm(DoorForm):
    """What the command line printed, and the code of the moment."""

    template = "signin/breakglass.html"
    code = StringField(
        _l("Code"),
        [InputRequired(_l("Enter the six digits that the authenticator shows")), Length(max=20)],
        description=_l("The six digits that the authenticator shows now"),
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric"},
    )

    @property
    def name(self) -> str:
        """By which tries are counted: never one of the directory's."""
        return f"breakglass:{login_key(self.login.data or '')}"

    def proof(self) -> Proof:
        return Proof(self.login.data or "", self.password.data or "", self.code.data or "")
