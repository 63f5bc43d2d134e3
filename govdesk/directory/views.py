"""People: finding them, and one person's page with what each room adds to it."""

from collections.abc import Sequence

from flask import Blueprint, g, jsonify, request, url_for
from flask.typing import ResponseReturnValue

from govdesk import clock
from govdesk.access import Permission, may
from govdesk.audit import history_of
from govdesk.directory import finding, queries
from govdesk.directory.finding import Wanted
from govdesk.directory.forms import FindForm
from govdesk.directory.models import Person, WebSession
from govdesk.directory.naming import spelt
from govdesk.i18n import _l
from govdesk.web import Stretch, adds_panel, offers, page, panels_of, requires
from govdesk.web.paging import PER_PAGE
from govdesk.web.stretches import row_before

bp = Blueprint("directory", __name__)
REWRITTEN = frozenset("/\\%?#;")
"""Characters of a login that servers on the way may change in an address."""
MOST_SUGGESTED = 12
"""People that a field offers while somebody types."""
offers(_l("People"), "directory.index", icon="people", permission=Permission.PERSON_FIND, place=60)
adds_panel("directory/_roles.html", to="person", permission=Permission.PERSON_ROLES, place=10)
adds_panel("directory/_sessions.html", to="person", permission=Permission.PERSON_SESSIONS, place=60)


@bp.app_template_global("person_url")
def person_url(person: Person) -> str:
    """The address of somebody's page: by login for who has it now, by number for leavers and odd logins."""
    if person.is_employed and person.login.strip(".") and REWRITTEN.isdisjoint(person.login):
        return url_for("directory.show", login=person.login)
    return url_for("directory.show_by_id", person_id=person.id)


@bp.app_template_global("sessions_of")
def sessions_of(person: Person) -> Sequence[WebSession]:
    """Where somebody is signed in; ask `may("person:sessions")` first."""
    return queries.live_sessions(g.db, person, clock.utcnow())


@bp.get("/people")
@requires(Permission.PERSON_FIND)
def index() -> ResponseReturnValue:
    form, before = FindForm(request.args), row_before()
    after = g.db.get(Person, before) if before else None
    found = g.db.scalars(finding.people(form.wanted, after=after, limit=PER_PAGE + 1)).all()
    return page("directory/index.html", form=form, people=Stretch.of(found))


@bp.get("/suggestions/people")
@requires(Permission.PERSON_FIND)
def suggest() -> ResponseReturnValue:
    """Whom somebody may mean while they are still typing: `[{"value", "label"}]`, as a `<datalist>` takes them."""
    wanted = Wanted(request.args.get("q", "").strip())
    found = g.db.scalars(finding.people(wanted, after=None, limit=MOST_SUGGESTED)).all() if wanted.words else []
    return jsonify([{"value": spelt(one), "label": one.department.name if one.department else ""} for one in found])


@bp.get("/people/<login>")
@requires(Permission.PERSON_READ, on=queries.holder)
def show(person: Person) -> ResponseReturnValue:
    return _shown(person)


@bp.get("/people/id/<int:person_id>")
@requires(Permission.PERSON_READ, on=queries.person_by_id)
def show_by_id(person: Person) -> ResponseReturnValue:
    """The same page at an address that stays, whoever has the login later."""
    return _shown(person)


def _shown(person: Person) -> ResponseReturnValue:
    sees_state = may(g.person, Permission.PERSON_STATE, person)
    sees_history = may(g.person, Permission.PERSON_HISTORY, person)
    return page(
        "directory/show.html",
        person=person,
        others=queries.other_holders(g.db, person) if sees_state else [],
        heads=queries.headed_by(g.db, person),
        panels=panels_of("person"),
        events=history_of(g.db, person) if sees_history else [],
    )
