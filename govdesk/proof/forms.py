"""What people enter about accounts that are not ours, or no longer."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

import wtforms
from wtforms import (
    DateField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # the stubs are behind WTForms 3.3
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from govdesk.accounts.models import SocialAccount
from govdesk.accounts.platforms.identity import Identity
from govdesk.directory.models import Department
from govdesk.errors import Invalid
from govdesk.i18n import _, _l
from govdesk.proof.actions import Decision
from govdesk.proof.models import Standing
from govdesk.web import Form

FindPlace = Callable[[str], Identity]
"""Raises Invalid with a sentence for the person."""
FindAccount = Callable[[str], SocialAccount | None]
TYPED = {"inputmode": "url", "autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
"""How browsers treat a field for an address."""
LONGEST_REASON = 2000
DECISIONS = [standing for standing in Standing if standing is not Standing.REPORTED]


def _reason(description: str) -> TextAreaField:
    return TextAreaField(
        _l("Why?"),
        [
            DataRequired(_l("Say why: others have to follow it later.")),
            Length(max=LONGEST_REASON, message=_l("Write at most %(max)d characters")),
        ],
        description=description,
    )


class QuestionForm(wtforms.Form):
    """What anybody pastes; lives in the address, so it carries no key and no token."""

    url = StringField(
        _l("Address"),
        description=_l("Copied from anywhere, such as x.com/name or https://www.facebook.com/name/posts/1."),
        render_kw={**TYPED, "required": True},
    )


class StandingForm(wtforms.Form):
    """Narrows the list of accounts that are not ours."""

    standing = SelectField(_l("Show"))

    def __init__(self, *args: Any, waiting: int) -> None:
        super().__init__(*args)
        words = {Standing.REPORTED: _("Waiting for a decision (%(n)s)", n=waiting)}
        self.standing.choices = [("", _("All")), *((one.value, words.get(one, one.label)) for one in Standing)]

    @property
    def chosen(self) -> Standing | None:
        """None for all; a choice that is not offered counts as none."""
        return Standing(self.standing.data) if self.standing.data in [*Standing] else None


class DepartmentForm(wtforms.Form):
    """Whose accounts a website is to prove."""

    department = SelectField(_l("Department"))

    def __init__(self, *args: Any, departments: Iterable[Department]) -> None:
        super().__init__(*args)
        self._departments = {str(department.id): department for department in departments}
        self.department.choices = [(key, department.name) for key, department in self._departments.items()]

    @property
    def chosen(self) -> Department | None:
        return self._departments.get(self.department.data or "")


class ReportForm(Form):
    """An address that pretends to be ours."""

    url = StringField(
        _l("Address"),
        [InputRequired(_l("Paste the address of the account."))],
        description=_l(
            "Of the account, or of a post of it. Copy it, do not type it: one letter makes the difference."
        ),
        render_kw=TYPED,
    )
    reason = _reason(_l("What it says or does, and whom it pretends to be."))

    def __init__(self, *args: Any, find: FindPlace, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._find = find
        self.place: Identity | None = None

    def validate_url(self, field: StringField) -> None:
        try:
            self.place = self._find(field.data or "")
        except Invalid as error:
            raise ValidationError(str(error)) from None


class DecisionForm(Form):
    """What communications found out."""

    standing = RadioField(_l("What is it?"), [InputRequired(_l("Choose what it is."))])
    imitates = StringField(
        _l("Which account of ours does it pretend to be?"),
        description=_l("Its address. The public is told where the real one is. Leave it empty if there is none."),
        render_kw=TYPED,
    )
    reason = _reason(_l("Stays here and is never told outside."))
    version = HiddenField()

    def __init__(self, *args: Any, find: FindAccount, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._find = find
        self._imitated: SocialAccount | None = None
        words = {
            Standing.IMPOSTOR: _("An impostor: the public is told"),
            Standing.DISMISSED: _("Nothing to do with us"),
        }
        self.standing.choices = [SelectChoice(one.value, words.get(one, one.label)) for one in DECISIONS]

    def validate_imitates(self, field: StringField) -> None:
        text = (field.data or "").strip()
        self._imitated = self._find(text) if text else None
        if text and self._imitated is None:
            raise ValidationError(_("The register has no account of this address."))

    @property
    def decision(self) -> Decision:
        """What was chosen; of a form that is sound."""
        return Decision(Standing(self.standing.data), (self.reason.data or "").strip(), self._imitated)


class SuccessionForm(Form):
    """Until when an account was ours, and what replaced it."""

    until_on = DateField(
        _l("Ours until"),
        [Optional()],
        description=_l("The last day on which it spoke for us. Leave it empty if unknown."),
    )
    replaced_by = StringField(
        _l("Replaced by"),
        description=_l("Address of the account that people should follow instead. Leave it empty for none."),
        render_kw=TYPED,
    )

    def __init__(self, *args: Any, find: FindAccount, account: SocialAccount, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._find, self._account, self._today = find, account, today
        self.successor: SocialAccount | None = None

    def validate_until_on(self, field: DateField) -> None:
        if field.data and field.data > self._today:
            raise ValidationError(_("The day cannot be in the future."))

    def validate_replaced_by(self, field: StringField) -> None:
        text = (field.data or "").strip()
        self.successor = self._find(text) if text else None
        if text and self.successor is None:
            raise ValidationError(_("The register has no account of this address."))
        if self.successor is not None and self.successor.id == self._account.id:
            raise ValidationError(_("Enter another account: this one cannot replace itself."))
