"""Reading policies: what is in force, what somebody still owes, what changed meanwhile."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import Session, contains_eager, defer, joinedload

from govdesk.access import Actor
from govdesk.directory.models import Person
from govdesk.errors import NotFound
from govdesk.i18n import _
from govdesk.policies.models import Acknowledgement, Policy, PolicyVersion


def in_force(today: date) -> Select[PolicyVersion]:
    """The version of each policy that binds today, by title, without its text."""
    newest = (
        select(PolicyVersion.policy_id, func.max(PolicyVersion.number).label("number"))
        .where(PolicyVersion.effective_on <= today)
        .group_by(PolicyVersion.policy_id)
        .subquery()
    )
    is_newest = and_(newest.c.policy_id == PolicyVersion.policy_id, newest.c.number == PolicyVersion.number)
    return (
        select(PolicyVersion)
        .join(newest, is_newest)
        .join(PolicyVersion.policy)
        .options(contains_eager(PolicyVersion.policy), defer(PolicyVersion.text))
        .order_by(PolicyVersion.title, PolicyVersion.id)
    )


def asked_for(session: Session, today: date) -> list[PolicyVersion]:
    """The versions in force that people are asked to acknowledge. A handful: they are told apart here, not in SQL."""
    return [version for version in session.scalars(in_force(today)) if version.asks]


def owed_by(session: Session, person: Person, *, today: date) -> Sequence[PolicyVersion]:
    """The versions in force that `person` has still to acknowledge; none of who is nobody of the company."""
    if not person.is_of_directory:
        return []
    asked = asked_for(session, today)
    said = acknowledgements_of(session, person, asked)
    return [version for version in asked if version.id not in said]


def policy_by_slug(session: Session, slug: str) -> Policy:
    """Raises NotFound."""
    found = session.scalar(select(Policy).where(Policy.slug == slug))
    if found is None:
        raise NotFound(_("There is no policy of this name."))
    return found


def version_by_number(session: Session, slug: str, number: int) -> PolicyVersion:
    """One published version, in force or not. Raises NotFound."""
    found = session.scalar(
        select(PolicyVersion)
        .join(PolicyVersion.policy)
        .where(Policy.slug == slug, PolicyVersion.number == number)
        .options(contains_eager(PolicyVersion.policy))
    )
    if found is None:
        raise NotFound(_("This policy has no such version."))
    return found


def version_in_force(session: Session, policy: Policy, today: date) -> PolicyVersion:
    """The newest version that binds today. Raises NotFound when the first is still to come."""
    found = session.scalar(_versions(policy).where(PolicyVersion.effective_on <= today).limit(1))
    if found is None:
        raise NotFound(_("This policy is not in force yet."))
    return found


def newest_version(session: Session, policy: Policy) -> PolicyVersion | None:
    """The version published last, in force or still to come."""
    return session.scalar(_versions(policy).limit(1))


def versions_of(session: Session, policy: Policy) -> Sequence[PolicyVersion]:
    """All versions, newest first, without their texts."""
    return session.scalars(_versions(policy).options(defer(PolicyVersion.text))).all()


def _versions(policy: Policy) -> Select[PolicyVersion]:
    return (
        select(PolicyVersion)
        .where(PolicyVersion.policy_id == policy.id)
        .options(joinedload(PolicyVersion.policy))
        .order_by(PolicyVersion.number.desc())
    )


def acknowledgement_of(session: Session, version: PolicyVersion, person: Actor) -> Acknowledgement | None:
    """What `person` said about this very version."""
    return acknowledgements_of(session, person, [version]).get(version.id)


def acknowledgements_of(
    session: Session, person: Actor, versions: Iterable[PolicyVersion]
) -> dict[int, Acknowledgement]:
    """What `person` said about each of these versions, by version id."""
    ids = [version.id for version in versions]
    said = select(Acknowledgement).where(Acknowledgement.person_id == person.id, Acknowledgement.version_id.in_(ids))
    return {row.version_id: row for row in session.scalars(said)}


def changes_since(
    versions: Sequence[PolicyVersion], said: dict[int, Acknowledgement], current: PolicyVersion
) -> list[PolicyVersion]:
    """The versions up to `current` that came after the last one acknowledged, newest first; none if there is none."""
    last = max((v.number for v in versions if v.id in said and v.number < current.number), default=None)
    return [v for v in versions if last is not None and last < v.number <= current.number]


def policy_things(session: Session, ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Ids to titles and pages, for the trail."""
    rows = session.execute(select(Policy.id, Policy.title, Policy.slug).where(Policy.id.in_(list(ids))))
    return {row.id: (row.title, f"/policies/{row.slug}") for row in rows}
