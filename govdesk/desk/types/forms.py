"""The form of a request type: the account first, then its questions."""

from collections.abc import Mapping
from typing import Any

from wtforms import Field, StringField, TextAreaField

from govdesk.desk.forms import PickingForm
from govdesk.desk.types.conditions import holds
from govdesk.desk.types.content import FieldContent
from govdesk.desk.types.fields import PREFIX, YES, Sources, answer_in, field_for
from govdesk.desk.types.reading import RequestType
from govdesk.desk.types.terms import FieldKind, Picker
from govdesk.i18n import _


class TypedForm(PickingForm):
    """Questions that a file asks; `form_for` makes the form of one type."""

    wanted: RequestType
    sources: Sources

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, find=self.sources.find_account, **kwargs)
        self.find_people, self.find_account = self.sources.find_people, self.sources.find_account
        if self.wanted.content.account is Picker.NONE:
            del self.account, self.not_listed

    @property
    def questions(self) -> list[tuple[FieldContent, Field]]:
        """Each question with its field, in their order."""
        return [(content, self[PREFIX + content.key]) for content in self.wanted.content.fields]

    def validate(self, extra_validators: Any = None) -> bool:
        self._forget_unasked()
        sound: bool = super().validate(extra_validators)
        return self._has_account() and sound

    def needs(self, content: FieldContent) -> bool:
        """Whether an answer has to be there, as the others are."""
        is_sometimes = content.required_when is not None and holds(content.required_when, self._given())
        return content.required or is_sometimes

    @property
    def answers(self) -> dict[str, Any]:
        """What is kept of a sound form: key → answer, of what was asked and answered."""
        found = {content.key: answer_in(field, content, self.sources) for content, field in self.questions}
        return {key: answer for key, answer in found.items() if answer is not None}

    def _given(self) -> Mapping[str, Any]:
        """What conditions look at, before anything is known to be sound."""
        given: dict[str, Any] = {}
        for content, field in self.questions:
            if content.kind is FieldKind.CHOICE and field.data:
                given[content.key] = field.data
            elif content.kind is FieldKind.YES_NO and field.data:
                given[content.key] = field.data == YES
        return given

    def _forget_unasked(self) -> None:
        """Whatever stands in a question that other answers took away was not said; one may take away another."""
        for content, field in self.questions:
            if not holds(content.shown_when, self._given()):
                field.raw_data, field.process_errors = [], []
                field.data = "" if isinstance(field, StringField) else None

    def _has_account(self) -> bool:
        is_missing = self.wanted.content.account is Picker.REQUIRED and not self.account.data
        if is_missing and not self.account.errors:
            self.account.errors = [
                _("Say which account it is about. If it is not in the list, enter its address and tick so.")
            ]
        return not is_missing


def form_for(wanted: RequestType, sources: Sources, *args: Any, **values: Any) -> TypedForm:
    """The form of one type, with what was sent."""
    fields = {PREFIX + one.key: field_for(one, sources) for one in wanted.content.fields}
    texts = [name for name, field in fields.items() if issubclass(field.field_class, StringField | TextAreaField)]
    own = {"wanted": wanted, "sources": sources, "texts": ("account", *texts)}
    if wanted.content.account is Picker.NONE:
        own["texts"] = tuple(texts)
    form: TypedForm = type("TypedForm", (TypedForm,), {**own, **fields})(*args, **values)
    return form
