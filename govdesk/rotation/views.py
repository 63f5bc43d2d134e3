"""What is due, and when it is to be changed."""

from datetime import date

from flask import Blueprint, g, request, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from govdesk import audit, clock
from govdesk.access import Permission
from govdesk.accounts import queries as accounts
from govdesk.accounts.models import SocialAccount
from govdesk.directory.models import Person
from govdesk.errors import Conflict
from govdesk.files import PolicyFiles
from govdesk.i18n import _, _l
from govdesk.rotation import (
    actions,
    bundles,
    compromise,  # noqa: F401 (hears when an account is compromised)
    queries,
    removal,  # noqa: F401 (hears who should know a password no longer)
    reviving,  # noqa: F401 (hears when an account is used again)
    words,
)
from govdesk.rotation.calendar.moving import moves_of
from govdesk.rotation.forms import ChangeScheduleForm, NewScheduleForm, ScheduleForm
from govdesk.rotation.models import RotationSchedule
from govdesk.rotation.office import Office
from govdesk.rotation.plan.present import office_now
from govdesk.rotation.rules import credential_name
from govdesk.rotation.work.board import Lists, boards
from govdesk.rotation.work.checklist import read_checklist
from govdesk.rotation.work.here import lists
from govdesk.rotation.work.queries import waiting_for
from govdesk.web import Stretch, adds_panel, done, offers, page, requires
from govdesk.web.paging import PER_PAGE
from govdesk.web.stretches import row_before

__all__ = ["bp", "words"]

bp = Blueprint("rotation", __name__)
offers(_l("Rotations"), "rotation.index", icon="calendar-check", permission=Permission.HOME, place=30)
adds_panel("rotation/_of_person.html", to="person", permission=Permission.PERSON_ROTATIONS, place=30)
adds_panel("rotation/_events_of_person.html", to="person", permission=Permission.PERSON_ROTATIONS, place=29)
adds_panel("rotation/_of_account.html", to="account", permission=Permission.ROTATION_READ, place=10)


@bp.record_once
def install(state: BlueprintSetupState) -> None:
    """Read the files of this room once, so that a fault in them stops the start; teach templates what they ask."""
    settings = state.app.config["GOVDESK"]
    state.app.extensions["rotation"] = Office.of(settings)
    state.app.extensions["rotation_steps"] = Lists(read_checklist(PolicyFiles(settings.policies)), settings.policies)
    state.app.jinja_env.globals.update(
        rotations_of=lambda account: queries.schedules_of(g.db, account),
        event_title=words.title_of,
        credential_words=credential_name,
        grace_days_of=lambda schedule: office_now().grace_days(schedule),
        bundles_of=lambda person: bundles.bundles_of(g.db, g.person, person),
        moves_of=lambda schedule: moves_of(g.db, schedule),
        rotations_asked_of=lambda person: queries.asked_of(g.db, person),
    )


@bp.get("/rotations")
@requires(Permission.HOME)
def index() -> ResponseReturnValue:
    mine = request.args.get("whose") == "mine"
    shown = queries.seen_by(g.person, queries.owed())
    wanted, before = queries.of_mine(g.person, shown) if mine else shown, row_before()
    last = g.db.get(RotationSchedule, before) if before else None
    query = queries.behind(last, wanted) if last is not None and last.due_on else wanted
    rows = g.db.scalars(query.limit(PER_PAGE + 1)).all()
    return page(
        "rotation/index.html",
        stretch=Stretch.of(rows),
        mine=mine,
        boards=boards(g.db, lists(), rows),
        waiting=[] if before else waiting_for(g.db, g.person),
    )


@bp.get("/accounts/<int:account_id>/rotations")
@requires(Permission.ROTATION_SCHEDULE, on=accounts.account)
def new(account: SocialAccount) -> ResponseReturnValue:
    return _new_page(account, NewScheduleForm(people=_people(account), today=_today()))


@bp.post("/accounts/<int:account_id>/rotations")
@requires(Permission.ROTATION_SCHEDULE, on=accounts.account)
def create(account: SocialAccount) -> ResponseReturnValue:
    now = clock.utcnow()
    form = NewScheduleForm(request.form, people=_people(account), today=_office().today(now))
    if not form.validate():
        return _new_page(account, form, status=422)
    schedule = actions.schedule_rotation(
        g.db, account, form.credential.data, form.terms, by=g.person, now=now, office=_office()
    )
    g.db.commit()
    say = _("The rotation is scheduled. Reminders go out by themselves.")
    return done(then=url_for("rotation.show", schedule_id=schedule.id), say=say)


@bp.get("/rotations/<int:schedule_id>/schedule")
@requires(Permission.ROTATION_SCHEDULE, on=queries.schedule)
def edit(schedule: RotationSchedule) -> ResponseReturnValue:
    form = ChangeScheduleForm(
        people=_people(schedule.account, schedule.responsible), today=_today(),
        due_on=schedule.calendar_on, every_days=schedule.every_days,
        responsible=str(schedule.responsible_id or ""), version=schedule.version,
    )  # fmt: skip
    return _edit_page(schedule, form)


@bp.post("/rotations/<int:schedule_id>/schedule")
@requires(Permission.ROTATION_SCHEDULE, on=queries.schedule)
def change(schedule: RotationSchedule) -> ResponseReturnValue:
    now = clock.utcnow()
    people = _people(schedule.account, schedule.responsible)
    form = ChangeScheduleForm(request.form, people=people, today=_office().today(now))
    if not form.validate():
        return _edit_page(schedule, form, status=422)
    if form.version.data != str(schedule.version):
        raise Conflict(_("Somebody has changed this schedule since you opened the form."))
    actions.change_schedule(g.db, schedule, form.terms, by=g.person, now=now, office=_office())
    g.db.commit()
    return done(then=url_for("rotation.show", schedule_id=schedule.id), say=_("The schedule is changed."))


def _new_page(account: SocialAccount, form: NewScheduleForm, status: int = 200) -> ResponseReturnValue:
    """It offers the custodians by name; so does the next."""
    audit.note_reading("rotation:custodians:read", account)
    return page("rotation/new.html", status=status, account=account, form=form)


def _edit_page(schedule: RotationSchedule, form: ScheduleForm, status: int = 200) -> ResponseReturnValue:
    audit.note_reading("rotation:custodians:read", schedule)
    return page("rotation/edit.html", status=status, schedule=schedule, form=form)


def _people(account: SocialAccount, present: Person | None = None) -> list[Person]:
    """Who can be asked: those who answer for the account, and whoever is asked now."""
    candidates = [*account.custodians, account.owner, account.deputy, present]
    return list(dict.fromkeys(person for person in candidates if person and person.is_employed))


def _office() -> Office:
    return office_now()


def _today() -> date:
    return _office().today(clock.utcnow())
