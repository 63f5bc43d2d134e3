"""What security tells of: what each kind of event is about, and what falls due because of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.accounts.importing.lookup import Through, find
from govdesk.accounts.models import AccountState, SocialAccount
from govdesk.accounts.platforms.catalogue import Catalogue
from govdesk.accounts.platforms.identity import Refused, identify
from govdesk.accounts.touching import Touched, Was
from govdesk.directory.models import Person
from govdesk.directory.queries import active_by_login
from govdesk.errors import Invalid
from govdesk.i18n import _
from govdesk.rotation.happening import Happening
from govdesk.rotation.models import RotationEvent, RotationReason
from govdesk.rotation.neighbours import neighbours
from govdesk.rotation.opening import open_event, opened_by
from govdesk.secrecy import holds_secret

TOLD = (
    RotationReason.AGENCY,
    RotationReason.BREACH,
    RotationReason.DEVICE,
    RotationReason.CAMPAIGN,
    RotationReason.REQUEST,
)
"""Kinds that somebody tells of; all others follow from the directory, the access list or the state of an account."""
ITSELF = frozenset({Was.ITSELF})


@dataclass(frozen=True)
class Told:
    """What somebody says, as it was understood."""

    kind: RotationReason
    thing: str
    """An agency, a tool, a login, a platform or the address of an account, as it was entered."""
    credential: str
    """What is to be changed, where the kind does not say so itself."""
    happened_at: datetime
    reason: str


@dataclass(frozen=True)
class Meant:
    """Who or what was meant, and what falls due."""

    touched: list[Touched]
    person: Person | None = None
    account: SocialAccount | None = None


def meant_by(session: Session, told: Told, platforms: Catalogue) -> Meant:
    """Raises Invalid where nobody and nothing of that name is known; never a guess."""
    if told.kind is RotationReason.AGENCY:
        return _some(neighbours().touched_by_agency(session, told.thing))
    if told.kind is RotationReason.BREACH:
        return _some(neighbours().touched_by_tool(session, told.thing))
    if told.kind is RotationReason.DEVICE:
        person = active_by_login(session, told.thing)
        if person is None:
            raise Invalid(_("Nobody who works here has this login."))
        return _some(neighbours().touched_by_device(session, person), person)
    if told.kind is RotationReason.CAMPAIGN:
        return _on_platform(session, told, platforms)
    return _of_account(session, told, platforms)


def tell(
    session: Session, told: Told, *, platforms: Catalogue, form_key: str, by: Person, now: datetime, today: date,
    tz: ZoneInfo,
) -> RotationEvent:  # fmt: skip
    """Put it on record, and let fall due what it concerns; the same form twice is one event. Raises Invalid."""
    if holds_secret(told.reason) or holds_secret(told.thing):
        raise Invalid(_("That looks like a password, a code or a key. Nothing was kept: say only what happened."))
    occasion = f"told:{form_key}"
    if (known := opened_by(session, occasion)) is not None:
        return known
    meant = meant_by(session, told, platforms)
    happening = Happening(
        told.kind, occasion, told.happened_at, now, today, tz, by=by,
        person=meant.person, account=meant.account, thing=told.thing, reason=told.reason,
    )  # fmt: skip
    event = open_event(session, happening, meant.touched)
    if event is None:
        raise _nothing()
    if told.kind is RotationReason.AGENCY:
        neighbours().end_agency(session, told.thing, by, now, today)
    return event


def _some(touched: Iterable[Touched], person: Person | None = None) -> Meant:
    found = list(touched)
    if not found:
        raise _nothing()
    return Meant(found, person)


def _nothing() -> Invalid:
    return Invalid(_("No account has anything of it on its access list, so nothing would fall due."))


def _on_platform(session: Session, told: Told, platforms: Catalogue) -> Meant:
    platform = platforms.named(told.thing)
    if platform is None:
        raise Invalid(_("There is no platform of this name."))
    mine = SocialAccount.platform == platform.key, SocialAccount.state != AccountState.REQUESTED
    ids = session.scalars(select(SocialAccount.id).where(*mine).order_by(SocialAccount.id))
    return _some(Touched(id_, told.credential, ITSELF) for id_ in ids)


def _of_account(session: Session, told: Told, platforms: Catalogue) -> Meant:
    identity = identify(told.thing, platforms)
    hit = None if isinstance(identity, Refused) else find(session, identity)
    if hit is None or hit.through is Through.FORMER:
        raise Invalid(_("The register has no account at this address."))
    return Meant([Touched(hit.account.id, told.credential, ITSELF)], account=hit.account)
