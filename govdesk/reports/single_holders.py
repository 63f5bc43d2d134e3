"""Accounts that hang by one person or by nobody, from the lock-out forecast."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select

from govdesk.access import Permission
from govdesk.accounts.models import SocialAccount
from govdesk.exposure.findings import questions
from govdesk.exposure.forecast import ENOUGH, Count, Outlook, who_recovers, who_signs_in
from govdesk.exposure.models import AccountExposure
from govdesk.exposure.overview import names_of
from govdesk.exposure.reading import Lines, facts_of, lines_of
from govdesk.exposure.rules import Holder
from govdesk.i18n import _, _l
from govdesk.reports.report import Batched, Choice, Report
from govdesk.reports.scene import Scene
from govdesk.reports.scope import ACCOUNT, ORDERS, about, accounts, chosen, first_of, in_use, page_of
from govdesk.reports.tables import Cell, Column, Figure, Kind, Line, alarming

TOO_FEW = (Outlook.BLACK, Outlook.RED)


def choices(_scene: Scene) -> Sequence[Choice]:
    return (
        ("", _("One or nobody")),
        (Outlook.BLACK.value, _("Nobody")),
        (Outlook.RED.value, _("Only one")),
        (Outlook.UNKNOWN.value, _("Unknown")),
    )


def _fits(shown: str) -> ColumnElement[bool]:
    if not shown:
        return AccountExposure.outlook.in_(TOO_FEW)
    if shown == Outlook.UNKNOWN:
        return or_(AccountExposure.outlook == Outlook.UNKNOWN, AccountExposure.account_id.is_(None))
    return AccountExposure.outlook == Outlook(shown)


def query(scene: Scene) -> Select[Any]:
    reckoned = AccountExposure.account_id == SocialAccount.id
    found = accounts(scene).outerjoin(AccountExposure, reckoned).add_columns(AccountExposure)
    return found.where(_fits(scene.chosen.shown))


def draw(scene: Scene, rows: Sequence[Any]) -> Iterable[Line]:
    lists = lines_of(scene.session, [account.id for account in first_of(rows)])
    for account, exposure in rows:
        yield Line(about(account, scene) | _numbers(exposure) | _who(lists[account.id], scene), page_of(account))


def _numbers(exposure: AccountExposure | None) -> dict[str, Cell]:
    if exposure is None:
        return {"outlook": Outlook.UNKNOWN, "missing": _("not reckoned yet")}
    sign_in, recover = exposure.can_sign_in, exposure.can_recover
    return {
        "outlook": exposure.outlook,
        "sign_in": sign_in.sure,
        "recover": recover.sure,
        "missing": "; ".join((*_missing(sign_in, _("sign in")), *_missing(recover, _("recover")))),
    }


def _missing(count: Count, what: str) -> Iterator[str]:
    if count.sure >= ENOUGH:
        return
    if count.is_open:
        yield _("find out who else can %(what)s", what=what)
    elif count.sure:
        yield _("one more who can %(what)s", what=what)
    else:
        yield _("two who can %(what)s", what=what)


def _who(lines: Lines, scene: Scene) -> dict[str, Cell]:
    facts, names = facts_of(lines, scene.today), names_of(lines)
    return {
        "signs_in": _called(who_signs_in(facts), names),
        "recovers": _called(who_recovers(facts), names),
        "open": " ".join(str(question.label) for question in questions(facts)),
    }


def _called(holders: frozenset[Holder], names: dict[Holder, str]) -> str:
    return ", ".join(sorted(names.get(holder, holder) for holder in holders))


def figures(scene: Scene) -> Iterator[Figure]:
    query = (
        select(AccountExposure.outlook, func.count())
        .select_from(SocialAccount)
        .outerjoin(AccountExposure, AccountExposure.account_id == SocialAccount.id)
        .where(in_use(), *chosen(scene))
        .group_by(AccountExposure.outlook)
    )
    counted: dict[Outlook | None, int] = dict(scene.session.execute(query).all())
    few = sum(counted.get(outlook, 0) for outlook in TOO_FEW)
    yield Figure(_("accounts that hang by one person or by nobody"), few, alarming(few))
    yield Figure(_("by nobody"), counted.get(Outlook.BLACK, 0), alarming(counted.get(Outlook.BLACK, 0)))
    yield Figure(_("by one person"), counted.get(Outlook.RED, 0), alarming(counted.get(Outlook.RED, 0)))
    unknown = counted.get(Outlook.UNKNOWN, 0) + counted.get(None, 0)
    yield Figure(_("nobody knows"), unknown, Outlook.UNKNOWN.tone)
    yield Figure(_("by two or more"), counted.get(Outlook.SOUND, 0), Outlook.SOUND.tone)


COLUMNS = (
    *ACCOUNT,
    Column("outlook", _l("Forecast"), Kind.STATE),
    Column("sign_in", _l("Can sign in"), Kind.NUMBER),
    Column("recover", _l("Can recover"), Kind.NUMBER),
    Column("missing", _l("What is missing")),
    Column("signs_in", _l("Who can sign in"), asks=Permission.REPORT_ACCESS),
    Column("recovers", _l("Who can recover"), asks=Permission.REPORT_ACCESS),
    Column("open", _l("What is to be found out"), asks=Permission.REPORT_ACCESS, in_page=False),
)

REPORT = Report(
    number=3,
    key="single-holders",
    title=_l("Single holders"),
    purpose=_l("Accounts that would be lost if one person fell ill or left, or that nobody can get into already."),
    counted=_l(
        "Accounts in use, by the lock-out forecast: independent people who can sign in, and who can recover, for "
        "certain. The worse of the two counts. What is not known is neither counted nor taken for nothing."
    ),
    permission=Permission.REPORT_READ,
    columns=lambda _scene: COLUMNS,
    figures=figures,
    lines=Batched(query, draw, ORDERS | {"outlook": (AccountExposure.outlook, SocialAccount.id)}, "department"),
    choices=choices,
)
