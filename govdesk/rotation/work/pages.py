"""The page of one change, alone or within a sitting."""

from collections.abc import Sequence
from typing import Any

from flask import Response, g, request, url_for

from govdesk import audit, clock
from govdesk.access import Permission, may
from govdesk.accounts.platforms.catalogue import catalogue
from govdesk.rotation import queries
from govdesk.rotation.calendar.openings import note_opening
from govdesk.rotation.forms import NOW_CHOICE
from govdesk.rotation.models import RotationSchedule
from govdesk.rotation.plan.present import office_now
from govdesk.rotation.plan.words import about
from govdesk.rotation.rules import Credential
from govdesk.rotation.work.board import board, left_over
from govdesk.rotation.work.forms import DoneForm, RefuseForm
from govdesk.rotation.work.here import lists
from govdesk.rotation.work.queries import last_done, under_way, works_of
from govdesk.rotation.work.rules import in_words
from govdesk.rotation.work.second import needs_second_person
from govdesk.rotation.work.sitting import Sitting, from_address, in_address, next_url, sit
from govdesk.web import page, settings

MADE_BY_GENERATORS = (Credential.PASSWORD, Credential.RECOVERY_MAILBOX)


def schedule_page(
    schedule: RotationSchedule, form: DoneForm | None = None, refuse_form: RefuseForm | None = None, status: int = 200
) -> Response:
    """All about one schedule."""
    names = _names(schedule, form, refuse_form)
    rotations = queries.rotations_of(g.db, schedule)
    return page(
        "rotation/show.html",
        status=status,
        rotations=rotations,
        works=works_of(g.db, [rotation.id for rotation in rotations]),
        notices=queries.notices_of(g.db, schedule),
        in_words=in_words,
        **names,
    )


def sitting_page(ids: tuple[int, ...], *, at: int = 0, form: DoneForm | None = None, status: int = 200) -> Response:
    """The next of a sitting, or its end."""
    today = office_now().today(clock.utcnow())
    after = request.args.get("after", 0, type=int)
    sitting = sit(g.db, g.person, ids, at=at, after=after, today=today)
    if sitting.here is None:
        names: dict[str, Any] = {"schedule": None}
    else:
        note_opening(sitting.here)
        # What was filled in for one that somebody else has done meanwhile is not shown for the next.
        names = _names(sitting.here, form if sitting.here.id == at else None, None, sitting)
    return page("rotation/work_sitting.html", status=status, sitting=sitting, **names)


def ids_of_sitting() -> tuple[int, ...]:
    """The sitting that the request comes from; empty when it comes from elsewhere."""
    return from_address(request.args.get("of", ""))


def back_to(schedule: RotationSchedule, ticked: str | None = None, part: str = "steps") -> str:
    """Where the reader came from, at the step that they pressed."""
    anchor = f"{part}-{ticked}" if ticked else None
    if ids := ids_of_sitting():
        return url_for("rotation.sit", of=in_address(ids), at=schedule.id, ticked=ticked, _anchor=anchor)
    return url_for("rotation.show", schedule_id=schedule.id, ticked=ticked, _anchor=anchor)


def on_from(schedule: RotationSchedule) -> str:
    """Where the reader goes once it is done."""
    ids = ids_of_sitting()
    return next_url(ids, schedule.id) if ids else url_for("rotation.show", schedule_id=schedule.id)


def done_form(schedule: RotationSchedule, sent: Any = None) -> DoneForm:
    """The form that puts a change on record; `sent` is what was filled in."""
    asked: dict[str, Any] = {"credential": schedule.credential, "now": clock.utcnow(), "tz": office_now().tz}
    return DoneForm(sent, **asked) if sent is not None else DoneForm(when=NOW_CHOICE, **asked)


def _names(
    schedule: RotationSchedule, form: DoneForm | None, refuse_form: RefuseForm | None, sitting: Sitting | None = None
) -> dict[str, Any]:
    if may(g.person, Permission.ACCESS_READ, schedule):  # others see numbers
        audit.note_reading("rotation:custodians:read", schedule)
    work, last = under_way(g.db, schedule), last_done(g.db, schedule)
    return {
        **_addresses(schedule, sitting),
        "schedule": schedule,
        "form": form or done_form(schedule),
        "refuse_form": refuse_form or RefuseForm(),
        "rule": (rule := office_now().rule_of(schedule)),
        "rule_about": about(rule.applies, catalogue(settings().policies)),
        "board": board(g.db, lists(), schedule, work),
        "left": left_over(g.db, lists(), schedule, last) if last is not None else None,
        "attested": in_words(work.statements) if work else (),
        "needs_second": needs_second_person(schedule, office_now()),
        "makes_passwords": schedule.credential in MADE_BY_GENERATORS,
        "lengths": _lengths(schedule),
        "ticked": request.args.get("ticked"),
    }


def _addresses(schedule: RotationSchedule, sitting: Sitting | None) -> dict[str, str]:
    """Where buttons lead; from a sitting they lead back to it."""
    of = in_address(sitting.ids) if sitting is not None else None
    why = url_for("rotation.ask_why", schedule_id=schedule.id, of=of)
    return {
        "to_steps": url_for("rotation.mark_step", schedule_id=schedule.id, of=of),
        "to_left": url_for("rotation.mark_step", schedule_id=schedule.id, of=of, which="last"),
        "to_recording": url_for("rotation.record", schedule_id=schedule.id, of=of),
        "to_dismissal": f"{why}{'&' if of else '?'}step=",
    }


def _lengths(schedule: RotationSchedule) -> Sequence[int]:
    """Of passwords that the platform takes; what a mailbox takes is not known."""
    platform = schedule.account.platform if schedule.credential == Credential.PASSWORD else ""
    return lists().checklist.lengths(platform)
