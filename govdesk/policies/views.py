"""Reading policies, acknowledging them, and seeing who has."""

from datetime import date, datetime

from flask import Blueprint, g, request, url_for
from flask.typing import ResponseReturnValue

from govdesk import clock
from govdesk.access import Permission
from govdesk.audit import history_of
from govdesk.directory.models import Person
from govdesk.directory.queries import departments
from govdesk.errors import Invalid, NotFound
from govdesk.i18n import _, _l
from govdesk.policies import actions, coverage, queries, words
from govdesk.policies.forms import AcknowledgementForm, CoverageFilter
from govdesk.policies.models import Acknowledgement, Policy, PolicyVersion
from govdesk.policies.prose import prose
from govdesk.web import Pages, adds_panel, done, may_in_page, offers, page, requires, settings
from govdesk.web.paging import page_number

bp = Blueprint("policies", __name__)
offers(_l("Policies"), "policies.index", icon="journal-check", permission=Permission.POLICY_READ, place=50)
words.teach()
adds_panel("policies/_of_person.html", to="person", permission=Permission.PERSON_POLICIES)


@bp.app_template_global("policies_of")
def policies_of(person: Person) -> list[tuple[PolicyVersion, Acknowledgement | None]]:
    """Each policy in force that asks, with what somebody said of it; ask `may("person:policies")` first."""
    versions = queries.asked_for(g.db, _today())
    said = queries.acknowledgements_of(g.db, person, versions)
    return [(version, said.get(version.id)) for version in versions]


@bp.get("/policies")
@requires(Permission.POLICY_READ)
def index() -> ResponseReturnValue:
    # First what is asked of people, then what is there to be looked up.
    versions = sorted(g.db.scalars(queries.in_force(_today())), key=lambda version: not version.asks)
    sees_coverage = may_in_page(Permission.POLICY_COVERAGE)
    return page(
        "policies/index.html",
        versions=versions,
        said=queries.acknowledgements_of(g.db, g.person, versions),
        shares=coverage.shares(g.db, [one for one in versions if one.asks]) if sees_coverage else {},
        sees_coverage=sees_coverage,
    )


@bp.get("/policies/<slug>")
@requires(Permission.POLICY_READ, on=queries.policy_by_slug)
def show(policy: Policy) -> ResponseReturnValue:
    return _text_page(queries.version_in_force(g.db, policy, _today()))


@bp.get("/policies/<slug>/versions/<int:number>")
@requires(Permission.POLICY_READ, on=queries.version_by_number)
def show_version(version: PolicyVersion) -> ResponseReturnValue:
    return _text_page(version)


def _text_page(version: PolicyVersion) -> ResponseReturnValue:
    """One version, with the acknowledgement when it is the one in force."""
    today = _today()
    versions = queries.versions_of(g.db, version.policy)
    said = queries.acknowledgements_of(g.db, g.person, versions)
    sees_coverage = may_in_page(Permission.POLICY_COVERAGE, version.policy)
    return page(
        "policies/show.html",
        policy=version.policy,
        version=version,
        current=next((v for v in versions if v.effective_on <= today), None),
        versions=versions,
        prose=prose(version.text),
        said=said.get(version.id),
        changes=queries.changes_since(versions, said, version),
        form=AcknowledgementForm.shown_with(version),
        share=coverage.shares(g.db, [version])[version.id] if sees_coverage and version.asks else None,
        events=words.in_short(history_of(g.db, version.policy, limit=12)) if sees_coverage else None,
    )


@bp.post("/policies/<slug>/acknowledgements")
@requires(Permission.POLICY_ACKNOWLEDGE, on=queries.policy_by_slug)
def acknowledge(policy: Policy) -> ResponseReturnValue:
    form = AcknowledgementForm(request.form)
    if not form.validate():
        raise Invalid(_("The page did not say which version it showed. Open the policy again and acknowledge it."))
    version = queries.version_by_number(g.db, policy.slug, int(form.version.data or 0))
    now = clock.utcnow()
    actions.acknowledge(g.db, version, g.person, digest=form.digest.data or "", now=now, today=_day_of(now))
    g.db.commit()
    thanks = _("Thank you: your acknowledgement of version %(number)s is on record.", number=version.number)
    return done(then=url_for("policies.show", slug=policy.slug), say=thanks)


@bp.get("/policies/<slug>/coverage")
@requires(Permission.POLICY_COVERAGE, on=queries.policy_by_slug)
def show_coverage(policy: Policy) -> ResponseReturnValue:
    version = queries.version_in_force(g.db, policy, _today())
    if not version.asks:
        raise NotFound(_("Nobody is asked to acknowledge this policy, so there is nothing to count."))
    filters = CoverageFilter(request.args, departments=g.db.scalars(departments()).all())
    has_said = filters.who.data == "acknowledged"
    department_id = int(filters.department.data) if filters.department.data and filters.validate() else None
    people = coverage.people(version, acknowledged=has_said, department_id=department_id)
    pages: Pages[Person] = Pages.of(g.db, people, page_number())
    return page(
        "policies/coverage.html",
        policy=policy,
        version=version,
        filters=filters,
        has_said=has_said,
        pages=pages,
        said=coverage.said_by(g.db, version, pages.rows) if has_said else {},
        share=coverage.shares(g.db, [version])[version.id],
        by_department=coverage.by_department(g.db, version),
    )


def _today() -> date:
    return _day_of(clock.utcnow())


def _day_of(now: datetime) -> date:
    return clock.local_date(now, settings().timezone)
