"""Something happened by which credentials became known to the wrong people: each is to be changed, from today on."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from govdesk import audit, clock
from govdesk.accounts.models import SocialAccount
from govdesk.accounts.orphans import asked_meanwhile
from govdesk.accounts.touching import Touched
from govdesk.directory.models import Person
from govdesk.rotation.happening import Happening
from govdesk.rotation.models import Rotation, RotationEvent, RotationLoss, RotationReason, RotationSchedule
from govdesk.rotation.moments import clears, counts_from
from govdesk.rotation.queries import accounts_that_open, schedules_to_change
from govdesk.rotation.settling import settle

Key = tuple[int, str, int | None]
"""Account, credential, line."""
DEMANDED = {RotationReason.LEAVER: "demanded", RotationReason.COMPROMISE: "forced"}


@dataclass(frozen=True)
class Concerned:
    """One schedule, and all that was touched of what it is about."""

    schedule: RotationSchedule
    touched: Touched


def open_event(session: Session, happening: Happening, touched: Iterable[Touched]) -> RotationEvent | None:
    """Put it on record with a loss for each credential; what was changed since is in order.

    Of an account out of use it is recorded all the same: its state hides it from lists and reminders, and it stands
    when the account comes back, see `reviving`. A credential without a schedule gets one. None when nothing was
    touched; the same occasion again is the first.
    """
    together = put_together(touched)
    if not together:
        return None
    if (known := opened_by(session, happening.occasion)) is not None:
        return known
    accounts = accounts_that_open(session, {key[0] for key in together})
    together = {key: one for key, one in together.items() if key[0] in accounts}
    if not together:
        return None
    concerned = concerned_by(session, accounts, together)
    event = happening.on_record()
    try:
        with session.begin_nested():
            session.add(event)
    except IntegrityError:  # told twice at this very moment: now the first can be read
        return opened_by(session, happening.occasion)
    losses = lose(session, event, happening, concerned)
    audit.record(
        session, "rotation:event:opened", event, by=happening.by, at=happening.now,
        kind=event.kind, happened_at=event.happened_at, losses=len(losses),
    )  # fmt: skip
    return event


def opened_by(session: Session, occasion: str) -> RotationEvent | None:
    """What is on record of an occasion already."""
    return session.scalar(select(RotationEvent).where(RotationEvent.occasion == occasion))


def lose(
    session: Session, event: RotationEvent, happening: Happening, concerned: Iterable[Concerned]
) -> list[RotationLoss]:
    """A loss for each, and all that follows from it."""
    with session.no_autoflush:
        losses = [_loss(event, happening, one) for one in concerned]
    session.add_all(losses)
    if happening.tz is not None and losses:
        _clear_by_earlier(session, losses, happening.tz)
    before = {loss.schedule.id: (loss.schedule.due_on, loss.schedule.responsible_id) for loss in losses}
    anew = [loss.schedule for loss in losses if _ask_others(loss.schedule, happening.gone)]
    settle(session, [loss.schedule for loss in losses], now=happening.now, anew=anew)
    _tell_trail(session, event, losses, before, happening)
    return losses


def stand_in(account: SocialAccount, without: Person | None = None) -> Person | None:
    """Who is asked now: nobody by name while others hold it, else owner or deputy, else who is asked in their place.

    Who holds it but is asked no more (`without`) would be asked with the others: then one of these is, by name.
    Without anybody security is told.
    """
    others = [person for person in account.custodians if person.is_employed and person is not without]
    if others and without not in account.custodians:
        return None
    named = (account.owner, account.deputy, *others, asked_meanwhile(account))
    return next((person for person in named if person and person.is_employed and person is not without), None)


def put_together(touched: Iterable[Touched]) -> dict[Key, Touched]:
    """What was several things to one credential is one loss, from the latest moment on."""
    found: dict[Key, Touched] = {}
    for one in touched:
        key = one.account_id, one.credential, one.line
        found[key] = _both(found[key], one) if key in found else one
    return found


def _both(one: Touched, other: Touched) -> Touched:
    moments = one.lost_at, other.lost_at
    latest = None if None in moments else max(filter(None, moments))
    return replace(one, was=one.was | other.was, lost_at=latest)


def concerned_by(
    session: Session, accounts: dict[int, SocialAccount], together: dict[Key, Touched]
) -> Sequence[Concerned]:
    """The schedules, kept from others until the transaction ends."""
    try:
        return _found_or_made(session, accounts, together)
    except IntegrityError:  # somebody has scheduled one of them at this very moment: now it can be read
        return _found_or_made(session, accounts, together)


def _found_or_made(
    session: Session, accounts: dict[int, SocialAccount], together: dict[Key, Touched]
) -> Sequence[Concerned]:
    known = {(s.account_id, s.credential, s.line_id): s for s in schedules_to_change(session, accounts)}
    made: list[RotationSchedule] = []
    found = []
    for key in sorted(together, key=lambda key: (*key[:2], key[2] or 0)):
        schedule = known.get(key) or _of_all(known, together, key)
        if schedule is None:
            account_id, credential, line = key
            schedule = RotationSchedule(
                account=accounts[account_id], account_id=account_id, credential=credential, line_id=line
            )
            made.append(schedule)
        found.append(Concerned(schedule, together[key]))
    with session.begin_nested():
        session.add_all(made)
    return found


def _of_all(known: dict[Key, RotationSchedule], together: dict[Key, Touched], key: Key) -> RotationSchedule | None:
    """The schedule of all of the kind, if this one alone was touched: several lines are several changes."""
    of_kind = [other for other in together if other[:2] == key[:2]]
    return known.get((*key[:2], None)) if len(of_kind) == 1 else None


def _loss(event: RotationEvent, happening: Happening, one: Concerned) -> RotationLoss:
    touched, schedule = one.touched, one.schedule
    return RotationLoss(
        event=event,
        schedule=schedule,
        lost_at=min(touched.lost_at or happening.happened_at, happening.happened_at),
        due_on=happening.today,
        was=sorted(touched.was),
        line_id=touched.line if touched.line != schedule.line_id else None,
    )


def _clear_by_earlier(session: Session, losses: Sequence[RotationLoss], tz: ZoneInfo) -> None:
    """Told late: the first rotation that was made after it has ended it already."""
    first_day = min(clock.local_date(loss.lost_at, tz) for loss in losses)
    of_these = Rotation.schedule_id.in_([loss.schedule.id for loss in losses]), Rotation.rotated_on >= first_day
    rotations = session.scalars(select(Rotation).where(*of_these).order_by(Rotation.rotated_on, Rotation.id)).all()
    for loss in losses:
        later = (
            rotation
            for rotation in rotations
            if rotation.schedule_id == loss.schedule.id
            and clears(counts_from(rotation.rotated_on, rotation.rotated_at, tz), loss.lost_at)
        )
        loss.cleared_by = next(later, None)


def _ask_others(schedule: RotationSchedule, gone: Person | None) -> bool:
    """Whether somebody else is asked from now on."""
    before = schedule.responsible
    is_asked = gone is not None and gone in schedule.answerable
    if not schedule.answerable or is_asked:
        schedule.responsible = stand_in(schedule.account, gone)
    return schedule.responsible is not before


def _tell_trail(
    session: Session,
    event: RotationEvent,
    losses: Sequence[RotationLoss],
    before: Mapping[int, tuple[date | None, int | None]],
    happening: Happening,
) -> None:
    """On each account what is asked for, and of whom."""
    verb = DEMANDED.get(event.kind, "due")
    leaver = {"leaver_id": event.person_id} if event.kind is RotationReason.LEAVER else {}
    for loss in losses:
        schedule, (due_on, asked_id) = loss.schedule, before[loss.schedule.id]
        if loss.cleared_by is None or asked_id != schedule.responsible_id:
            audit.record(
                session, f"rotation:change:{verb}" if loss.cleared_by is None else "rotation:responsible:left",
                schedule.account, by=happening.by, at=happening.now, credential=schedule.credential,
                due_on=(due_on, schedule.due_on), responsible_id=(asked_id, schedule.responsible_id), **leaver,
            )  # fmt: skip
