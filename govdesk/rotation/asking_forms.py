"""What somebody wants changed, and why. No field is meant for a secret, and none takes one."""

from collections.abc import Mapping
from typing import Any

from wtforms import SelectField, TextAreaField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # the stubs are behind WTForms 3.3
from wtforms.validators import InputRequired, Length

from govdesk.i18n import _l
from govdesk.rotation.rules import Credential
from govdesk.web import Form


class AskForm(Form):
    """`choices` are what the account has, see `asking.may_be_asked`."""

    what = SelectField(_l("What is to be changed"), default=Credential.PASSWORD.value)
    reason = TextAreaField(
        _l("Why"),
        [
            InputRequired(_l("Say in a few words why it has to be changed")),
            Length(max=500, message=_l("Say it in fewer words")),
        ],
        description=_l("Security reads it. Never a password or a code."),
    )

    def __init__(self, *args: Any, choices: Mapping[str, str], **shown: Any) -> None:
        super().__init__(*args, **shown)
        self.what.choices = [SelectChoice(key, name) for key, name in choices.items()]
