"""Publishing texts as versions, and acknowledging exactly one of them."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from itertools import chain
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from govdesk import audit
from govdesk.directory.models import Person
from govdesk.errors import Conflict
from govdesk.files import PolicyFiles
from govdesk.i18n import _
from govdesk.policies import rulebook
from govdesk.policies.files import read_policies
from govdesk.policies.models import Acknowledgement, Policy, PolicyVersion
from govdesk.policies.queries import acknowledgement_of, newest_version, version_in_force
from govdesk.policies.reading import PolicyText
from govdesk.voice import policy_rules


@dataclass(frozen=True)
class Published:
    """What publishing found and did for one policy."""

    policy: str
    title: str
    version: int
    digest: str
    effective_on: date
    new: bool
    """False when the newest version already says exactly this."""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def publish(session: Session, files: PolicyFiles, *, now: datetime, today: date) -> list[Published]:
    """Make the next version of each policy whose text has changed; one already published is never touched.

    Raises FileError, and publishes nothing, when any policy is broken, or any rule or ruleset beside one.
    """
    texts = read_policies(files)
    for fault in chain(policy_rules.faults(files), rulebook.faults(files)):
        raise fault
    return [_publish_one(session, text, now=now, today=today) for text in texts]


def _publish_one(session: Session, text: PolicyText, *, now: datetime, today: date) -> Published:
    policy = session.scalar(select(Policy).where(Policy.slug == text.slug))
    if policy is None:
        policy = Policy(slug=text.slug, title=text.front.title)
        session.add(policy)
        session.flush()
    version = newest_version(session, policy)
    is_new = version is None or version.digest != text.digest
    if version is None or is_new:
        version = _add_version(session, policy, text, (version.number if version else 0) + 1, now=now, today=today)
    return Published(text.slug, version.title, version.number, version.digest, version.effective_on, is_new)


def _add_version(
    session: Session, policy: Policy, text: PolicyText, number: int, *, now: datetime, today: date
) -> PolicyVersion:
    version = PolicyVersion(
        policy=policy,
        number=number,
        digest=text.digest,
        title=text.front.title,
        text=text.text,
        front_matter=text.front.model_dump(mode="json"),
        # A text cannot have bound anybody before it was there to be read.
        effective_on=max(text.front.effective or today, today),
        published_at=now,
    )
    policy.title = text.front.title
    session.add(version)
    session.flush()
    audit.record(
        session,
        "policies:version:published",
        policy,
        by=None,
        at=now,
        version=number,
        digest=text.digest,
        effective_on=version.effective_on,
    )
    return version


def acknowledge(
    session: Session, version: PolicyVersion, person: Person, *, digest: str, now: datetime, today: date
) -> Acknowledgement:
    """Put on record that `person` has read the text of `digest`, which must be that of `version`, in force today.

    Said twice it is one acknowledgement, the first. Raises Conflict for any other version or text, for a policy that
    asks nobody, and for the break-glass administrator.
    """
    if not version.asks:
        raise Conflict(_("This policy is there to be looked up. Nobody is asked to acknowledge it."))
    if not person.is_of_directory:
        raise Conflict(_("The break-glass administrator acknowledges nothing: it is nobody of the company."))
    in_force = version_in_force(session, version.policy, today)
    if version.id != in_force.id:
        raise Conflict(
            _(
                "Version %(old)s is not the one in force. Read version %(new)s and acknowledge that one.",
                old=version.number,
                new=in_force.number,
            )
        )
    if digest != version.digest:
        raise Conflict(_("The text on your page is not the text in force. Read it again, then acknowledge it."))
    return acknowledgement_of(session, version, person) or _acknowledge_once(session, version, person, now)


def _acknowledge_once(session: Session, version: PolicyVersion, person: Person, now: datetime) -> Acknowledgement:
    said = Acknowledgement(version=version, person=person, digest=version.digest, acknowledged_at=now)
    try:
        with session.begin_nested():
            session.add(said)
            audit.record(
                session,
                "policies:version:acknowledged",
                version.policy,
                by=person,
                at=now,
                version=version.number,
                digest=version.digest,
            )
    except IntegrityError:
        # The same form, sent twice at once: the other request was faster.
        first = acknowledgement_of(session, version, person)
        if first is None:
            raise
        return first
    return said
