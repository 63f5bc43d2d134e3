"""The draft, and where it is to appear."""

from collections.abc import Iterable

from wtforms import BooleanField, SelectField, TextAreaField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # the stubs are behind WTForms 3.3
from wtforms.validators import InputRequired, Length

from govdesk.accounts.models import SocialAccount
from govdesk.accounts.platforms.catalogue import Catalogue
from govdesk.accounts.platforms.platform import Platform
from govdesk.i18n import _, _l
from govdesk.preflight.draft import LONGEST, Draft
from govdesk.web import Form

_OF_ACCOUNT = "account:"


def _as_counted(text: str | None) -> str | None:
    """Browsers send two signs for the end of a line, platforms count one."""
    return text.replace("\r\n", "\n") if text else text


class DraftForm(Form):
    text = TextAreaField(
        _l("Your draft"),
        [InputRequired(_l("Enter the text that you mean to post")), Length(max=LONGEST)],
        filters=[_as_counted],
        description=_l("It is looked at and not kept."),
    )
    where = SelectField(_l("Where it is to appear"), default="")
    is_reply = BooleanField(_l("It answers a post"))

    def __init__(
        self, *args: object, catalogue: Catalogue, accounts: Iterable[SocialAccount], **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)
        self._catalogue = catalogue
        self._platforms = {f"{_OF_ACCOUNT}{account.id}": account.platform for account in accounts}
        named = [
            SelectChoice(f"{_OF_ACCOUNT}{account.id}", f"{account.handle} ({catalogue.name_of(account.platform)})")
            for account in accounts
        ]
        on = [
            SelectChoice(one.key, one.name) for one in catalogue if one.limits and one.limits.post and not one.retired
        ]
        self.where.choices = [SelectChoice("", _("Anywhere")), *named, *on]

    @property
    def draft(self) -> Draft:
        return Draft(self.text.data or "", self._platform, bool(self.is_reply.data))

    @property
    def _platform(self) -> Platform | None:
        chosen = self.where.data or ""
        return self._catalogue.named(self._platforms.get(chosen, chosen)) if chosen else None
