"""The emergency sheet of one account: whom to call, where the platform helps, who could get in last."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from govdesk.access import Permission, Role, may
from govdesk.accounts.models import Custodianship, SocialAccount
from govdesk.accounts.platforms.catalogue import Catalogue
from govdesk.accounts.platforms.platform import Platform
from govdesk.directory.models import Person
from govdesk.directory.queries import people_with_role
from govdesk.exposure.reading import Lines, WayIn, lines_of
from govdesk.exposure.rules import Known, Way
from govdesk.i18n import _
from govdesk.incidents.models import Incident
from govdesk.incidents.queries import entries_of
from govdesk.incidents.words import Told, told
from govdesk.rotation.models import RotationSchedule
from govdesk.rotation.queries import schedules_of

MOST_OF_A_ROLE, MOST_ADMINS, MOST_OWED, MOST_TOLD = 3, 8, 8, 6
"""So that all of it fits on one side of paper."""


@dataclass(frozen=True)
class Contact:
    role: str
    person: Person


@dataclass(frozen=True)
class Sheet:
    account: SocialAccount
    incident: Incident | None
    platform: Platform | None
    contacts: Sequence[Contact]
    admins: Sequence[str]
    """Who could let others in last, each in a few words."""
    more_admins: int
    vault: Sequence[str] | None
    """Where the password is kept; None for who may not know."""
    owed: Sequence[RotationSchedule]
    more_owed: int
    log: Sequence[Told]
    more_told: int


def sheet_of(
    session: Session, account: SocialAccount, platforms: Catalogue, reader: Person, incident: Incident | None
) -> Sheet:
    """As things are now; without an incident it is for the drawer, for the day on which nothing else works."""
    lines = lines_of(session, [account.id])[account.id]
    admins = list(_admins(lines))
    owed = [schedule for schedule in schedules_of(session, account) if schedule.due_on is not None]
    log = told(session, entries_of(session, incident)) if incident and _reads_log(reader) else []
    return Sheet(
        account=account,
        incident=incident,
        platform=platforms.platforms.get(account.platform),
        contacts=list(_contacts(session, account)),
        admins=admins[:MOST_ADMINS],
        more_admins=max(len(admins) - MOST_ADMINS, 0),
        vault=[entry.pointer for entry in lines.vault] if may(reader, Permission.ACCESS_VAULT, account) else None,
        owed=owed[:MOST_OWED],
        more_owed=max(len(owed) - MOST_OWED, 0),
        log=log[:MOST_TOLD],
        more_told=max(len(log) - MOST_TOLD, 0),
    )


def _reads_log(reader: Person) -> bool:
    return may(reader, Permission.INCIDENT_LOG)


def _contacts(session: Session, account: SocialAccount) -> Iterator[Contact]:
    head = account.accountable.head if account.accountable else None
    for role, person in ((_("Owner"), account.owner), (_("Deputy"), account.deputy), (_("Head"), head)):
        if person and person.is_employed:
            yield Contact(role, person)
    for role, kind in ((_("Security"), Role.SECURITY), (_("Communications"), Role.COMMS)):
        for person in session.scalars(people_with_role(kind).limit(MOST_OF_A_ROLE)):
            yield Contact(role, person)


def _admins(lines: Lines) -> Iterator[str]:
    """Whoever knows the shared password can let others in; of an own log-in the list says so, or nobody knows."""
    for way in lines.ways:
        if isinstance(way, Custodianship):
            yield _("%(name)s, by the shared password", name=way.person.name)
        elif way.administers is Known.YES or way.way is Way.SHARED_SECRET:
            yield _("%(name)s, %(way)s", name=_holder(way), way=way.role or str(way.way.label).lower())
        elif way.administers is Known.UNKNOWN and way.way is Way.OWN_LOGIN:
            yield _("%(name)s, perhaps: nobody has said", name=_holder(way))


def _holder(way: WayIn) -> str:
    if way.person is not None:
        return way.person.name
    return getattr(way, "agency", None) or _("unknown who")
