"""The sign-in form."""

from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired, Length

from govdesk.i18n import _l
from govdesk.web import Form


class SignInForm(Form):
    """Login and password of the company directory."""

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
    next = HiddenField()
