"""What is met, partly met, not met or not known follows from counts and from the organisation's own file."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from govdesk.directory.models import Person
from govdesk.exposure.models import ConnectedTool, VaultEntry
from govdesk.files import FileError, PolicyFiles
from govdesk.policies.actions import acknowledge, publish
from govdesk.policies.queries import asked_for
from govdesk.reports.answers import Answer, Tally, evidence, judged, remains
from govdesk.reports.controls import NEEDS_DAYS, NEEDS_MOST, SHEETS, Control, Measured, faults, read_sheets
from govdesk.reports.measures import Asked
from govdesk.reports.sheets import CIS5, GCS, MEASURES
from govdesk.rotation.models import RotationEvent, RotationLoss, RotationReason, RotationSchedule
from tests.conftest import NOW
from tests.reports.conftest import TODAY, Register, rows_of, scene_of

SHIPPED = {key: PolicyFiles().text(f"controls/{key}.yml") for key in SHEETS}


def control(**values: object) -> Control:
    facts = {
        "key": "1", "group": "Group", "asks": "It is so.", "cites": "CIS 1", "confidence": "high",
        "measure": "answered_for", "counts": "it is so", "risk": "It is not so.",
    }  # fmt: skip
    return Control.model_validate(facts | values)


@pytest.mark.parametrize(
    ("tally", "answer"),
    [
        (Tally(10, 10, 0), Answer.MET),
        (Tally(10, 9, 1), Answer.PARTLY),
        (Tally(10, 9, 0), Answer.PARTLY),
        (Tally(10, 5, 5), Answer.PARTLY),
        (Tally(10, 4, 6), Answer.NOT_MET),
        (Tally(10, 4, 5), Answer.NOT_KNOWN),
        (Tally(10, 0, 0), Answer.NOT_KNOWN),
        (Tally(1000, 999, 1), Answer.PARTLY),
        (Tally(0, 0, 0), Answer.NOT_KNOWN),
        (None, Answer.NOT_KNOWN),
    ],
)
def test_an_answer_follows_from_the_shares_and_unknown_is_never_kept(tally: Tally | None, answer: Answer) -> None:
    assert judged(control(), tally) is answer


def test_an_organisation_says_what_is_enough_and_what_does_not_concern_it() -> None:
    assert judged(control(met_from=90), Tally(10, 9, 1)) is Answer.MET
    assert judged(control(partly_from=30), Tally(10, 4, 6)) is Answer.PARTLY
    part = control(tells="part", cannot_tell="The rest.")
    assert judged(part, Tally(10, 10, 0)) is Answer.PARTLY
    assert evidence(part, Tally(10, 10, 0)) == "10 of 10 accounts (100 %): it is so. The rest."
    assert judged(control(tells="nothing", cannot_tell="All."), Tally(10, 10, 0)) is Answer.NOT_KNOWN
    switched_off = control(not_applicable="We have no accounts there.")
    assert judged(switched_off, None) is Answer.NOT_APPLICABLE
    assert remains(switched_off, Answer.NOT_APPLICABLE, None) == "We have no accounts there."


def test_what_remains_is_said_with_the_number_of_accounts() -> None:
    words = remains(control(), Answer.NOT_MET, Tally(10, 4, 6))
    assert words == "It is not so. That may be so for 6 of 10 accounts."


def test_every_measure_is_counted(session: Session, register: Register, ada: Person, olu: Person) -> None:
    scene = scene_of(session)
    publish(session, PolicyFiles(), now=NOW, today=TODAY)
    session.flush()
    for version in asked_for(session, TODAY):
        for person in (ada, olu):
            acknowledge(session, version, person, digest=version.digest, now=NOW, today=TODAY)
    noaa, safe = register["noaa"].id, register["safe"].id
    session.add_all(
        [
            VaultEntry(account_id=safe, pointer="Vault"),
            ConnectedTool(account_id=safe, name="Planner", holder=ada, expires_on=TODAY - timedelta(1)),
            RotationLoss(
                schedule=RotationSchedule(account_id=noaa),
                lost_at=NOW,
                due_on=TODAY,
                was=[],
                event=RotationEvent(kind=RotationReason.LEAVER, occasion="1", happened_at=NOW, opened_at=NOW),
            ),
        ]
    )
    session.commit()

    def counted(measure: Measured) -> tuple[int, int, int]:
        days = 30 if measure in NEEDS_DAYS else None
        most = 1 if measure in NEEDS_MOST else None
        asked = Asked(scene, control(measure=measure, within_days=days, most=most))
        tally = MEASURES[measure].tally(asked)
        return tally.of, tally.kept, tally.gaps

    assert {measure: counted(measure) for measure in Measured} == {
        Measured.PLATFORM_OFFERS_FACTOR: (4, 4, 0),
        Measured.PLATFORM_HELPS_RECOVER: (4, 4, 0),
        Measured.PLATFORM_TAKES_REPORTS: (4, 4, 0),
        Measured.ANSWERED_FOR: (4, 2, 2),
        Measured.STOOD_IN_FOR: (4, 0, 4),
        Measured.CONFIRMED: (4, 0, 4),
        Measured.NOT_DORMANT: (4, 4, 0),
        Measured.INVENTORY_WHOLE: (4, 2, 2),
        Measured.HOLDERS_ACKNOWLEDGED: (3, 1, 2),
        Measured.FACTOR_ON: (4, 2, 0),
        Measured.FACTOR_BEYOND_PHONE: (2, 1, 1),
        Measured.OWN_LOGINS: (4, 1, 1),
        Measured.ADMINS_FEW: (2, 1, 1),
        Measured.TWO_SIGN_IN: (4, 1, 1),
        Measured.TWO_RECOVER: (4, 1, 1),
        Measured.RECOVERY_OURS: (4, 1, 1),
        Measured.RECOVERY_TRIED: (2, 0, 0),
        Measured.LEAVERS_OUT: (4, 2, 0),
        Measured.LEAVERS_ROTATED: (4, 3, 1),
        Measured.WEAKNESSES_EXCUSED: (4, 0, 2),
        Measured.VAULT_KNOWN: (2, 1, 0),
        Measured.TOOLS_KNOWN: (2, 1, 1),
        Measured.AGENCIES_END: (1, 0, 1),
        Measured.IN_DIRECTORY: (4, 1, 1),
    }


def test_the_sheets_answer_every_control_with_evidence_and_the_way_to_the_accounts(
    session: Session, register: Register
) -> None:
    rows = {row["control"]: row for row in rows_of(CIS5, scene_of(session))}
    assert (rows["5.2"]["answer"], rows["5.5-agencies"]["answer"]) == ("Not known to Govdesk", "Not met")
    assert str(rows["5.2"]["evidence"]).endswith("whether one is used twice.")
    assert (rows["5.3"]["answer"], rows["5.3"]["risk"]) == ("Partly met", "Medium")
    lines = {str(line.cells["control"]): line.href for line in GCS.lines.all(scene_of(session), GCS.listing())}
    assert (lines["1.1-on"], lines["1.4"]) == ("/reports/gaps?shown=gcs.1.1-on", None)


@pytest.mark.parametrize(
    ("was", "becomes", "line", "reason"),
    [
        ("measure: factor_on", "measure: factor_of", 28, "controls.1.measure: must be"),
        ("    partly_from: 60\n", "    partly_from: 101\n", 29, "controls.1.partly_from"),
        ('key: "1.2"', 'key: "1.1"', 43, "the key 1.1 stands twice"),
        ("    within_days: 180\n", "", 90, "within_days belongs to"),
        ("met_from: 98", "met_from: 70", 186, "partly_from must not be above met_from"),
        ("confidence: medium\n  note", "colour: red\n  note", 7, "source.confidence: is missing"),
    ],
)
def test_a_fault_in_a_sheet_is_named_with_its_line(
    tmp_path: Path, was: str, becomes: str, line: int, reason: str
) -> None:
    assert was in SHIPPED["gcs"]
    (tmp_path / "controls").mkdir()
    (tmp_path / "controls/gcs.yml").write_text(SHIPPED["gcs"].replace(was, becomes, 1))
    (fault,) = faults(PolicyFiles(tmp_path))
    assert (fault.name, fault.line) == ("controls/gcs.yml", line)
    assert fault.reason.startswith(reason) or reason in fault.reason
    with pytest.raises(FileError):
        read_sheets(PolicyFiles(tmp_path))


def test_a_sheet_that_no_report_shows_is_named(tmp_path: Path) -> None:
    (tmp_path / "controls").mkdir()
    (tmp_path / "controls/own.yml").write_text(SHIPPED["gcs"])
    (fault,) = faults(PolicyFiles(tmp_path))
    assert (
        str(fault)
        == "controls/own.yml:1: no report shows this sheet: there are controls/gcs.yml and controls/cis5.yml"
    )
