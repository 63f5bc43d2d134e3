"""The base of all forms."""

import secrets
from typing import Any

import wtforms
from wtforms import HiddenField

from govdesk.i18n import _, gettext, ngettext


class _Words:
    """WTForms' own few texts, through our translation layer."""

    def gettext(self, text: str) -> str:
        return gettext(text)

    def ngettext(self, one: str, many: str, n: int) -> str:
        return ngettext(one, many, n)


class Form(wtforms.Form):
    """A form with a key made when it is shown, so that the same form sent twice can be told.

    The CSRF token is not a field: the macro `open` writes it and CSRFProtect checks it for the whole application.
    """

    form_key = HiddenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.form_key.data:
            self.form_key.data = secrets.token_urlsafe(16)
        # Nobody types it: whatever is not a key of ours is cut to something that can be stored and compared.
        self.form_key.data = "".join(c for c in self.form_key.data if c.isascii() and c.isprintable())[:40]

    def validate(self, extra_validators: Any = None) -> bool:
        sound: bool = super().validate(extra_validators)
        return self._is_free_of_nul() and sound

    def _is_free_of_nul(self) -> bool:
        """No database column takes a NUL as text, and nobody means to type one."""
        holding = [field for field in self if "\0" in str(field.data or "") and not field.errors]
        for field in holding:
            field.errors = [_("Take out the invisible characters; copying from another program may bring them")]
        return not holding

    def _get_translations(self) -> _Words:
        return _Words()
