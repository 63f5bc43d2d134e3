"""Forms that take an address: registering an account, and saying where it is or was."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from wtforms import DateField, HiddenField, SelectField, StringField
from wtforms.validators import Length, Optional, ValidationError

from govdesk.accounts.forms import OwnershipForm
from govdesk.accounts.platforms.catalogue import Catalogue
from govdesk.accounts.platforms.identity import SITE, Identity, Refused, identify
from govdesk.accounts.platforms.platform import Platform
from govdesk.directory.models import Department
from govdesk.i18n import _, _l
from govdesk.web import Form

PASTED = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false", "inputmode": "url"}
AS_PASTED = _l("As you see it in the browser; also a post or a tab of the account will do.")


def understood(field: StringField, platforms: Catalogue, called: str = "") -> Identity:
    """The account that a field's address means. Raises ValidationError."""
    meant = identify(field.data or "", platforms, called=called)
    if isinstance(meant, Refused):
        raise ValidationError(meant.reason)
    return meant


def stable_id(field: StringField, platform: Platform, kind: str) -> str | None:
    """What a field says of the platform's own id, as the register keeps it. Raises ValidationError."""
    text = (field.data or "").strip()
    if not text or platform.stable_id is None:
        return None
    if not platform.is_stable_id(text):
        raise ValidationError(_("This is no %(name)s of %(platform)s.", **_named(platform)))
    return platform.stable(kind, text)


def _named(platform: Platform) -> dict[str, str]:
    return {"name": platform.stable_id.name if platform.stable_id else "", "platform": platform.name}


class AddressForm(Form):
    """The one field from which a registration starts; lives in the address of the page."""

    url = StringField(_l("Address"), description=AS_PASTED, render_kw=PASTED)

    def __init__(self, *args: Any, platforms: Catalogue, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._platforms = platforms
        self.identity: Identity | None = None

    def validate_url(self, field: StringField) -> None:
        self.identity = understood(field, self._platforms)


class RegisterForm(OwnershipForm):
    """What an address does not tell of an account."""

    url = HiddenField()
    called = SelectField(_l("What it is"))
    name = StringField(_l("Name"), [Length(max=300)], description=_l("As people here call it. Empty: the handle."))
    platform_id = StringField(_l("Id on the platform"), render_kw=PASTED)

    def __init__(self, *args: Any, platforms: Catalogue, departments: Sequence[Department], **kwargs: Any) -> None:
        super().__init__(*args, departments=departments, **kwargs)
        self._platforms = platforms
        sites = [platform for platform in platforms if platform.any_server and not platform.addresses]
        sites += [platform for platform in platforms if platform.on_own_site]
        self.called.choices = [(platform.key, platform.name) for platform in sites]
        self.called.data = self.called.data or sites[0].key
        names = [(str(department.id), department.name) for department in departments]
        self.accountable.choices = [("", _("Choose a department")), *names]
        meant = identify(self.url.data or "", platforms, called=self.called.data)
        self.identity = meant if isinstance(meant, Identity) else None
        self.known_id: str | None = None
        """The platform's id as the register keeps it, where somebody entered one."""
        self._drop_what_is_told()

    def _drop_what_is_told(self) -> None:
        """Ask for nothing that the address tells already, or that its platform does not have."""
        if self.identity is None or self.identity.kind != SITE:
            del self.called
        if self.identity is None or self.identity.platform_id or not (self.platform and self.platform.stable_id):
            del self.platform_id

    @property
    def platform(self) -> Platform | None:
        return self._platforms[self.identity.platform] if self.identity else None

    def validate_platform_id(self, field: StringField) -> None:
        if self.platform and self.identity:
            self.known_id = stable_id(field, self.platform, self.identity.kind)

    def validate_accountable(self, field: SelectField) -> None:
        if not field.data:
            raise ValidationError(_("Choose the department that answers for the account."))


class MoveForm(AddressForm):
    """An account is at another address now."""

    url = StringField(_l("New address"), description=AS_PASTED, render_kw=PASTED)
    until_on = DateField(
        _l("Last day of the old one"), [Optional()], description=_l("Leave it empty if nobody knows.")
    )
    platform_id = StringField(_l("Id on the platform"), render_kw=PASTED)

    def __init__(self, *args: Any, platform: Platform | None, kind: str, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._platform, self._kind, self._today = platform, kind, today
        self.known_id: str | None = None
        if platform is None or platform.stable_id is None:
            del self.platform_id

    def validate_until_on(self, field: DateField) -> None:
        _demand_past(field, self._today)

    def validate_platform_id(self, field: StringField) -> None:
        if self._platform:
            self.known_id = stable_id(field, self._platform, self._kind)


class FormerForm(Form):
    """An account was at another address before."""

    former = StringField(_l("Former address"), description=AS_PASTED, render_kw=PASTED)
    gone_on = DateField(_l("Last day there"), [Optional()], description=_l("Leave it empty if nobody knows."))

    def __init__(self, *args: Any, platforms: Catalogue, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._platforms, self._today = platforms, today
        self.identity: Identity | None = None

    def validate_former(self, field: StringField) -> None:
        self.identity = understood(field, self._platforms)

    def validate_gone_on(self, field: DateField) -> None:
        _demand_past(field, self._today)


def _demand_past(field: DateField, today: date) -> None:
    if field.data and field.data > today:
        raise ValidationError(_("Enter a day that is not in the future."))
