"""The control sheets as reports: each control with its answer, the numbers behind it, and what remains."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from govdesk.access import Permission
from govdesk.i18n import _, _l
from govdesk.reports import measures_of_access, measures_of_register
from govdesk.reports.answers import RISKS, Answer, Tally, evidence, judged, remains
from govdesk.reports.controls import Control
from govdesk.reports.measures import Asked
from govdesk.reports.report import Report, Whole
from govdesk.reports.scene import Scene
from govdesk.reports.tables import Column, Figure, Kind, Line
from govdesk.words import Tone

MEASURES = measures_of_register.MEASURES | measures_of_access.MEASURES


@dataclass(frozen=True)
class Judged:
    control: Control
    tally: Tally | None
    """None: nothing can be counted."""

    @property
    def answer(self) -> Answer:
        return judged(self.control, self.tally)


def judge(scene: Scene, control: Control) -> Judged:
    """One control; what does not concern the organisation is not counted."""
    if control.measure is None or control.not_applicable:
        return Judged(control, None)
    what = control.measure, control.within_days, control.most
    if what not in scene.counted:
        scene.counted[what] = MEASURES[control.measure].tally(Asked(scene, control))
    return Judged(control, scene.counted[what])


def _made(scene: Scene, key: str) -> list[Judged]:
    return [judge(scene, control) for control in scene.sheets[key].controls]


def _line(one: Judged, key: str) -> Line:
    control, tally, answer = one.control, one.tally, one.answer
    cells = {
        "control": control.key,
        "group": control.group,
        "asks": control.asks,
        "answer": answer,
        "evidence": evidence(control, tally) or None,
        "concerned": tally.of if tally else None,
        "kept": tally.kept if tally else None,
        "gaps": tally.gaps if tally else None,
        "unknown": tally.unknown if tally else None,
        "percent": tally.percent if tally and tally.of else None,
        "met_from": control.met_from if tally else None,
        "partly_from": control.partly_from if tally else None,
        "risk": RISKS[answer],
        "remains": remains(control, answer, tally),
        "cites": control.cites,
        "confidence": _(control.confidence),
    }
    return Line(cells, f"/reports/gaps?shown={key}.{control.key}" if tally and tally.of else None)


def _figures(scene: Scene, key: str) -> Iterator[Figure]:
    answers = [one.answer for one in _made(scene, key)]
    concerned = [answer for answer in answers if answer is not Answer.NOT_APPLICABLE]
    met = answers.count(Answer.MET)
    tone = Answer.MET.tone if met == len(concerned) else Tone.PLAIN
    yield Figure(_("controls met"), _("%(met)d of %(all)d", met=met, all=len(concerned)), tone)
    for answer in (Answer.PARTLY, Answer.NOT_MET, Answer.NOT_KNOWN, Answer.NOT_APPLICABLE):
        if number := answers.count(answer):
            yield Figure(str(answer.label), number, answer.tone)


COLUMNS = (
    Column("control", _l("Control")),
    Column("group", _l("Principle"), in_page=False),
    Column("asks", _l("What it asks")),
    Column("answer", _l("Answer"), Kind.STATE),
    Column("evidence", _l("Evidence")),
    Column("concerned", _l("Accounts concerned"), Kind.NUMBER, in_page=False),
    Column("kept", _l("Kept"), Kind.NUMBER, in_page=False),
    Column("gaps", _l("Not kept"), Kind.NUMBER, in_page=False),
    Column("unknown", _l("Unknown"), Kind.NUMBER, in_page=False),
    Column("percent", _l("Kept, in %"), Kind.NUMBER, in_page=False),
    Column("met_from", _l("Met from, in %"), Kind.NUMBER, in_page=False),
    Column("partly_from", _l("Partly met from, in %"), Kind.NUMBER, in_page=False),
    Column("risk", _l("Residual risk"), Kind.STATE),
    Column("remains", _l("What remains")),
    Column("cites", _l("Source")),
    Column("confidence", _l("How sure the citation is"), in_page=False),
)
COUNTED = _l(
    "Accounts in use, counted now. An answer is met or partly met from the shares that the sheet's file says; what "
    "is unknown is never counted as kept. Where the unknown could make up for what is missing, and where nothing can "
    "be counted, it is not known to Govdesk."
)


def _report(number: int, key: str, title: str, purpose: str) -> Report:
    def lines(scene: Scene) -> Sequence[Line]:
        return [_line(one, key) for one in _made(scene, key)]

    return Report(
        number=number,
        key=key,
        title=title,
        purpose=purpose,
        counted=COUNTED,
        permission=Permission.REPORT_READ,
        columns=lambda _scene: COLUMNS,
        figures=lambda scene: _figures(scene, key),
        lines=Whole(lines, ("answer", "risk")),
    )


GCS = _report(
    8,
    "gcs",
    _l("NCSC and GCS control sheet"),
    _l(
        "The controls that the UK's Government Communication Service draws from the NCSC's principles for publishing "
        "on social media, answered from the register."
    ),
)
CIS5 = _report(
    9,
    "cis5",
    _l("CIS Control 5 review"),
    _l("Account management after the CIS Controls, safeguards 5.1 to 5.6, read on social accounts."),
)
