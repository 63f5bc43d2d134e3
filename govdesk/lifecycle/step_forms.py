"""The small forms: from where a request starts, what approvers say, and what is put on record at the end."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from wtforms import BooleanField, DateField, HiddenField, SelectField, StringField
from wtforms.validators import InputRequired, ValidationError

from govdesk.accounts.importing.reading.handles import address_of
from govdesk.accounts.models import SocialAccount
from govdesk.accounts.platforms.catalogue import Catalogue
from govdesk.accounts.platforms.fields import AS_PASTED, PASTED, understood
from govdesk.accounts.platforms.identity import Identity, Refused, identify
from govdesk.directory.models import Department
from govdesk.i18n import _, _l
from govdesk.lifecycle.forms import FindAccount, words
from govdesk.web import Form


class StartForm(Form):
    """Where a new account shall be: an address, or a platform and the handle that is wished for."""

    url = StringField(_l("Address"), description=_l("As it will be, or is if it is there already."), render_kw=PASTED)
    platform = SelectField(_l("Or platform"))
    handle = StringField(_l("and handle"), render_kw=PASTED)
    department = SelectField(_l("Accountable department"))

    def __init__(self, *args: Any, platforms: Catalogue, departments: Sequence[Department], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._platforms = platforms
        living: Iterable[Any] = (one for one in platforms if not one.retired)
        self.platform.choices = [("", _("Choose")), *((one.key, one.name) for one in living)]
        self.department.choices = [("", _("Choose")), *((str(one.id), one.name) for one in departments)]
        self.identity: Identity | None = None

    def validate_url(self, field: StringField) -> None:
        if (field.data or "").strip():
            self.identity = understood(field, self._platforms, self.platform.data or "")
        elif not (self.platform.data and (self.handle.data or "").strip()):
            raise ValidationError(_("Paste an address, or choose a platform and enter the handle."))

    def validate_handle(self, field: StringField) -> None:
        text, named = (field.data or "").strip(), self._platforms.named(self.platform.data or "")
        if self.identity is not None or not text or named is None:
            return
        meant = identify(address_of(text, named, self._platforms), self._platforms, called=named.key)
        if isinstance(meant, Refused) or meant.platform != named.key:
            raise ValidationError(_("No handle of %(name)s looks like this. Paste an address.", name=named.name))
        self.identity = meant


class AccountForm(Form):
    """Which account of ours it is about."""

    url = StringField(_l("Address of the account"), description=AS_PASTED, render_kw=PASTED)

    def __init__(self, *args: Any, find_account: FindAccount, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._find_account = find_account
        self.account: SocialAccount | None = None

    def validate_url(self, field: StringField) -> None:
        self.account = self._find_account((field.data or "").strip())
        if self.account is None:
            raise ValidationError(_("The register has no account at this address."))
        if not self.account.state.is_in_use:
            raise ValidationError(_("This account is not in use."))


class ApproveForm(Form):
    """A word with the approval, if anybody wants to say one."""

    text = words(_l("Note"), description=_l("For the others; may stay empty."))
    version = HiddenField()


class WordForm(Form):
    """A reason or a question."""

    text = words(_l("Reason"), _l("Say why, for the others"))
    version = HiddenField()


class QuestionForm(WordForm):
    text = words(_l("Question"), _l("Enter your question"))


class OpenedForm(Form):
    """The account is there now."""

    url = StringField(
        _l("Its address"), [InputRequired(_l("Paste the address"))], description=AS_PASTED, render_kw=PASTED
    )
    owner_holds = BooleanField(_l("The owner knows the shared password"))
    deputy_holds = BooleanField(_l("The deputy knows the shared password"))
    version = HiddenField()

    def __init__(self, *args: Any, platforms: Catalogue, called: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._platforms, self._called = platforms, called
        self.identity: Identity | None = None

    def validate_url(self, field: StringField) -> None:
        self.identity = understood(field, self._platforms, self._called)


class ClosedForm(Form):
    """The account is no longer used."""

    last_on = DateField(_l("Last day"), [InputRequired(_l("Enter the last day"))])
    version = HiddenField()

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today = today

    def validate_last_on(self, field: DateField) -> None:
        if field.data and field.data > self._today:
            raise ValidationError(_("This day is still to come. Put it on record when it is over."))


class DoneForm(Form):
    """It is done; nothing else is to be said."""

    version = HiddenField()
