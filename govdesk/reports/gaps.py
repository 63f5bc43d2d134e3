"""The accounts behind one control of a sheet: which do not keep it, and of which nobody knows."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Select, case, false, literal, or_

from govdesk.access import Permission
from govdesk.i18n import _, _l
from govdesk.reports.controls import Control, Sheets
from govdesk.reports.measures import Asked
from govdesk.reports.report import Batched, Choice, Report
from govdesk.reports.scene import Scene
from govdesk.reports.scope import ACCOUNT, ORDERS, about, accounts, page_of
from govdesk.reports.sheets import MEASURES, judge
from govdesk.reports.tables import Column, Figure, Kind, Line, alarming
from govdesk.words import Labelled, Tone


class Finding(Labelled):
    NOT_KEPT = "not_kept", _l("Not kept"), Tone.LATE
    UNKNOWN = "unknown", _l("Unknown"), Tone.UNKNOWN


def controls_of(sheets: Sheets) -> dict[str, Control]:
    """Sheet and key → each control that can be counted."""
    return {
        f"{sheet}.{control.key}": control
        for sheet, content in sheets.items()
        for control in content.controls
        if control.measure is not None and not control.not_applicable
    }


def choices(scene: Scene) -> Sequence[Choice]:
    listed = [(key, f"{key.upper()}: {control.asks}") for key, control in controls_of(scene.sheets).items()]
    return [("", _("Choose a control")), *listed]


def _control(scene: Scene) -> Control | None:
    """The chosen control; None as long as none is chosen."""
    return controls_of(scene.sheets).get(scene.chosen.shown)


def query(scene: Scene) -> Select[Any]:
    control = _control(scene)
    if control is None or control.measure is None:
        return accounts(scene, false()).add_columns(literal(Finding.UNKNOWN.value))
    measure, asked = MEASURES[control.measure], Asked(scene, control)
    failing = measure.failing(asked)
    finding = case((failing, Finding.NOT_KEPT.value), else_=Finding.UNKNOWN.value)
    return accounts(scene, or_(failing, measure.unknown(asked))).add_columns(finding)


def draw(scene: Scene, rows: Sequence[Any]) -> Iterable[Line]:
    for account, finding in rows:
        yield Line(about(account, scene) | {"finding": Finding(finding)}, page_of(account))


def figures(scene: Scene) -> Iterator[Figure]:
    control = _control(scene)
    tally = judge(scene, control).tally if control else None
    if control is None or tally is None:
        return
    label = _("accounts that do not keep control %(key)s", key=control.key)
    yield Figure(label, tally.gaps, alarming(tally.gaps))
    yield Figure(_("of which nobody knows"), tally.unknown, Finding.UNKNOWN.tone if tally.unknown else Tone.OK)
    yield Figure(_("that keep it"), tally.kept, Tone.OK)


REPORT = Report(
    number=10,
    key="gaps",
    title=_l("Accounts behind a control"),
    purpose=_l("What the numbers of a control sheet mean account by account: choose a control."),
    counted=_l("Accounts in use that the control concerns and that do not keep it, or of which nobody knows."),
    permission=Permission.REPORT_ACCESS,
    columns=lambda _scene: (*ACCOUNT, Column("finding", _l("Finding"), Kind.STATE)),
    figures=figures,
    lines=Batched(query, draw, ORDERS, "department"),
    choices=choices,
    asks_first=_l("Choose a control above. The control sheets link here from each of their lines, too."),
)
