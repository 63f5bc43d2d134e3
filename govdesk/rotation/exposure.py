"""The mail to security when somebody left who held credentials: which accounts, and what is to be changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from govdesk import notify
from govdesk.access import Relation, Role
from govdesk.accounts import queries as accounts
from govdesk.accounts.holdings import WAS, Holding
from govdesk.accounts.models import SocialAccount
from govdesk.directory.models import Person
from govdesk.directory.queries import people_with_role
from govdesk.i18n import _, _l
from govdesk.notify.models import Notice
from govdesk.rotation.leaving import Loss
from govdesk.rotation.models import RotationEvent, RotationReason, RotationSchedule
from govdesk.rotation.queries import schedules_of

EXPOSURE = "leaver_exposure"


@dataclass(frozen=True)
class Exposed:
    """An account, what the leaver was to it, and what of it has to be changed."""

    account: SocialAccount
    was: str
    """In words."""
    due: Sequence[RotationSchedule]


def tell_security(session: Session, loss: Loss, holdings: Sequence[Holding], bundle: RotationEvent | None) -> None:
    """One mail to each at security."""
    if not holdings and bundle is None:
        return
    due = [one.schedule for one in bundle.losses if one.cleared_by is None] if bundle else []
    held = {str(holding.account.id): list(holding.roles) for holding in holdings}
    for schedule in due:
        held.setdefault(str(schedule.account_id), [])
    context = {
        "left_on": loss.left_on.isoformat(), "held": held, "due": [schedule.id for schedule in due],
        "event": bundle.id if bundle else None,
    }  # fmt: skip
    for reader in session.scalars(people_with_role(Role.SECURITY)):
        key = f"left:{loss.occasion}:p{reader.id}"
        notify.queue(session, EXPOSURE, subject=loss.person, to=reader, key=key, at=loss.now, context=context)


def exposure(session: Session, notice: Notice) -> dict[str, Any] | None:
    """How it stands when the mail goes out; None for who is not with security any more."""
    if notice.person is None or Role.SECURITY not in notice.person.roles:
        return None
    lines = [_exposed(session, notice, int(id_), roles) for id_, roles in notice.context["held"].items()]
    return {
        "leaver": session.get_one(Person, notice.subject_id),
        "left_on": date.fromisoformat(notice.context["left_on"]),
        "lines": lines,
        "due": sum(len(line.due) for line in lines),
        "path": f"/rotations/events/{event}" if (event := notice.context.get("event")) else "/rotations",
    }


def _exposed(session: Session, notice: Notice, account_id: int, roles: list[str]) -> Exposed:
    account = accounts.account(session, account_id)
    due = [s for s in schedules_of(session, account) if s.id in notice.context["due"] and _is_still_owed(s)]
    was = ", ".join(str(WAS[Relation(role)]) for role in roles) or _("was asked to change it")
    return Exposed(account, was, due)


def _is_still_owed(schedule: RotationSchedule) -> bool:
    in_use = schedule.account.state.is_in_use
    return in_use and schedule.due_on is not None and schedule.reason is not RotationReason.SCHEDULED


notify.writes(EXPOSURE, exposure, why=_l("you are at security, which sees that what a leaver knew is changed."))
