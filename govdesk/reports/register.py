"""The register by department, in the order of the tree: how many accounts, where, in which state, looked at when."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Select, and_, func, select

from govdesk.access import Permission
from govdesk.accounts.models import AccountState, Ownership, SocialAccount
from govdesk.accounts.orphans import lacks_a_department
from govdesk.campaigns.models import Answer, CampaignItem
from govdesk.directory.models import Department
from govdesk.i18n import _, _l
from govdesk.reports import tree
from govdesk.reports.report import Choice, Report, Whole
from govdesk.reports.scene import Scene
from govdesk.reports.scope import chosen, count, in_use
from govdesk.reports.tables import Cell, Column, Figure, Kind, Line, alarming, summed

EVERY = "every"


@dataclass
class Holding:
    """What one department is accountable for."""

    states: Counter[AccountState] = field(default_factory=Counter)
    platforms: Counter[str] = field(default_factory=Counter)
    """Of accounts in use."""
    along: int = 0
    """Accounts that it owns along with another."""
    never_confirmed: int = 0
    oldest: datetime | None = None
    latest: datetime | None = None

    @property
    def total(self) -> int:
        return self.states.total()


def _owned(scene: Scene) -> Select[int]:
    """Accountable departments with their accounts; None for accounts that nobody owns."""
    first = and_(Ownership.account_id == SocialAccount.id, Ownership.position == 0)
    return (
        select(Ownership.department_id).select_from(SocialAccount).outerjoin(Ownership, first).where(*chosen(scene))
    )


def holdings(scene: Scene) -> Mapping[int | None, Holding]:
    """By the id of the department; three statements."""
    found: dict[int | None, Holding] = defaultdict(Holding)
    by_state = _owned(scene).add_columns(SocialAccount.state, SocialAccount.platform, func.count())
    grouped = by_state.group_by(Ownership.department_id, SocialAccount.state, SocialAccount.platform)
    for department, state, platform, number in scene.session.execute(grouped):
        found[department].states[state] += number
        if state.is_in_use:
            found[department].platforms[platform] += number
    _add_owned_along(scene, found)
    _add_confirmations(scene, found)
    return found


def _add_owned_along(scene: Scene, found: dict[int | None, Holding]) -> None:
    query = select(Ownership.department_id, func.count()).join(SocialAccount).where(Ownership.position > 0)
    for department, number in scene.session.execute(query.where(*chosen(scene)).group_by(Ownership.department_id)):
        found[department].along = number


def _add_confirmations(scene: Scene, found: dict[int | None, Holding]) -> None:
    last = (
        select(CampaignItem.account_id, func.max(CampaignItem.answered_at).label("at"))
        .where(CampaignItem.answer == Answer.ATTESTED)
        .group_by(CampaignItem.account_id)
        .subquery()
    )
    query = (
        _owned(scene)
        .outerjoin(last, last.c.account_id == SocialAccount.id)
        .where(in_use())
        .add_columns(func.count() - func.count(last.c.at), func.min(last.c.at), func.max(last.c.at))
        .group_by(Ownership.department_id)
    )
    for department, never, oldest, latest in scene.session.execute(query):
        holding = found[department]
        holding.never_confirmed, holding.oldest, holding.latest = never, oldest, latest


def lines(scene: Scene) -> Sequence[Line]:
    """Departments with accounts and those above them; a line for accounts without one; the sums."""
    found = holdings(scene)
    total: dict[int, int] = {id_: holding.total for id_, holding in found.items() if id_ is not None}
    below = tree.with_all_below(scene.departments, total)
    everybody = scene.chosen.shown == EVERY
    made = [
        Line(_cells(scene, node.department, found.get(node.department.id, Holding()), below), level=node.level,
             href=f"/accounts?department={node.department.id}")
        for node in tree.in_order(scene.departments)
        if everybody or below.get(node.department.id) or found.get(node.department.id, Holding()).along
    ]  # fmt: skip
    if None in found:
        made.append(Line(_cells(scene, None, found[None], below), href="/accounts?state=orphan"))
    keys = [
        column.key for column in columns(scene) if column.kind is Kind.NUMBER and column.key not in ("level", "below")
    ]
    return [*made, summed(made, "department", _("All departments"), keys)] if made else []


def _cells(
    scene: Scene, department: Department | None, holding: Holding, below: Mapping[int, int]
) -> dict[str, Cell]:
    return {
        "department": department.name if department else _("No department"),
        "path": " / ".join(tree.path(department)) if department else None,
        "total": holding.total,
        "below": below.get(department.id, 0) if department else None,
        "along": holding.along,
        "in_use": holding.platforms.total(),
        "where": ", ".join(f"{scene.platforms.name_of(key)} {n}" for key, n in holding.platforms.most_common()),
        "never": holding.never_confirmed,
        "oldest": scene.day(holding.oldest),
        "latest": scene.day(holding.latest),
        **{f"state_{state.value}": holding.states[state] for state in AccountState},
        **{f"on_{key}": number for key, number in holding.platforms.items()},
    }


def columns(scene: Scene) -> Sequence[Column]:
    number = Kind.NUMBER
    used = scene.session.scalars(
        select(SocialAccount.platform).where(in_use(), *chosen(scene)).distinct().order_by(SocialAccount.platform)
    )
    return (
        Column("department", _l("Department")),
        Column("path", _l("Where it stands"), in_page=False),
        Column("total", _l("Accountable for"), number, short=_l("Answers for")),
        Column("below", _l("With all below it"), number),
        Column("along", _l("Owns along"), number),
        Column("in_use", _l("In use"), number),
        *(Column(f"state_{state.value}", state.label, number, in_page=False) for state in AccountState),
        Column("where", _l("In use, by platform")),
        Column("never", _l("Never confirmed"), number),
        Column("oldest", _l("Longest ago confirmed"), Kind.DAY, short=_l("Oldest")),
        Column("latest", _l("Last confirmed"), Kind.DAY, in_page=False),
        *(Column(f"on_{key}", scene.platforms.name_of(key), number, in_page=False) for key in used),
    )


def choices(_scene: Scene) -> Sequence[Choice]:
    return ("", _("Departments with accounts")), (EVERY, _("All departments"))


def figures(scene: Scene) -> Iterator[Figure]:
    yield Figure(_("accounts in use"), count(scene))
    orphans = count(scene, lacks_a_department())
    yield Figure(_("without a department that answers"), orphans, alarming(orphans))
    owning = select(func.count(Ownership.department_id.distinct())).join(SocialAccount)
    owned = owning.where(Ownership.position == 0, *chosen(scene))
    yield Figure(_("departments with accounts"), scene.session.scalar(owned) or 0)


REPORT = Report(
    number=1,
    key="register",
    title=_l("Register by department"),
    purpose=_l(
        "Which department answers for how many accounts, on which platforms, and when they were last looked at."
    ),
    counted=_l(
        "Each account once, for its accountable department; what a department owns along with another stands beside. "
        "Platforms and confirmations: accounts in use only. The last line sums the others."
    ),
    permission=Permission.REPORT_READ,
    columns=columns,
    figures=figures,
    lines=Whole(lines, ("total", "below", "along", "in_use", "never", "oldest")),
    choices=choices,
)
