"""What all pages of the register share: their blueprint, the platforms, and who is meant by a name."""

from collections.abc import Sequence

from flask import Blueprint, g, url_for
from flask.sansio.blueprints import BlueprintSetupState
from sqlalchemy import func, select

from govdesk.accounts.models import SocialAccount
from govdesk.accounts.platforms.catalogue import Catalogue, catalogue
from govdesk.directory.models import Person, PersonState
from govdesk.directory.naming import called
from govdesk.web import settings

bp = Blueprint("accounts", __name__)


@bp.record
def read_platforms(setup: BlueprintSetupState) -> None:
    """A broken platform file stops the start and is named, rather than failing the first page that needs it."""
    catalogue(setup.app.config["GOVDESK"].policies)


def platforms() -> Catalogue:
    """The platforms of this installation."""
    return catalogue(settings().policies)


def people_called(text: str) -> Sequence[Person]:
    """Who works here and is meant by a login, a mail address or a name."""
    return called(g.db, text)


def is_somebodys(mailbox: str) -> bool:
    """Whether one person who works here has this mailbox."""
    theirs = func.lower(Person.mail) == mailbox.lower(), Person.state == PersonState.ACTIVE
    return g.db.scalar(select(Person.id).where(*theirs).limit(1)) is not None


def page_of(account: SocialAccount) -> str:
    return url_for("accounts.show", account_id=account.id)
