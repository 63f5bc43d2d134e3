"""One change: its page, its steps, and putting it on record."""

from flask import g, request, url_for
from flask.typing import ResponseReturnValue

from govdesk import clock
from govdesk.access import Permission
from govdesk.errors import Conflict, Invalid, NotFound
from govdesk.i18n import _
from govdesk.rotation import queries
from govdesk.rotation.calendar.openings import note_opening
from govdesk.rotation.models import RotationSchedule
from govdesk.rotation.plan.present import office_now
from govdesk.rotation.views import bp
from govdesk.rotation.work import actions
from govdesk.rotation.work.board import Board, board
from govdesk.rotation.work.forms import DismissForm, DoneForm, StepForm
from govdesk.rotation.work.here import lists
from govdesk.rotation.work.pages import back_to, done_form, ids_of_sitting, on_from, schedule_page, sitting_page
from govdesk.rotation.work.queries import last_done, under_way
from govdesk.rotation.work.second import needs_second_person
from govdesk.web import done, page, requires
from govdesk.web.guard import NO_SUCH_PAGE


@bp.get("/rotations/<int:schedule_id>")
@requires(Permission.ROTATION_READ, on=queries.schedule)
def show(schedule: RotationSchedule) -> ResponseReturnValue:
    note_opening(schedule)
    return schedule_page(schedule)


@bp.post("/rotations/<int:schedule_id>/recordings")
@requires(Permission.ROTATION_RECORD, on=queries.schedule_to_change)
def record(schedule: RotationSchedule) -> ResponseReturnValue:
    form = done_form(schedule, request.form)
    if not form.validate():
        return _shown(schedule, form)
    steps = board(g.db, lists(), schedule, under_way(g.db, schedule)).steps
    try:
        rotation = actions.say_changed(
            g.db, schedule, form.said, steps=steps, needs_second=needs_second_person(schedule, office_now()),
            by=g.person, now=form.now, office=office_now(),
        )  # fmt: skip
    except Invalid as error:
        form.form_errors = [str(error)]
        return _shown(schedule, form)
    g.db.commit()
    say = _("The change is on record. Thank you.")
    if rotation is None:
        say = _("Thank you. It counts once a second person has confirmed it; they were asked.")
    elif schedule.open_losses:
        say = _("The change is on record. It is to be changed once more: somebody knew it until after that.")
    return done(then=on_from(schedule), say=say)


@bp.post("/rotations/<int:schedule_id>/steps")
@requires(Permission.ROTATION_RECORD, on=queries.schedule_to_change)
def mark_step(schedule: RotationSchedule) -> ResponseReturnValue:
    """Also what was left to do after the latest change."""
    now, form = clock.utcnow(), StepForm(request.form)
    is_left = request.args.get("which") == "last"
    work = last_done(g.db, schedule) if is_left else actions.begin(g.db, schedule, now=now)
    if work is None:
        raise NotFound(NO_SUCH_PAGE)
    step = board(g.db, lists(), schedule, work).step(form.key)
    if step is None:
        raise Conflict(_("This step is not on the list any more. Reload the page to see what is."))
    change = actions.unmark if form.undone.data else actions.mark
    change(g.db, work, step, by=g.person, now=now)
    g.db.commit()
    return done(then=back_to(schedule, step.key, "left" if is_left else "steps"))


@bp.get("/rotations/<int:schedule_id>/dismissals")
@requires(Permission.ROTATION_RECORD, on=queries.schedule)
def ask_why(schedule: RotationSchedule) -> ResponseReturnValue:
    here = board(g.db, lists(), schedule, under_way(g.db, schedule))
    return _dismissal_page(schedule, DismissForm(steps=here.left, step=request.args.get("step")))


@bp.post("/rotations/<int:schedule_id>/dismissals")
@requires(Permission.ROTATION_RECORD, on=queries.schedule_to_change)
def dismiss(schedule: RotationSchedule) -> ResponseReturnValue:
    now = clock.utcnow()
    here: Board = board(g.db, lists(), schedule, under_way(g.db, schedule))
    form = DismissForm(request.form, steps=here.left)
    if not form.validate():
        return _dismissal_page(schedule, form, status=422)
    step = here.step(form.step.data)
    assert step is not None, "it was offered"
    work = actions.begin(g.db, schedule, now=now)
    actions.mark(g.db, work, step, by=g.person, now=now, not_needed=form.words)
    g.db.commit()
    return done(then=back_to(schedule, step.key))


def _shown(schedule: RotationSchedule, form: DoneForm) -> ResponseReturnValue:
    """What is wrong with it, where it was filled in."""
    ids = ids_of_sitting()
    if ids:
        return sitting_page(ids, at=schedule.id, form=form, status=422)
    return schedule_page(schedule, form, status=422)


def _dismissal_page(schedule: RotationSchedule, form: DismissForm, status: int = 200) -> ResponseReturnValue:
    return page(
        "rotation/work_dismissal.html",
        status=status,
        schedule=schedule,
        form=form,
        to=url_for("rotation.dismiss", schedule_id=schedule.id, of=request.args.get("of")),
        back=back_to(schedule),
    )
