"""What all pages of requests share."""

from datetime import date, datetime

from flask import Blueprint, g, url_for
from flask.typing import ResponseReturnValue

from govdesk import clock
from govdesk.accounts.deeds import Deed
from govdesk.accounts.importing.lookup import find
from govdesk.accounts.models import SocialAccount
from govdesk.accounts.pages import platforms
from govdesk.accounts.platforms.identity import Identity, identify
from govdesk.errors import Conflict
from govdesk.i18n import _
from govdesk.lifecycle.models import AccountRequest
from govdesk.web import Form, done, settings

bp = Blueprint("lifecycle", __name__)


def account_at(text: str) -> SocialAccount | None:
    """The account of the register that an address means, also by a handle that it had before."""
    meant = identify(text, platforms())
    hit = find(g.db, meant) if isinstance(meant, Identity) else None
    return hit.account if hit else None


def moment() -> tuple[datetime, date]:
    """Now, and the office day."""
    now = clock.utcnow()
    return now, clock.local_date(now, settings().timezone)


def deed() -> Deed:
    """By the reader, now."""
    return Deed(g.person, *moment())


def demand_unchanged(form: Form, asked: AccountRequest) -> None:
    """Raises Conflict when the request went on since the reader's page was shown."""
    if form["version"].data != str(asked.version):
        raise Conflict(_("Somebody has done something about this request meanwhile."))


def page_of(asked: AccountRequest) -> str:
    return url_for("lifecycle.show", request_id=asked.id)


def went_on(asked: AccountRequest, say: str) -> ResponseReturnValue:
    """The step is done and kept."""
    g.db.commit()
    return done(then=page_of(asked), say=say)
