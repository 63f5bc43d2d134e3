"""What is asked at the desk means something in rooms that it does not know: told across rooms."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from govdesk.account_life import give_access, take_access
from govdesk.accounts.deeds import Deed
from govdesk.accounts.models import SocialAccount
from govdesk.desk.neighbours import Neighbours, Section, meet
from govdesk.directory.models import Person
from govdesk.incidents.suspecting import suspect
from govdesk.policies.queries import owed_by
from govdesk.policies.sections import sections_about


def _tell_security(session: Session, account: SocialAccount, reason: str, form_key: str, deed: Deed) -> None:
    suspect(session, account, reason, by=deed.by, form_key=form_key, now=deed.now)


def _owed_policies(session: Session, person: Person, today: date) -> Sequence[str]:
    return [version.title for version in owed_by(session, person, today=today)]


def _sections_about(session: Session, words: str, today: date) -> Sequence[Section]:
    return [Section(one.policy, one.title, one.href) for one in sections_about(session, words, today)]


meet(
    Neighbours(
        tell_security=_tell_security,
        give_access=give_access,
        take_access=take_access,
        owed_policies=_owed_policies,
        sections_about=_sections_about,
    )
)
