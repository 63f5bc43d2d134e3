"""Pages of reminders to many: security makes them, auditors read along, everybody reads the text they were sent."""

from datetime import date, timedelta
from typing import Any

from flask import Blueprint, g, request, url_for
from flask.typing import ResponseReturnValue

from govdesk import audit, clock
from govdesk.access import Permission
from govdesk.directory.queries import departments
from govdesk.errors import Conflict
from govdesk.i18n import _
from govdesk.notify.letters import Voice
from govdesk.rotation.audience import (
    actions,
    letters,  # noqa: F401 (what its mail says)
    queries,
    words,
)
from govdesk.rotation.audience.forms import AudienceForm, values_of
from govdesk.rotation.audience.models import AudienceReminder
from govdesk.rotation.audience.preview import Preview, preview_of
from govdesk.rotation.audience.ready import READY
from govdesk.web import Pages, done, page, requires, settings
from govdesk.web.paging import page_number

__all__ = ["bp", "words"]

bp = Blueprint("audiences", __name__)
A_DAY = timedelta(days=1)


@bp.get("/rotations/audiences")
@requires(Permission.ROTATION_AUDIENCE)
def index() -> ResponseReturnValue:
    found: Pages[AudienceReminder] = Pages.of(g.db, queries.reminders(), page_number())
    return page("rotation/audiences.html", pages=found)


@bp.get("/rotations/audiences/new")
@requires(Permission.ROTATION_SCHEDULE)
def new() -> ResponseReturnValue:
    """With a ready text, where one is asked for; from tomorrow on, so that nothing leaves before it is read again."""
    ready = READY.get(request.args.get("text", ""))
    begun = {"subject": str(ready.subject), "text": str(ready.text)} if ready else {}
    return _form_page(_form(first_on=_today() + A_DAY, **begun))


@bp.post("/rotations/audiences")
@requires(Permission.ROTATION_SCHEDULE)
def create() -> ResponseReturnValue:
    form = _form(request.form)
    if not form.validate():
        return _form_page(form, status=422)
    if "preview" in request.form:
        return _form_page(form, preview=_preview(form.wish, _today()))
    made = actions.make(
        g.db, form.wish, by=g.person, form_key=form.form_key.data, now=clock.utcnow(), tz=settings().timezone
    )
    g.db.commit()
    return done(then=_url(made), say=_("The reminder is scheduled. It goes out by itself."))


@bp.get("/rotations/audiences/<int:reminder_id>")
@requires(Permission.ROTATION_AUDIENCE, on=queries.reminder)
def show(reminder: AudienceReminder) -> ResponseReturnValue:
    since = clock.local_date(reminder.next_at, settings().timezone) if reminder.next_at else None
    return page(
        "rotation/audience.html",
        reminder=reminder,
        preview=_preview(actions.wish_of(reminder), since, reminder.id),
        events=audit.history_of(g.db, reminder),
    )


@bp.get("/rotations/audiences/<int:reminder_id>/terms")
@requires(Permission.ROTATION_SCHEDULE, on=queries.reminder)
def edit(reminder: AudienceReminder) -> ResponseReturnValue:
    return _form_page(_form(**values_of(reminder)), reminder)


@bp.post("/rotations/audiences/<int:reminder_id>/terms")
@requires(Permission.ROTATION_SCHEDULE, on=queries.reminder_to_change)
def change(reminder: AudienceReminder) -> ResponseReturnValue:
    form = _form(request.form)
    form.begun_on = reminder.first_on
    if not form.validate():
        return _form_page(form, reminder, status=422)
    if "preview" in request.form:
        return _form_page(form, reminder, preview=_preview(form.wish, _today(), reminder.id))
    if form.version.data != str(reminder.version):
        raise Conflict(_("Somebody has changed this reminder since you opened the form."))
    actions.change(g.db, reminder, form.wish, by=g.person, now=clock.utcnow(), tz=settings().timezone)
    g.db.commit()
    return done(then=_url(reminder), say=_("The reminder is changed."))


@bp.post("/rotations/audiences/<int:reminder_id>/pause")
@requires(Permission.ROTATION_SCHEDULE, on=queries.reminder_to_change)
def pause(reminder: AudienceReminder) -> ResponseReturnValue:
    actions.pause(g.db, reminder, by=g.person, now=clock.utcnow())
    g.db.commit()
    return done(then=_url(reminder), say=_("The reminder is paused: nobody is told until you resume it."))


@bp.post("/rotations/audiences/<int:reminder_id>/resumption")
@requires(Permission.ROTATION_SCHEDULE, on=queries.reminder_to_change)
def resume(reminder: AudienceReminder) -> ResponseReturnValue:
    actions.resume(g.db, reminder, by=g.person, now=clock.utcnow(), tz=settings().timezone)
    g.db.commit()
    return done(then=_url(reminder), say=_("The reminder goes on from its next day."))


@bp.post("/rotations/audiences/<int:reminder_id>/deletion")
@requires(Permission.ROTATION_SCHEDULE, on=queries.reminder_to_change)
def delete(reminder: AudienceReminder) -> ResponseReturnValue:
    actions.delete(g.db, reminder, by=g.person, now=clock.utcnow())
    g.db.commit()
    return done(then=url_for("audiences.index"), say=_("The reminder is deleted."))


@bp.get("/reminders/<int:reminder_id>")
@requires(Permission.HOME, on=queries.reminder)
def read(reminder: AudienceReminder) -> ResponseReturnValue:
    """The text alone, where mails and notices lead: whom it goes to is security's."""
    return page("rotation/audience_text.html", reminder=reminder)


def _form_page(
    form: AudienceForm, reminder: AudienceReminder | None = None, preview: Preview | None = None, status: int = 200
) -> ResponseReturnValue:
    return page(
        "rotation/audience_form.html", status=status, form=form, reminder=reminder, preview=preview, ready=READY
    )


def _form(*args: Any, **values: Any) -> AudienceForm:
    return AudienceForm(*args, departments=g.db.scalars(departments()).all(), today=_today(), **values)


def _preview(wish: actions.Wish, since: date | None, reminder_id: int | None = None) -> Preview:
    voice = Voice(settings().base_url or "", _today(), g.person.name)
    return preview_of(g.db, wish, voice=voice, since=since, reminder_id=reminder_id)


def _url(reminder: AudienceReminder) -> str:
    return url_for("audiences.show", reminder_id=reminder.id)


def _today() -> date:
    return clock.local_date(clock.utcnow(), settings().timezone)
