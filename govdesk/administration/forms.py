"""What an administrator asks the directory."""

from wtforms import StringField
from wtforms.validators import DataRequired, Length

from govdesk.directory.rules import LONGEST_LOGIN
from govdesk.i18n import _l
from govdesk.web import Form


class LookUpForm(Form):
    """One login; there is no field for a password, since none is needed."""

    login = StringField(
        _l("Login"),
        [
            DataRequired(_l("Enter a login such as ada")),
            Length(max=LONGEST_LOGIN, message=_l("Enter at most %(max)d characters")),
        ],
        description=_l("Shows the entry, the department, the groups, and which roles follow. Nothing is changed."),
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
