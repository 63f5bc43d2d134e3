"""The base of all forms."""

import re
import secrets
from collections.abc import Iterable
from typing import Any, ClassVar

import wtforms
from wtforms import Field, HiddenField, PasswordField, SelectFieldBase, StringField, TextAreaField

from govdesk.i18n import _, gettext, ngettext
from govdesk.secrecy import holds_secret
from govdesk.unseen import without_unseen

WRITTEN_BY_US = frozenset({"form_key", "digest", "version"})
"""Hidden fields that look like keys because we made them so."""
_AS_WE_WRITE = re.compile(r"[\w-]{1,128}", re.ASCII)
_FAR_TOO_LONG = 4
"""How many times as long as it may be a text is thrown away unread: nobody shortens it by hand."""


class _Words:
    """WTForms' own few texts, through our translation layer."""

    def gettext(self, text: str) -> str:
        return gettext(text)

    def ngettext(self, one: str, many: str, n: int) -> str:
        return ngettext(one, many, n)


class Form(wtforms.Form):
    """A form with a key made when it is shown, so that the same form sent twice can be told.

    What looks like a password, a code or a key is refused in every field, also in one for days or numbers, and not
    shown again. Texts of one line come without letters that nobody sees.

    The CSRF token is not a field: the macro `open` writes it and CSRFProtect checks it for the whole application.
    """

    form_key = HiddenField()
    may_hold_secrets: ClassVar[bool] = False
    """At the door, where passwords are asked for, and where the writer is asked what it is."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.form_key.data:
            self.form_key.data = secrets.token_urlsafe(16)
        # Nobody types it: whatever is not a key of ours is cut to something that can be stored and compared.
        self.form_key.data = "".join(c for c in self.form_key.data[:400] if c.isascii() and c.isprintable())[:40]
        if self.with_secrets(["form_key"]):
            self.form_key.data = secrets.token_urlsafe(16)

    def process(self, *args: Any, **kwargs: Any) -> None:
        super().process(*args, **kwargs)
        for field in self:
            if isinstance(field, StringField) and not isinstance(field, TextAreaField | PasswordField) and field.data:
                field.data = without_unseen(str(field.data))

    def validate(self, extra_validators: Any = None) -> bool:
        sound: bool = super().validate(extra_validators)
        return self._is_free_of_nul() and self._is_free_of_secrets() and sound

    def _is_free_of_nul(self) -> bool:
        """No database column takes a NUL as text, and nobody means to type one."""
        holding = [field for field in self if "\0" in str(field.data or "") and not field.errors]
        for field in holding:
            field.errors = [_("Take out the invisible characters; copying from another program may bring them")]
        return not holding

    def _is_free_of_secrets(self) -> bool:
        """Whatever else is wrong with it: a value that is refused would be shown again, a secret must not be."""
        if self.may_hold_secrets:
            return True
        self._throw_away_unread()
        held = self.with_secrets(self._fields)
        for field in held:
            _empty(field)
            field.errors = [
                _(
                    "That looks like a password, a code or a key, and was thrown away. Enter where it is kept, never"
                    " what it is."
                )
            ]
        return not held

    def _throw_away_unread(self) -> None:
        """To ask a text of megabytes takes long, and its length refuses it already."""
        for field in self:
            most = field.flags.maxlength
            if most and field.errors and len(str(field.data or "")) > most * _FAR_TOO_LONG:
                _empty(field)

    def with_secrets(self, names: Iterable[str]) -> list[Field]:
        """Those of the fields that hold what looks like a secret."""
        return [self[name] for name in names if any(map(holds_secret, _texts_in(self[name])))]

    def _get_translations(self) -> _Words:
        return _Words()


def _texts_in(field: Field) -> set[str]:
    """What a field would show again of what was sent, as it was sent; not what we gave to choose from."""
    if isinstance(field, StringField):
        text = str(field.data or "")
        return set() if field.short_name in WRITTEN_BY_US and _AS_WE_WRITE.fullmatch(text) else {text}
    texts = {text for text in field.raw_data or () if isinstance(text, str)}
    if texts and isinstance(field, SelectFieldBase):
        texts -= {str(value) for value, *_more in field.iter_choices()}
    return texts


def _empty(field: Field) -> None:
    field.raw_data = []
    field.data = "" if isinstance(field, StringField) else None
