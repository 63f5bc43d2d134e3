"""How much of the register was confirmed this quarter and the last one, by department."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, and_, func, or_, select

from govdesk.access import Permission
from govdesk.accounts.models import Ownership, SocialAccount
from govdesk.campaigns.models import Answer, Campaign, CampaignItem, Kind
from govdesk.i18n import _, _l
from govdesk.reports import tables
from govdesk.reports.quarters import Quarter
from govdesk.reports.report import Report, Whole
from govdesk.reports.review import confirmed_since
from govdesk.reports.scene import Scene
from govdesk.reports.scope import chosen, count, in_use
from govdesk.reports.tables import Cell, Column, Figure, Line, alarming, summed
from govdesk.words import Tone

Counts = dict[str, int]
"""Of one department in one quarter: value of an answer, `waiting` or `silent` → how many accounts."""
RHYTHM = timedelta(days=92)
"""As long as the longest quarter."""
WAITING, SILENT = "waiting", "silent"
ANSWERS = (
    ("attested", _l("Confirmed")),
    ("correction", _l("To be corrected")),
    ("hand_over", _l("To be handed over")),
    ("retire", _l("To be retired")),
    ("out_of_use", _l("No longer in use")),
    (WAITING, _l("Not due yet")),
    (SILENT, _l("Silent")),
)


def _counts(scene: Scene, quarter: Quarter) -> dict[int | None, Counts]:
    """By accountable department, each account once."""
    lines = _lines_that_count(scene, quarter).subquery()
    is_late = Campaign.due_on < scene.today
    is_over = Campaign.closed_at.is_not(None)
    query = (
        select(Ownership.department_id, CampaignItem.answer, is_late, is_over, func.count())
        .select_from(CampaignItem)
        .join(lines, and_(lines.c.id == CampaignItem.id, lines.c.place == 1))
        .join(Campaign, Campaign.id == CampaignItem.campaign_id)
        .join(SocialAccount, SocialAccount.id == CampaignItem.account_id)
        .outerjoin(Ownership, and_(Ownership.account_id == CampaignItem.account_id, Ownership.position == 0))
        .where(*chosen(scene))
        .group_by(Ownership.department_id, CampaignItem.answer, is_late, is_over)
    )
    found: dict[int | None, Counts] = defaultdict(lambda: defaultdict(int))
    for department, answer, late, over, number in scene.session.execute(query):
        found[department][_outcome(answer, is_silent=bool(late or over))] += number
    return found


def _lines_that_count(scene: Scene, quarter: Quarter) -> Select[Any]:
    """What was asked or answered in a quarter; of each account `place` 1 has the line that counts.

    That is the last answer: who has confirmed and is asked once more has confirmed all the same.
    """
    first, after = scene.morning_of(quarter.begins_on), scene.morning_of(quarter.next.begins_on)
    was_asked = and_(Campaign.started_at >= first, Campaign.started_at < after)
    was_answered = and_(CampaignItem.answered_at >= first, CampaignItem.answered_at < after)
    the_last = (CampaignItem.answered_at.is_(None), CampaignItem.answered_at.desc(), CampaignItem.id.desc())
    place = func.row_number().over(partition_by=CampaignItem.account_id, order_by=the_last)
    return (
        select(CampaignItem.id, place.label("place"))
        .join(Campaign, Campaign.id == CampaignItem.campaign_id)
        .where(Campaign.kind == Kind.RECERTIFICATION, or_(was_asked, was_answered))
    )


def _outcome(answer: Answer | None, *, is_silent: bool) -> str:
    if answer is not None:
        return answer.value
    return SILENT if is_silent else WAITING


def ever_asked() -> Select[int]:
    """Ids of the accounts that were asked about in any recertification."""
    asked = select(CampaignItem.account_id).join(Campaign, Campaign.id == CampaignItem.campaign_id)
    return asked.where(Campaign.kind == Kind.RECERTIFICATION)


def _by_department(scene: Scene, *, never_asked: bool) -> dict[int | None, int]:
    """Accounts in use by accountable department; all, or those of which no campaign has ever asked."""
    query = (
        select(Ownership.department_id, func.count())
        .select_from(SocialAccount)
        .outerjoin(Ownership, and_(Ownership.account_id == SocialAccount.id, Ownership.position == 0))
        .where(in_use(), *chosen(scene))
        .group_by(Ownership.department_id)
    )
    if never_asked:
        query = query.where(SocialAccount.id.not_in(ever_asked()))
    return dict(scene.session.execute(query).all())


def lines(scene: Scene) -> Sequence[Line]:
    """One for each department, the least confirmed this quarter first, and the sum of all."""
    this = Quarter.of(scene.today)
    now, before = _counts(scene, this), _counts(scene, this.last)
    in_all, never = _by_department(scene, never_asked=False), _by_department(scene, never_asked=True)
    names = {department.id: department.name for department in scene.departments}
    made = [
        _line(
            names.get(key, _("No department")) if key else _("No department"),
            {"in_use": in_all.get(key, 0), "never": never.get(key, 0)},
            now.get(key, {}),
            before.get(key, {}),
        )
        for key in {*in_all, *now, *before}
    ]
    made.sort(key=lambda line: (_share(line, "now"), str(line.cells["department"]).casefold()))
    return [*made, _total(made)] if made else []


def _line(name: str, counted: Counts, now: Counts, before: Counts) -> Line:
    cells: dict[str, Cell] = {"department": name, **counted, **_quarter("now", now), **_quarter("before", before)}
    return Line(cells)


def _quarter(prefix: str, counts: Counts) -> dict[str, Cell]:
    """The cells of one quarter; without anybody asked the share is empty, neither all nor nothing."""
    asked = sum(counts.values())
    cells: dict[str, Cell] = {f"{prefix}_{key}": counts.get(key, 0) for key, _label in ANSWERS}
    share = counts.get("attested", 0) * 100 // asked if asked else None
    return {f"{prefix}_asked": asked, **cells, f"{prefix}_share": share}


def _share(line: Line, prefix: str) -> int:
    """For sorting: who was not asked at all stands behind those who were."""
    share = line.cells[f"{prefix}_share"]
    return share if isinstance(share, int) else 101


def _total(made: Sequence[Line]) -> Line:
    keys = [column.key for column in _numbers() if not column.key.endswith("_share")]
    total = summed(made, "department", _("All departments"), keys)
    shares = {}
    for prefix in ("now", "before"):
        asked, confirmed = total.cells[f"{prefix}_asked"], total.cells[f"{prefix}_attested"]
        assert isinstance(asked, int)
        assert isinstance(confirmed, int)
        shares[f"{prefix}_share"] = confirmed * 100 // asked if asked else None
    return Line({**total.cells, **shares}, is_total=True)


def _numbers() -> list[Column]:
    number = tables.Kind.NUMBER
    found = [
        Column("in_use", _l("Accounts in use"), number, short=_l("In use")),
        Column("never", _l("Never asked about"), number, short=_l("Never asked")),
    ]
    shares = {"now": _l("This quarter, %"), "before": _l("Last quarter, %")}
    for prefix, when in (("now", _("this quarter")), ("before", _("last quarter"))):
        in_page = prefix == "now"
        told = _("Asked about %(when)s", when=when)
        found.append(Column(f"{prefix}_asked", told, number, in_page=in_page, short=_l("Asked")))
        for key, label in ANSWERS:
            shown = in_page and key != "out_of_use"
            found.append(Column(f"{prefix}_{key}", f"{label} {when}", number, in_page=shown, short=label))
        told = _("Confirmed %(when)s, in %%", when=when)
        found.append(Column(f"{prefix}_share", told, number, short=shares[prefix]))
    return found


def columns(_scene: Scene) -> Sequence[Column]:
    return (Column("department", _l("Accountable department")), *_numbers())


def figures(scene: Scene) -> Iterator[Figure]:
    this = Quarter.of(scene.today)
    for quarter, label in ((this, _("confirmed this quarter")), (this.last, _("confirmed last quarter"))):
        counted = _counts(scene, quarter)
        asked = sum(sum(counts.values()) for counts in counted.values())
        confirmed = sum(counts.get("attested", 0) for counts in counted.values())
        yield Figure(label, _("%(done)d of %(all)d", done=confirmed, all=asked))
        silent = sum(counts.get(SILENT, 0) for counts in counted.values())
        if quarter is this:
            yield Figure(_("silent this quarter"), silent, alarming(silent))
    fresh, in_all = count(scene, confirmed_since(scene.today - RHYTHM, scene)), count(scene)
    yield Figure(_("accounts in use confirmed in the last 92 days"), _("%(done)d of %(all)d", done=fresh, all=in_all))
    never = count(scene, SocialAccount.id.not_in(ever_asked()))
    yield Figure(_("accounts in use never asked about"), never, Tone.SOON if never else Tone.OK)


REPORT = Report(
    number=6,
    key="recertification",
    title=_l("Recertification coverage"),
    purpose=_l("How many accounts their owners have confirmed this quarter and the last, and where nobody answers."),
    counted=_l(
        "Accounts that a campaign asked to confirm, by the quarter in which it asked or was answered and by "
        "accountable department; one that was asked about twice counts by the last answer. Silent: the due day is "
        "over, or the campaign was closed, without an answer. Never asked about: in use, and in no such campaign so "
        "far."
    ),
    permission=Permission.REPORT_READ,
    columns=columns,
    figures=figures,
    lines=Whole(lines, ("department", "in_use", "never", "now_asked", "now_silent", "now_share", "before_share")),
)
