"""What people write to the desk."""

import secrets
from collections.abc import Callable
from typing import Any

from wtforms import BooleanField, Field, HiddenField, RadioField, StringField, TextAreaField, ValidationError
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # the stubs are behind WTForms 3.3
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from govdesk.accounts.models import SocialAccount
from govdesk.desk.actions import Matter, Said
from govdesk.desk.rules import LONGEST_ADDRESS, LONGEST_SUBJECT, LONGEST_TEXT, TicketKind
from govdesk.i18n import _, _l
from govdesk.web import Form

FindAccount = Callable[[str], SocialAccount | None]


def one_line(text: str | None) -> str:
    return " ".join((text or "").split())


def trimmed(text: str | None) -> str:
    return (text or "").replace("\r\n", "\n").strip()


def printable(_form: Form, field: Field) -> None:
    if "\0" in field.data:
        raise ValidationError(_("Take out the invisible characters; copying from another program may bring them"))


SHORT_ENOUGH = Length(max=LONGEST_TEXT, message=_l("Write at most %(max)d characters"))


class DeskForm(Form):
    """A form whose texts may hold no password, unless the writer says that it is none.

    Of the register's forms it differs in this: what somebody wrote about their trouble is given back to them.
    """

    may_hold_secrets = True
    no_secret = BooleanField(_l("This is not a password or code: send it as it is"))
    texts: tuple[str, ...] = ("text",)
    """The fields that are looked at."""
    asks_about_secret = False
    """Whether the page has to offer `no_secret`."""

    def validate(self, extra_validators: Any = None) -> bool:
        sound: bool = super().validate(extra_validators)
        return self._is_without_passwords() and sound

    def _is_without_passwords(self) -> bool:
        suspicious = self.with_secrets(name for name in self.texts if not self[name].errors)
        self.asks_about_secret = bool(suspicious)
        if self.no_secret.data:
            return True
        for field in suspicious:
            field.errors = [_("This looks like a password or a code. Take it out: we never need it")]
        return not suspicious

    @property
    def said(self) -> Said:
        return Said(self["text"].data, self.form_key.data or "")

    def ask_again(self, reason: str) -> None:
        """Say why the words were not taken, under a new key: sending them now is meant."""
        self.form_key.data = secrets.token_urlsafe(16)
        self.form_errors.append(reason)


class PickingForm(DeskForm):
    """A form that asks which account it is about."""

    texts: tuple[str, ...] = ("account",)
    account = StringField(
        _l("Which account is it about?"),
        [Length(max=LONGEST_ADDRESS, message=_l("Enter at most %(max)d characters")), printable],
        filters=[one_line],
        description=_l("Type a part of its name and choose it, or paste its address. Leave it empty for none."),
        render_kw={"list": "official-accounts", "autocomplete": "off", "spellcheck": "false"},
    )
    not_listed = BooleanField(_l("The account is not in the list"))

    def __init__(self, *args: Any, find: FindAccount, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._find = find
        self.found: SocialAccount | None = None
        """The account that a sound form means."""

    def validate_account(self, field: StringField) -> None:
        self.found = self._find(field.data) if field.data else None
        if self.found is None and field.data and not self.not_listed.data:
            raise ValidationError(_("Choose an account from the list, or tick that it is not in the list"))
        if not field.data and self.not_listed.data:
            raise ValidationError(_("Enter the address or the name of the account that is not in the list"))

    @property
    def unlisted(self) -> str | None:
        """The writer's words for an account that the register does not have."""
        return self.account.data if self.account.data and not self.found else None


class TicketForm(PickingForm):
    """A new ticket in somebody's own words."""

    texts = ("account", "subject", "text")

    kind = RadioField(
        _l("What is it?"),
        [InputRequired(_l("Choose what fits best"))],
        choices=[SelectChoice(kind.value, kind.label) for kind in TicketKind],
    )
    takeover = BooleanField(
        _l("Somebody else may be using the account"),
        description=_l(
            "Strange posts, a password that no longer works, a sign-in you did not make. These come first."
        ),
    )
    subject = StringField(
        _l("In a few words"),
        [
            DataRequired(_l("Say in a few words what it is about")),
            Length(max=LONGEST_SUBJECT, message=_l("Use at most %(max)d characters; the rest fits below")),
            printable,
        ],
        filters=[one_line],
    )
    text = TextAreaField(
        _l("What happened, or what do you need?"),
        [DataRequired(_l("Tell us more, so that we can help")), SHORT_ENOUGH, printable],
        filters=[trimmed],
        description=_l("What did you see, and since when? Never write a password or a code here: we do not need it."),
    )

    @property
    def matter(self) -> Matter:
        return Matter(
            kind=TicketKind(self.kind.data),
            subject=self.subject.data or "",
            account=self.found,
            unlisted_account=self.unlisted,
            takeover=bool(self.takeover.data),
        )


class NoteForm(DeskForm):
    """Something for the desk alone."""

    text = TextAreaField(_l("Note"), [DataRequired(_l("Write the note")), SHORT_ENOUGH, printable], filters=[trimmed])


class ReplyForm(DeskForm):
    """Something for everybody on the ticket."""

    text = TextAreaField(
        _l("Your reply"), [DataRequired(_l("Write your reply")), SHORT_ENOUGH, printable], filters=[trimmed]
    )
    seen = HiddenField()
    """Id of the newest message the writer had before their eyes."""

    @property
    def seen_id(self) -> int:
        return number_in(self.seen.data) or 0


class AnswerForm(ReplyForm):
    """The desk's reply to the requester."""

    text = TextAreaField(
        _l("Your answer"), [DataRequired(_l("Write your answer")), SHORT_ENOUGH, printable], filters=[trimmed]
    )
    waits = BooleanField(
        _l("I need their answer to go on"), description=_l("The ticket then waits for the requester.")
    )


class ResolutionForm(ReplyForm):
    """Nothing is left to do; a last word may be said."""

    text = TextAreaField(_l("Last answer"), [Optional(), SHORT_ENOUGH, printable], filters=[trimmed])


class TakingForm(Form):
    """One button that makes a ticket the reader's."""

    seen_assignee = HiddenField()
    """Id of whom the page showed as assignee; empty for nobody."""

    @property
    def seen_assignee_id(self) -> int | None:
        return number_in(self.seen_assignee.data)


def number_in(text: str | None) -> int | None:
    """A hidden field's number; None for anything else."""
    return int(text) if text and text.isdecimal() and len(text) < 10 else None
