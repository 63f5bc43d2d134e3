"""What people enter about campaigns. No note may hold a secret."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import wtforms
from wtforms import (
    DateField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # the stubs are behind WTForms 3.3
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput

from govdesk.accounts.person_field import FindPeople, PersonField
from govdesk.campaigns.models import Answer, Kind
from govdesk.campaigns.overlaps import Others
from govdesk.campaigns.said import Said, Wrong
from govdesk.i18n import _, _l
from govdesk.web import Form

FURTHEST = timedelta(days=366)
Choices = Sequence[tuple[str, str]]


class PickForm(wtforms.Form):
    """Which accounts; lives in the address, so that it can be tried before anything starts.

    `picker` makes one with a field for each criterion.
    """

    kind = SelectField(
        _l("What for"),
        choices=[SelectChoice(kind.value, kind.label) for kind in Kind],
        default=Kind.RECERTIFICATION.value,
    )

    others = SelectField(
        _l("Asked about in another campaign"),
        choices=[SelectChoice(one.value, one.label) for one in Others],
        default=Others.SAME_KIND.value,
    )

    @property
    def chosen(self) -> dict[str, str]:
        """Criterion → value, "" for all; of a valid form: what is not offered must not widen it to all."""
        return {field.name: field.data for field in self if field.name not in ("kind", "others")}

    @property
    def passed_over(self) -> Others:
        return Others(self.others.data) if self.others.data in list(Others) else Others.SAME_KIND

    @property
    def wanted(self) -> Kind:
        return Kind(self.kind.data) if self.kind.data in list(Kind) else Kind.RECERTIFICATION


def picker(values: Any, criteria: Sequence[tuple[str, str, str, Choices]]) -> PickForm:
    """A form over `criteria`: key, label, default and choices of each."""
    fields = {key: SelectField(label, default=default) for key, label, default, _choices in criteria}
    made: PickForm = type("PickFormOfToday", (PickForm,), fields)(values)
    for key, _label, _default, choices in criteria:
        made[key].choices = [("", _("All")), *choices]  # type: ignore[attr-defined]
    return made


class StartForm(Form):
    """What is asked for, and by when."""

    title = StringField(
        _l("Title"),
        [InputRequired(_l("Enter a title.")), Length(max=200)],
        description=_l("As it stands in mails and lists, such as: X ends codes by text message."),
    )
    instructions = TextAreaField(
        _l("What has to be done"),
        [Length(max=5000, message=_l("Enter at most 5000 characters."))],
        description=_l("Step by step; owners read it above the list of their accounts."),
    )
    due_on = DateField(
        _l("Answer by"),
        [InputRequired(_l("Enter the last day for an answer."))],
        description=_l("After this day the owner's manager is asked, and then communications."),
    )

    def __init__(self, *args: Any, kind: Kind, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.today = kind, today

    def validate_due_on(self, field: DateField) -> None:
        if field.data and field.data <= self.today:
            raise ValidationError(_("Enter a day after today."))
        if field.data and field.data > self.today + FURTHEST:
            raise ValidationError(_("Enter a day within a year from today."))

    def validate_instructions(self, field: TextAreaField) -> None:
        if self.kind is Kind.PLATFORM and not (field.data or "").strip():
            raise ValidationError(_("Say what has to be done on each account."))


WORDS_FOR_OWNERS = {
    Kind.RECERTIFICATION: [
        (Answer.ATTESTED.value, _l("It is ours, I can sign in, and all that stands here is right")),
        (Answer.CORRECTION.value, _l("Something is wrong: communications shall correct it")),
        (Answer.HAND_OVER.value, _l("Somebody else shall take it over")),
        (Answer.RETIRE.value, _l("It is no longer needed: retire it")),
    ],
    Kind.PLATFORM: [
        (Answer.DONE.value, _l("It is done")),
        (Answer.NOT_NEEDED.value, _l("It is not needed for this account")),
        (Answer.CANNOT.value, _l("It cannot be done: communications shall settle it")),
    ],
}
NEEDS_A_NOTE = {
    Answer.DONE: _l("Say what was done, so that others can see it."),
    Answer.CORRECTION: _l("Say what is wrong, so that it can be corrected."),
    Answer.HAND_OVER: _l("Say who shall take it over, or why you cannot keep it."),
    Answer.RETIRE: _l("Say why it is no longer needed."),
    Answer.NOT_NEEDED: _l("Say why it is not needed."),
    Answer.CANNOT: _l("Say why it cannot be done, so that communications can settle it."),
}


class AnswerForm(Form):
    """What somebody says about one account."""

    answer = RadioField(_l("Your answer"), [InputRequired(_l("Choose an answer."))])
    wrong = SelectMultipleField(
        _l("What is wrong"),
        choices=[SelectChoice(one.value, one.label) for one in Wrong],
        option_widget=CheckboxInput(),
    )
    successor = PersonField(
        _l("Who shall take it over"),
        description=_l(
            "Name, login or mail address; the hand-over begins at once. Leave it empty when communications shall "
            "find them."
        ),
    )
    note = TextAreaField(
        _l("Note"),
        [Length(max=2000, message=_l("Enter at most 2000 characters."))],
        description=_l("What was done, or what communications should know. Never a password or a code."),
    )

    def __init__(self, *args: Any, kind: Kind, find: FindPeople, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.answer.choices = WORDS_FOR_OWNERS[kind]
        self.find_people = find
        if kind is Kind.PLATFORM:
            del self.wrong, self.successor

    @property
    def said(self) -> Said:
        """For a form that is valid."""
        answer = Answer(self.answer.data)
        marked = self.wrong.data or [] if answer is Answer.CORRECTION else []
        wrong = tuple(Wrong(one) for one in marked)
        successor = self.successor.person if answer is Answer.HAND_OVER else None
        return Said(answer, (self.note.data or "").strip(), wrong, successor, self.today)

    def validate_wrong(self, field: SelectMultipleField) -> None:
        """That somebody knows it must not be lost because another answer stands above it."""
        if Wrong.KNOWN.value in (field.data or []) and self.answer.data != Answer.CORRECTION.value:
            raise ValidationError(_("Choose above that something is wrong, or take this mark away."))

    def validate_note(self, field: TextAreaField) -> None:
        answer = Answer(self.answer.data) if self.answer.data in list(Answer) else None
        names_somebody = answer is Answer.HAND_OVER and self.successor and (self.successor.data or "").strip()
        reason = NEEDS_A_NOTE.get(answer) if answer and not names_somebody else None
        if reason and not (field.data or "").strip():
            raise ValidationError(reason)


class EvidenceForm(Form):
    """What was done on several accounts at once."""

    note = TextAreaField(
        _l("What was done"),
        [
            InputRequired(NEEDS_A_NOTE[Answer.DONE]),
            Length(max=2000, message=_l("Enter at most 2000 characters.")),
        ],
        description=_l("In a sentence, for all that are marked. Never a password or a code."),
    )


class DelegateForm(Form):
    """Who is to answer instead."""

    login = PersonField(
        _l("Who shall answer instead"),
        [InputRequired(_l("Enter somebody who works here."))],
        description=_l("Name, login or mail address. They get a mail, and see only these accounts."),
    )

    def __init__(self, *args: Any, find: FindPeople, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.find_people = find
