"""What people say of an incident. No field may hold a secret: the base of all forms sees to that."""

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any

from wtforms import HiddenField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # the stubs are behind WTForms 3.3
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput

from govdesk.accounts.models import AccountState
from govdesk.directory.models import Person
from govdesk.i18n import _, _l
from govdesk.incidents.reach import Linked
from govdesk.incidents.rules import Step
from govdesk.web import Form

LONG, LONGER = 500, 2000


def _at_most(letters: int) -> Length:
    return Length(max=letters, message=_l("Say it in fewer words"))


class BeginForm(Form):
    """Why, and which of the linked accounts are taken in; `begin_form` makes one for what was found."""

    reason = TextAreaField(
        _l("What happened"),
        [InputRequired(_l("Say what happened: whoever is called will want to know")), _at_most(LONG)],
        description=_l("What was seen, where, since when. No passwords and no codes."),
    )
    taken = SelectMultipleField(_l("Taken in"), [Optional()])
    why_all = StringField(
        _l("Why those without a tick stay out"),
        [Optional(), _at_most(LONG)],
        description=_l("For all that have no reason of their own above."),
    )
    digest = HiddenField()
    """Of what was shown: what is linked since then must be looked at first."""
    linked: Sequence[Linked] = ()

    @property
    def left_out(self) -> dict[int, str]:
        """Account → why it stays out; "" where nobody has said."""
        taken, common = set(self.taken.data or ()), (self.why_all.data or "").strip()
        return {
            one.account.id: (self[f"why_{one.account.id}"].data or "").strip() or common
            for one in self.linked
            if str(one.account.id) not in taken
        }

    def validate(self, extra_validators: Any = None) -> bool:
        sound = super().validate(extra_validators)
        if self.digest.data != digest_of(self.linked):
            self.form_errors = [_("What is linked has changed since this page was opened. Look at the list again.")]
            self.digest.data = digest_of(self.linked)
            return False
        unsaid = [id_ for id_, why in self.left_out.items() if not why]
        if unsaid:
            self.why_all.errors = [*self.why_all.errors, _("Say why they stay out, or tick them")]
        return sound and not unsaid


def begin_form(linked: Sequence[Linked], *args: Any, reason: str = "") -> BeginForm:
    """All are taken in until somebody says otherwise."""
    ids = [str(one.account.id) for one in linked]
    whys = {
        f"why_{one.account.id}": StringField(
            _("Why %(account)s stays out", account=one.account.name), [Optional(), _at_most(LONG)]
        )
        for one in linked
    }
    kind = type("BeginFormOfToday", (BeginForm,), {**whys, "linked": linked})
    form: BeginForm = kind(*args, taken=ids, reason=reason, digest=digest_of(linked))
    form.taken.choices = [SelectChoice(id_, id_) for id_ in ids]
    return form


def digest_of(linked: Iterable[Linked]) -> str:
    """What tells one set of linked accounts from another."""
    ids = sorted(one.account.id for one in linked)
    return hashlib.sha256(",".join(map(str, ids)).encode()).hexdigest()


class SuspicionForm(Form):
    """What somebody saw."""

    reason = TextAreaField(
        _l("What makes you think so?"),
        [InputRequired(_l("Say what you saw: it is what security begins with")), _at_most(LONG)],
        description=_l("Posts you did not make, a mail about a log-in, a password that does not work any more."),
    )


class SheetForm(Form):
    """Who is to come to the emergency sheet; `people` are those who may read it."""

    to = SelectMultipleField(
        _l("Whom to call"),
        [InputRequired(_l("Tick at least one"))],
        description=_l(
            "They get a mail that leads here and names nobody. Who may not read this sheet is not offered."
        ),
        option_widget=CheckboxInput(),
    )

    def __init__(self, *args: Any, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = people
        self.to.choices = [SelectChoice(person.login, person.name) for person in people]

    @property
    def called(self) -> list[Person]:
        """Those who are ticked; for a form that is valid."""
        return [person for person in self.people if person.login in (self.to.data or ())]


class NoteForm(Form):
    """A line for the log."""

    text = TextAreaField(
        _l("What happened, what was done"),
        [InputRequired(_l("Write what is to stand in the log")), _at_most(LONGER)],
        description=_l("It stands there with your name and the time, and cannot be changed afterwards."),
    )


class StepForm(Form):
    """Which step is done."""

    step = SelectField(choices=[SelectChoice(step.value, step.label) for step in Step])


class EndForm(Form):
    """How it ends."""

    state = RadioField(_l("The account is from now on"))
    summary = TextAreaField(
        _l("What came of it"),
        [InputRequired(_l("Say what came of it: the next one will be easier")), _at_most(LONGER)],
        description=_l("How they got in, what they did there, what is different now."),
    )
    left_open = TextAreaField(
        _l("Why credentials are left open"),
        [Optional(), _at_most(LONG)],
        description=_l("Only where some are not changed yet. They stay due."),
    )

    def __init__(self, *args: Any, states: Iterable[AccountState], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.state.choices = [SelectChoice(state.value, state.label) for state in states]

    @property
    def after(self) -> AccountState:
        """What was chosen; for a form that is valid."""
        return AccountState(self.state.data)
