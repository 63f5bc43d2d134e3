"""Communications have everybody reminded who has not answered: one mail each, once a day."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from govdesk.campaigns.answering import answer
from govdesk.campaigns.jobs import look_after
from govdesk.campaigns.models import Answer, Campaign, CampaignItem
from govdesk.campaigns.office import Office
from govdesk.campaigns.said import Said
from govdesk.campaigns.starting import ask_again
from govdesk.directory.models import Person
from govdesk.errors import Conflict
from tests.campaigns.conftest import Accounts
from tests.conftest import NOW

Told = Callable[[], list[tuple[str | None, str]]]


def test_who_has_not_answered_gets_one_more_mail_and_nobody_else(
    session: Session, sessions: Callable[[], Session], campaign: Campaign, accounts: Accounts, office: Office,
    ada: Person, grace: Person, told: Told, item_of: Callable[..., CampaignItem],
) -> None:  # fmt: skip
    look_after(sessions, now=NOW, office=office)
    later = NOW + timedelta(days=2)
    session.expire_all()
    ask_again(session, campaign, by=grace, now=later, office=office)
    session.commit()
    for _tick in range(2):
        look_after(sessions, now=later, office=office)
    assert told() == [("start", "ada"), ("again 2027-03-03", "ada")]
    with pytest.raises(Conflict, match="today already"):
        ask_again(session, campaign, by=grace, now=later + timedelta(hours=3), office=office)
    session.rollback()
    answer(session, [item_of(campaign, one) for one in accounts.values()], Said(Answer.ATTESTED), by=ada, now=later)
    ask_again(session, campaign, by=grace, now=later + timedelta(days=1), office=office)
    session.commit()
    look_after(sessions, now=later + timedelta(days=1), office=office)
    assert len(told()) == 2
