"""What all pages of the register share: their blueprint, the platforms, and people to choose from."""

from collections.abc import Sequence

from flask import Blueprint, g, url_for
from flask.sansio.blueprints import BlueprintSetupState

from govdesk.accounts.models import SocialAccount
from govdesk.accounts.platforms.catalogue import Catalogue, catalogue
from govdesk.directory.models import Person
from govdesk.directory.queries import active_by_login, suggested_people
from govdesk.web import settings

bp = Blueprint("accounts", __name__)


@bp.record
def read_platforms(setup: BlueprintSetupState) -> None:
    """A broken platform file stops the start and is named, rather than failing the first page that needs it."""
    catalogue(setup.app.config["GOVDESK"].policies)


def platforms() -> Catalogue:
    """The platforms of this installation."""
    return catalogue(settings().policies)


def person_of(login: str) -> Person | None:
    """Who works here with this login."""
    return active_by_login(g.db, login)


def suggested() -> Sequence[Person]:
    """People to choose from while typing; none where they are too many for a page."""
    return suggested_people(g.db)


def page_of(account: SocialAccount) -> str:
    return url_for("accounts.show", account_id=account.id)
