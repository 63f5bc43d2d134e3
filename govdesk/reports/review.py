"""Every account in use with its last review: what CIS Control 5 wants looked at each quarter, and who did."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import joinedload, lazyload

from govdesk.access import Permission
from govdesk.accounts.models import Custodianship, SocialAccount
from govdesk.campaigns.models import Answer, CampaignItem
from govdesk.directory.models import Person
from govdesk.i18n import _, _l
from govdesk.reports.quarters import Quarter
from govdesk.reports.report import Batched, Choice, Report
from govdesk.reports.scene import Scene
from govdesk.reports.scope import ACCOUNT, ORDERS, about, accounts, count, first_of, page_of
from govdesk.reports.tables import Cell, Column, Figure, Kind, Line, alarming, who
from govdesk.rotation.models import Rotation, RotationSchedule
from govdesk.words import Labelled, Tone

DORMANT_DAYS = 45
"""Source: CIS Controls v8, safeguard 5.3."""


class Looked(Labelled):
    """How long ago somebody confirmed an account."""

    THIS_QUARTER = "this_quarter", _l("This quarter"), Tone.OK
    BEFORE = "before", _l("Before this quarter"), Tone.SOON
    NEVER = "never", _l("Never"), Tone.LATE


def ever_confirmed() -> ColumnElement[bool]:
    """Of an account: somebody answered a campaign that it is in order."""
    return SocialAccount.id.in_(select(CampaignItem.account_id).where(CampaignItem.answer == Answer.ATTESTED))


def confirmed_since(first: date, scene: Scene) -> ColumnElement[bool]:
    """The same, on that day or later."""
    answered = CampaignItem.answer == Answer.ATTESTED, CampaignItem.answered_at >= scene.morning_of(first)
    return SocialAccount.id.in_(select(CampaignItem.account_id).where(*answered))


def touched_since(first: date, scene: Scene) -> ColumnElement[bool]:
    """Of an account: confirmed, its password changed, or registered, from that day on."""
    rotated = select(RotationSchedule.account_id).join(Rotation, Rotation.schedule_id == RotationSchedule.id)
    return or_(
        SocialAccount.registered_at >= scene.morning_of(first),
        confirmed_since(first, scene),
        SocialAccount.id.in_(rotated.where(Rotation.rotated_on >= first)),
    )


def choices(_scene: Scene) -> Sequence[Choice]:
    return (
        ("", _("All accounts in use")),
        ("due", _("Not confirmed this quarter")),
        ("never", _("Never confirmed")),
        ("dormant", _("Nothing on record for %(days)d days", days=DORMANT_DAYS)),
    )


def _fits(shown: str, scene: Scene) -> tuple[ColumnElement[bool], ...]:
    if shown == "due":
        return (~confirmed_since(Quarter.of(scene.today).begins_on, scene),)
    if shown == "never":
        return (~ever_confirmed(),)
    if shown == "dormant":
        return (~touched_since(scene.today - timedelta(DORMANT_DAYS), scene),)
    return ()


def query(scene: Scene) -> Select[Any]:
    return accounts(scene, *_fits(scene.chosen.shown, scene))


def draw(scene: Scene, rows: Sequence[Any]) -> Iterable[Line]:
    found = first_of(rows)
    ids = [account.id for account in found]
    last, rotated, held = _last_confirmed(scene, ids), _last_rotated(scene, ids), _holders(scene, ids)
    for account in found:
        item = last.get(account.id)
        confirmed_on = scene.day(item.answered_at) if item else None
        cells: dict[str, Cell] = {
            "registered_on": scene.day(account.registered_at),
            "looked": _looked(confirmed_on, scene.today),
            "confirmed_on": confirmed_on,
            "confirmed_by": who(item.answered_by) if item else None,
            "rotated_on": rotated.get(account.id),
            "custodians": held.get(account.id, 0),
        }
        yield Line(about(account, scene) | cells, page_of(account))


def _looked(confirmed_on: date | None, today: date) -> Looked:
    if confirmed_on is None:
        return Looked.NEVER
    return Looked.THIS_QUARTER if confirmed_on >= Quarter.of(today).begins_on else Looked.BEFORE


def _last_confirmed(scene: Scene, ids: Sequence[int]) -> dict[int, CampaignItem]:
    by = joinedload(CampaignItem.answered_by).lazyload(Person.granted)
    query = (
        select(CampaignItem)
        .where(CampaignItem.account_id.in_(ids), CampaignItem.answer == Answer.ATTESTED)
        .order_by(CampaignItem.answered_at, CampaignItem.id)
        .options(by, lazyload(CampaignItem.campaign))
    )
    return {item.account_id: item for item in scene.session.scalars(query)}


def _last_rotated(scene: Scene, ids: Sequence[int]) -> dict[int, date]:
    query = (
        select(RotationSchedule.account_id, func.max(Rotation.rotated_on))
        .join(Rotation, Rotation.schedule_id == RotationSchedule.id)
        .where(RotationSchedule.account_id.in_(ids))
        .group_by(RotationSchedule.account_id)
    )
    return {account_id: day for account_id, day in scene.session.execute(query) if day is not None}


def _holders(scene: Scene, ids: Sequence[int]) -> dict[int, int]:
    query = select(Custodianship.account_id, func.count()).where(
        Custodianship.account_id.in_(ids), Custodianship.ended_on.is_(None)
    )
    return dict(scene.session.execute(query.group_by(Custodianship.account_id)).all())


def figures(scene: Scene) -> Iterator[Figure]:
    due, never, dormant = (count(scene, *_fits(shown, scene)) for shown in ("due", "never", "dormant"))
    yield Figure(_("accounts that nobody has confirmed this quarter"), due, alarming(due))
    yield Figure(_("never confirmed"), never, alarming(never))
    yield Figure(_("nothing on record for %(days)d days", days=DORMANT_DAYS), dormant, alarming(dormant))
    yield Figure(_("accounts in use"), count(scene))


COLUMNS = (
    *ACCOUNT,
    Column("registered_on", _l("Registered on"), Kind.DAY, in_page=False),
    Column("looked", _l("Confirmed"), Kind.STATE),
    Column("confirmed_on", _l("Last confirmed on"), Kind.DAY, short=_l("Confirmed on")),
    Column("confirmed_by", _l("By whom")),
    Column("rotated_on", _l("Password last changed on"), Kind.DAY, short=_l("Password changed")),
    Column("custodians", _l("People with the shared password"), Kind.NUMBER, short=_l("Custodians")),
)

REPORT = Report(
    number=7,
    key="review",
    title=_l("Accounts to review"),
    purpose=_l(
        "Each account in use with the day of its last review and who did it: the list to go through each quarter."
    ),
    counted=_l(
        "Accounts in use. Confirmed: answered in a campaign as in order. Nothing on record: in these days neither "
        "registered nor confirmed, and no change of its password was recorded; posts are not looked at."
    ),
    permission=Permission.REPORT_READ,
    columns=lambda _scene: COLUMNS,
    figures=figures,
    lines=Batched(query, draw, ORDERS, "department"),
    choices=choices,
)
