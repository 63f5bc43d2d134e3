"""What the local mail sink of a demo received; these pages exist only where `GOVDESK_DEV_MAIL` names its folder."""

from pathlib import Path

from flask import Blueprint
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from govdesk.demo import mails
from govdesk.errors import NotFound
from govdesk.i18n import _
from govdesk.web import page, public, settings

bp = Blueprint("demo", __name__)


@bp.record_once
def demand_folder(state: BlueprintSetupState) -> None:
    """These pages are open to all, so they must not come to stand where nobody asked for them."""
    if state.app.config["GOVDESK"].dev_mail is None:
        raise RuntimeError("GOVDESK_DEV_MAIL is not set: the pages of the mail sink must not be registered")


@bp.get("/dev/mail")
@public
def index() -> ResponseReturnValue:
    return page("demo/mails.html", mails=mails.newest(_folder()))


@bp.get("/dev/mail/<name>")
@public
def show(name: str) -> ResponseReturnValue:
    mail = mails.find(_folder(), name)
    if mail is None:
        raise NotFound(_("There is no such mail."))
    return page("demo/mail.html", mail=mail, text=mails.linkified(mail.text))


def _folder() -> Path:
    folder = settings().dev_mail
    assert folder is not None, "see demand_folder"
    return folder
