"""What is entered to change a request type."""

from typing import Any

from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from govdesk.desk.forms import number_in
from govdesk.desk.types.reading import RequestType, name_of, type_of
from govdesk.files import FileError
from govdesk.i18n import _, _l
from govdesk.secrecy import holds_secret
from govdesk.web import Form

LONGEST = 40_000


class TypeTextForm(Form):
    """The whole text of one type, and why it changes."""

    may_hold_secrets = True
    """Its words speak of passwords and codes: what it says is shown before it is in force."""

    text = TextAreaField(
        _l("The request type"),
        [InputRequired(_l("Write the type, or copy it from an earlier version")), Length(max=LONGEST)],
        description=_l("In the words of the files in policies/desk. The page that follows shows what it asks."),
    )
    reason = StringField(
        _l("Why does it change?"),
        [InputRequired(_l("Say why: whoever looks at this version next will want to know")), Length(max=500)],
    )
    number = HiddenField()
    """The version that the writer has seen."""

    def __init__(self, *args: Any, key: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._name = name_of(key)

    def validate_text(self, field: TextAreaField) -> None:
        field.data = (field.data or "").replace("\r\n", "\n").rstrip() + "\n"
        try:
            type_of(self._name, field.data)
        except FileError as error:
            where = _("Line %(n)s: ", n=error.line) if error.line else ""
            raise ValidationError(f"{where}{error.reason}.") from None

    def validate_reason(self, field: StringField) -> None:
        if holds_secret(field.data or ""):
            field.data = ""
            raise ValidationError(_("That looks like a password, a code or a key, and was thrown away."))

    @property
    def written(self) -> RequestType:
        """What was written; of a form that is sound."""
        return type_of(self._name, self.text.data or "")

    @property
    def seen(self) -> int:
        return number_in(self.number.data) or 0
