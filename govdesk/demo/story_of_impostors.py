"""Addresses that use our name, told through the actions that people use; all on names kept for examples."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.accounts.models import AccountState, SocialAccount
from govdesk.accounts.platforms.catalogue import Catalogue
from govdesk.accounts.platforms.identity import Identity, identify
from govdesk.directory.models import Person
from govdesk.directory.queries import person_by_login
from govdesk.proof.actions import Decision, decide, report
from govdesk.proof.models import Standing
from govdesk.proof.succession import tell


@dataclass(frozen=True)
class Seen:
    """What somebody reported, and what Grace found."""

    url: str
    by: str
    reason: str
    standing: Standing | None = None
    because: str = ""


SEEN = (
    Seen(
        "https://commerce-grants.example/apply", "olu", "It offers grants in our name and asks for a fee first.",
        Standing.IMPOSTOR, "The seal is copied, the form asks for bank details. The host was told.",
    ),
    Seen(
        "https://social.example/@weather_watchers", "ada", "It uses our radar pictures.",
        Standing.FAN, "Run by hobbyists who say so in their profile.",
    ),
    Seen("https://social.example/@storm_help", "ada", "It answers people who write to us and wants their number."),
)  # fmt: skip


def meet_impostors(session: Session, platforms: Catalogue, *, now: datetime) -> None:
    """One impostor is confirmed, one account is known as run by fans, one report waits; a dead one has an heir."""
    grace = person_by_login(session, "grace")
    ours = session.scalars(
        select(SocialAccount).where(SocialAccount.platform == "x").order_by(SocialAccount.id)
    ).first()
    for number, seen in enumerate(SEEN):
        place = identify(seen.url, platforms)
        assert isinstance(place, Identity), "the sample's addresses are sound"
        reporter, key = person_by_login(session, seen.by), f"sample-{number}"
        seen_at = now - timedelta(days=3 - number)
        told = report(session, place, reason=seen.reason, form_key=key, by=reporter, now=seen_at)
        if seen.standing:
            imitated = ours if seen.standing is Standing.IMPOSTOR else None
            decide(session, told.outsider, Decision(seen.standing, seen.because, imitated), by=grace, now=seen_at)
    _name_an_heir(session, ours, by=grace, now=now)


def _name_an_heir(session: Session, heir: SocialAccount | None, *, by: Person, now: datetime) -> None:
    retired = select(SocialAccount).where(SocialAccount.state == AccountState.RETIRED).order_by(SocialAccount.id)
    for account in session.scalars(retired.limit(1)):
        tell(session, account, until_on=None, replaced_by=heir, by=by, now=now)
