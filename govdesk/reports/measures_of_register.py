"""Measures that ask the register itself: platforms, who answers, confirmations, policies, rotations."""

from collections.abc import Callable

from sqlalchemy import and_, false, func, not_, or_, select

from govdesk.accounts.models import Custodianship, SocialAccount
from govdesk.accounts.platforms.platform import Platform
from govdesk.policies.models import Acknowledgement
from govdesk.policies.queries import asked_for
from govdesk.reports.controls import Measured
from govdesk.reports.measures import Asked, Condition, Measure
from govdesk.reports.orphans import is_orphan, nobody_stands_in
from govdesk.reports.review import confirmed_since, touched_since
from govdesk.rotation.models import RotationEvent, RotationLoss, RotationReason, RotationSchedule


def _on_platforms(fits: Callable[[Platform], bool]) -> Callable[[Asked], Condition]:
    def condition(asked: Asked) -> Condition:
        return SocialAccount.platform.in_([platform.key for platform in asked.scene.platforms if fits(platform)])

    return condition


def _never(_asked: Asked) -> Condition:
    return false()


def _owes_a_change(asked: Asked) -> Condition:
    """Somebody left, or strangers may know the password, and the day by which it was to be changed has come."""
    owed = (
        select(RotationSchedule.account_id)
        .join(RotationLoss, RotationLoss.schedule_id == RotationSchedule.id)
        .join(RotationLoss.event)
        .where(
            RotationLoss.cleared_by_id.is_(None),
            RotationLoss.due_on <= asked.scene.today,
            RotationEvent.kind.in_((RotationReason.LEAVER, RotationReason.COMPROMISE)),
        )
    )
    return SocialAccount.id.in_(owed)


def _acknowledged(asked: Asked) -> Condition:
    """Owner, deputy and everybody with the shared password have acknowledged each policy in force."""
    versions = _versions(asked)
    said = select(Acknowledgement.person_id).where(Acknowledgement.version_id.in_(versions))
    readers = said.group_by(Acknowledgement.person_id).having(func.count() == len(versions))
    held = select(Custodianship.account_id).where(Custodianship.ended_on.is_(None))
    return and_(
        or_(SocialAccount.owner_id.is_(None), SocialAccount.owner_id.in_(readers)),
        or_(SocialAccount.deputy_id.is_(None), SocialAccount.deputy_id.in_(readers)),
        SocialAccount.id.not_in(held.where(Custodianship.person_id.not_in(readers))),
    )


def _versions(asked: Asked) -> list[int]:
    return [version.id for version in asked_for(asked.scene.session, asked.scene.today)]


def _is_anybodys(asked: Asked) -> Condition:
    """Somebody could have acknowledged, and there is something to acknowledge."""
    held = select(Custodianship.account_id).where(Custodianship.ended_on.is_(None))
    somebody = or_(
        SocialAccount.owner_id.is_not(None), SocialAccount.deputy_id.is_not(None), SocialAccount.id.in_(held)
    )
    return somebody if _versions(asked) else false()


MEASURES = {
    Measured.PLATFORM_OFFERS_FACTOR: Measure(
        _on_platforms(lambda platform: bool(platform.second_factor and platform.second_factor.kinds)),
        _on_platforms(lambda platform: bool(platform.second_factor and not platform.second_factor.kinds)),
    ),
    Measured.PLATFORM_HELPS_RECOVER: Measure(_on_platforms(lambda platform: platform.recovery is not None), _never),
    Measured.PLATFORM_TAKES_REPORTS: Measure(
        _on_platforms(lambda platform: platform.impersonation is not None), _never
    ),
    Measured.ANSWERED_FOR: Measure(lambda _asked: not_(is_orphan())),
    Measured.STOOD_IN_FOR: Measure(lambda _asked: not_(nobody_stands_in())),
    Measured.CONFIRMED: Measure(lambda asked: confirmed_since(asked.first_day, asked.scene)),
    Measured.NOT_DORMANT: Measure(lambda asked: touched_since(asked.first_day, asked.scene)),
    Measured.LEAVERS_ROTATED: Measure(lambda asked: not_(_owes_a_change(asked))),
    Measured.HOLDERS_ACKNOWLEDGED: Measure(_acknowledged, concerns=_is_anybodys),
}
