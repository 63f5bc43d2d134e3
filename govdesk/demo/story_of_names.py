"""A handle that an account of the sample company had before."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.accounts.actions.naming import keep_former
from govdesk.accounts.models import SocialAccount
from govdesk.accounts.platforms.catalogue import Catalogue
from govdesk.accounts.platforms.identity import Identity, identify
from govdesk.directory.queries import person_by_login

PRESENT, FORMER = "facebook:page:usnistgov", "https://www.facebook.com/4nist"
"""The registry gives the address of the one and the handle of the other, in one record: somebody renamed the page and
changed only half of it."""


def tell_names(session: Session, platforms: Catalogue, *, now: datetime) -> None:
    """Grace has noted the old handle, so that whoever looks for it finds the account."""
    account = session.scalars(select(SocialAccount).where(SocialAccount.identity == PRESENT)).one()
    former = identify(FORMER, platforms)
    assert isinstance(former, Identity), "the shipped platforms read it"
    grace = person_by_login(session, "grace")
    keep_former(session, account, former, until_on=None, by=grace, now=now)
