"""Exceptions whose last day is near or over, and whether the weakness is still there."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import joinedload

from govdesk.access import Permission
from govdesk.accounts.models import SocialAccount
from govdesk.directory.models import Person
from govdesk.exposure.findings import weaknesses
from govdesk.exposure.models import AccessException
from govdesk.exposure.reading import Lines, facts_of, lines_of
from govdesk.exposure.rules import Known
from govdesk.i18n import _, _l
from govdesk.reports.report import Batched, Choice, Report
from govdesk.reports.scene import Scene
from govdesk.reports.scope import ACCOUNT, ORDERS, about, accounts, count, first_of
from govdesk.reports.tables import Column, Figure, Kind, Line, alarming, who
from govdesk.words import Labelled, Tone

NEAR, NEARER, NEAREST = 90, 60, 30
OVER, ALL = "over", "all"


class Window(Labelled):
    """How near the last day is."""

    OVER = "over", _l("Over"), Tone.LATE
    WITHIN_30 = "within_30", _l("Within 30 days"), Tone.SOON
    WITHIN_60 = "within_60", _l("Within 60 days"), Tone.SOON
    WITHIN_90 = "within_90", _l("Within 90 days"), Tone.PLAIN
    LATER = "later", _l("Later"), Tone.PLAIN


LIMITS = ((NEAREST, Window.WITHIN_30), (NEARER, Window.WITHIN_60), (NEAR, Window.WITHIN_90))


def window_of(exception: AccessException, today: date) -> Window:
    left = (exception.ends_on - today).days
    if exception.ended_on is not None or left < 0:
        return Window.OVER
    return next((window for days, window in LIMITS if left <= days), Window.LATER)


def choices(_scene: Scene) -> Sequence[Choice]:
    return (
        ("", _("The next 90 days and the last 90")),
        (str(NEAREST), _("The next 30 days")),
        (str(NEARER), _("The next 60 days")),
        (OVER, _("Over")),
        (ALL, _("All")),
    )


def _fits(shown: str, today: date) -> ColumnElement[bool]:
    is_open = and_(AccessException.ended_on.is_(None), AccessException.ends_on >= today)
    if shown == ALL:
        return AccessException.id.is_not(None)
    if shown == OVER:
        return or_(AccessException.ended_on.is_not(None), AccessException.ends_on < today)
    if shown:
        return and_(is_open, AccessException.ends_on <= today + timedelta(int(shown)))
    near = AccessException.ends_on.between(today - timedelta(NEAR), today + timedelta(NEAR))
    return or_(near, AccessException.ended_on >= today - timedelta(NEAR))


def query(scene: Scene) -> Select[Any]:
    of_account = AccessException.account_id == SocialAccount.id
    people = [
        joinedload(person).lazyload(Person.granted)
        for person in (AccessException.asked_by, AccessException.approved_by)
    ]
    found = accounts(scene).join(AccessException, of_account).add_columns(AccessException)
    return found.where(_fits(scene.chosen.shown, scene.today)).options(*people)


def draw(scene: Scene, rows: Sequence[Any]) -> Iterable[Line]:
    lists = lines_of(scene.session, {account.id for account in first_of(rows)})
    for account, exception in rows:
        cells = {
            "weakness": str(exception.weakness.label),
            "reason": exception.reason,
            "decision": exception.state,
            "asked_by": who(exception.asked_by),
            "approved_by": who(exception.approved_by),
            "approved_on": scene.day(exception.approved_at),
            "ends_on": exception.ends_on,
            "days_left": (exception.ends_on - scene.today).days,
            "window": window_of(exception, scene.today),
            "still_weak": _still_weak(exception, lists[account.id], scene.today),
        }
        yield Line(about(account, scene) | cells, f"/accounts/{account.id}/access")


def _still_weak(exception: AccessException, lines: Lines, today: date) -> Known:
    return Known.YES if exception.weakness in weaknesses(facts_of(lines, today)) else Known.NO


def figures(scene: Scene) -> Iterator[Figure]:
    soon, over = _accounts(scene, str(NEAREST)), _accounts(scene, OVER)
    yield Figure(_("accounts with an exception that ends within 30 days"), soon, Tone.SOON if soon else Tone.OK)
    yield Figure(_("within 60 days"), _accounts(scene, str(NEARER)))
    yield Figure(_("within 90 days"), _accounts(scene, str(NEAR)))
    yield Figure(_("with one that is over"), over, alarming(over))


def _accounts(scene: Scene, shown: str) -> int:
    return count(scene, SocialAccount.id.in_(select(AccessException.account_id).where(_fits(shown, scene.today))))


COLUMNS = (
    *ACCOUNT,
    Column("weakness", _l("What is weak")),
    Column("reason", _l("Reason")),
    Column("decision", _l("Decision"), Kind.STATE, in_page=False),
    Column("asked_by", _l("Asked for by"), in_page=False),
    Column("approved_by", _l("Approved by")),
    Column("approved_on", _l("Approved on"), Kind.DAY, in_page=False),
    Column("ends_on", _l("Last day"), Kind.DAY),
    Column("days_left", _l("Days left"), Kind.NUMBER, in_page=False),
    Column("window", _l("How near"), Kind.STATE),
    Column("still_weak", _l("Still weak"), Kind.STATE),
)
BY_DAY: dict[str, Sequence[Any]] = {"ends_on": (AccessException.ends_on, AccessException.id)}
BY_ACCOUNT: dict[str, Sequence[Any]] = {key: (*order, AccessException.id) for key, order in ORDERS.items()}

REPORT = Report(
    number=5,
    key="exceptions",
    title=_l("Exceptions near their end"),
    purpose=_l(
        "What may be weak for a time only: which of it ends within 30, 60 or 90 days, and which is over and "
        "still weak."
    ),
    counted=_l(
        "Exceptions on accounts in use, asked for or approved. One is over after its last day, or when security "
        "ended it. Still weak: the facts on record today."
    ),
    permission=Permission.REPORT_ACCESS,
    columns=lambda _scene: COLUMNS,
    figures=figures,
    lines=Batched(query, draw, BY_ACCOUNT | BY_DAY, "ends_on"),
    choices=choices,
)
