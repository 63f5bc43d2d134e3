"""Accounts in use that nobody answers for: why, since when, and who is asked meanwhile."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import joinedload, lazyload

from govdesk.access import Permission
from govdesk.accounts.models import SocialAccount
from govdesk.accounts.orphans import asked_meanwhile, has_lost_its_owner, lacks_a_department, needs_an_owner
from govdesk.directory.models import Person, PersonState
from govdesk.i18n import _, _l
from govdesk.reports.report import Batched, Choice, Report
from govdesk.reports.scene import Scene
from govdesk.reports.scope import ACCOUNT, ORDERS, STATE, about, accounts, count, first_of, page_of
from govdesk.reports.tables import Column, Figure, Kind, Line, alarming, who
from govdesk.words import Labelled, Tone


class Why(Labelled):
    NO_DEPARTMENT = "no_department", _l("No department"), Tone.LATE
    NOBODY_THERE = "nobody_there", _l("Nobody works in its department"), Tone.LATE
    OWNER_LEFT = "owner_left", _l("Its owner has left"), Tone.LATE
    NO_OWNER = "no_owner", _l("No owner was named"), Tone.LATE
    NO_DEPUTY = "no_deputy", _l("Nobody stands in"), Tone.SOON


def nobody_stands_in() -> ColumnElement[bool]:
    """No deputy who works here."""
    here = select(Person.id).where(Person.state == PersonState.ACTIVE)
    return or_(SocialAccount.deputy_id.is_(None), SocialAccount.deputy_id.not_in(here))


def is_orphan() -> ColumnElement[bool]:
    return or_(lacks_a_department(), needs_an_owner())


CONDITIONS: dict[str, Callable[[], ColumnElement[bool]]] = {
    "": is_orphan,
    "department": lacks_a_department,
    "owner": needs_an_owner,
    "left": has_lost_its_owner,
    "alone": lambda: needs_an_owner() & nobody_stands_in(),
}


def choices(_scene: Scene) -> Sequence[Choice]:
    return (
        ("", _("All of them")),
        ("department", _("Without a department that answers")),
        ("owner", _("Without an owner who works here")),
        ("left", _("Whose owner has left")),
        ("alone", _("Without owner and deputy")),
    )


def query(scene: Scene) -> Select[Any]:
    manager = joinedload(Person.manager).lazyload(Person.granted)
    owner = joinedload(SocialAccount.owner).options(lazyload(Person.granted), manager)
    deputy = joinedload(SocialAccount.deputy).lazyload(Person.granted)
    return accounts(scene, CONDITIONS[scene.chosen.shown]()).options(owner, deputy)


def draw(scene: Scene, rows: Sequence[Any]) -> Iterable[Line]:
    # Held, so that departments above and their heads are found without asking.
    departments, found = scene.departments, first_of(rows)
    emptied = _emptied(scene, found) if departments else {}
    for account in found:
        cells = {
            "why": tuple(_reasons(account, scene)),
            "since": _since(account, scene, emptied),
            "deputy": who(account.deputy),
            "asked": who(asked_meanwhile(account)) or _("communications"),
        }
        yield Line(about(account, scene) | cells, page_of(account))


def _reasons(account: SocialAccount, scene: Scene) -> Iterator[Why]:
    if account.accountable is None:
        yield Why.NO_DEPARTMENT
    elif account.accountable.id in scene.vanished:
        yield Why.NOBODY_THERE
    if account.owner is None:
        yield Why.NO_OWNER
    elif account.has_lost_its_owner:
        yield Why.OWNER_LEFT
    if account.deputy is None or not account.deputy.is_employed:
        yield Why.NO_DEPUTY


def _emptied(scene: Scene, found: Sequence[SocialAccount]) -> dict[int, date]:
    """Id of a department without people → the last day on which one of them was seen to leave."""
    ids = {account.accountable.id for account in found if account.accountable} & scene.vanished
    days = select(Person.department_id, func.max(Person.left_on)).where(Person.department_id.in_(ids))
    rows = scene.session.execute(days.group_by(Person.department_id))
    return {id_: day for id_, day in rows if id_ is not None and day is not None}


def _since(account: SocialAccount, scene: Scene, emptied: dict[int, date]) -> date | None:
    days: list[date | None] = []
    if account.accountable is None or account.owner is None:
        days.append(scene.day(account.registered_at))
    if account.has_lost_its_owner and account.owner is not None:
        days.append(account.owner.left_on)
    if account.accountable is not None:
        days.append(emptied.get(account.accountable.id))
    return min((day for day in days if day is not None), default=None)


def figures(scene: Scene) -> Iterator[Figure]:
    orphans = count(scene, is_orphan())
    yield Figure(_("accounts that nobody answers for"), orphans, alarming(orphans))
    for key, label in choices(scene)[1:]:
        yield Figure(label, count(scene, CONDITIONS[key]()))


COLUMNS = (
    *ACCOUNT,
    Column("why", _l("Why"), Kind.STATE),
    Column("since", _l("Since"), Kind.DAY),
    Column("deputy", _l("Deputy"), in_page=False),
    Column("asked", _l("Who is asked meanwhile")),
    STATE,
)

REPORT = Report(
    number=2,
    key="orphans",
    title=_l("Accounts that nobody answers for"),
    purpose=_l(
        "Accounts in use without a department that answers or without an owner who works here. Start here when a "
        "unit is dissolved or people have left."
    ),
    counted=_l(
        "Accounts in use. A department counts as gone when nobody works in it or below it. Since: the day the owner "
        "was seen to leave, or the last one of the department; where there never was one, the day of registration. "
        "The earliest of these."
    ),
    permission=Permission.REPORT_READ,
    columns=lambda _scene: COLUMNS,
    figures=figures,
    lines=Batched(query, draw, ORDERS, "department"),
    choices=choices,
)
