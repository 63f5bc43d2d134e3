"""What is asked of who did a change, and of who looks at it. No field is meant for a secret, and none takes one."""

from collections.abc import Iterable
from typing import Any

from wtforms import BooleanField, Field, HiddenField, SelectField, TextAreaField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # the stubs are behind WTForms 3.3
from wtforms.validators import InputRequired, Length, Optional

from govdesk.i18n import _l
from govdesk.rotation.forms import RecordForm
from govdesk.rotation.work.actions import Said
from govdesk.rotation.work.board import Line
from govdesk.rotation.work.rules import CHANGE, Statement, statements_about
from govdesk.web import Form


class DoneForm(RecordForm):
    """When it was changed, what its doer attests, and where that can be looked up."""

    distinct = BooleanField(Statement.DISTINCT.label)
    generated = BooleanField(Statement.GENERATED.label)
    kept = BooleanField(Statement.KEPT.label)
    note = TextAreaField(
        _l("Evidence, if there is any"),
        [Optional(), Length(max=300)],
        description=_l("The number of a ticket or of the entry in the vault. Never a password or a code."),
    )

    def __init__(self, *args: Any, credential: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in set(Statement) - set(statements_about(credential)):
            del self[one.value]

    @property
    def statements(self) -> list[Field]:
        """The boxes that make sense here."""
        return [self[one.value] for one in Statement if one.value in self]

    @property
    def said(self) -> Said:
        """What was said; for a form that is valid."""
        ticked = tuple(one for one in Statement if one.value in self and self[one.value].data)
        note = " ".join((self.note.data or "").split())
        return Said(self.changed.on, self.changed.at, ticked, note, self.form_key.data)


class StepForm(Form):
    """The button that was pressed at a step: one of the two has its name."""

    done = HiddenField()
    undone = HiddenField()

    @property
    def key(self) -> str:
        return self.undone.data or self.done.data or ""


class DismissForm(Form):
    """Why a step does not apply."""

    step = SelectField(_l("Which step"))
    reason = TextAreaField(
        _l("Why it does not apply"),
        [InputRequired(_l("Say in a few words why it does not apply")), Length(max=300)],
        description=_l("Others read this. Never a password or a code."),
    )

    def __init__(self, *args: Any, steps: Iterable[Line], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Without the change itself there is nothing to put on record.
        self.step.choices = [SelectChoice(one.step.key, one.step.title) for one in steps if one.step.key != CHANGE]

    @property
    def words(self) -> str:
        return " ".join((self.reason.data or "").split())


class RefuseForm(Form):
    """Why a change does not count yet."""

    reason = TextAreaField(
        _l("Why not"),
        [InputRequired(_l("Say what is missing, so that it can be put right")), Length(max=500)],
        description=_l("Whoever changed it reads this. Never a password or a code."),
    )

    @property
    def words(self) -> str:
        return " ".join((self.reason.data or "").split())
