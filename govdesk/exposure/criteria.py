"""What campaigns can pick accounts by, from what is known of getting in: "X ends codes by text message"."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from govdesk import audit
from govdesk.access import Actor
from govdesk.accounts.criteria import Choice, Criterion, adds_criterion
from govdesk.accounts.models import SocialAccount
from govdesk.accounts.platforms.catalogue import Catalogue
from govdesk.exposure.models import AccountExposure, ConnectedTool, RecoveryMeans, SecondFactor
from govdesk.exposure.rules import Belongs, FactorKind, MeansKind
from govdesk.i18n import _, _l

NOTHING = "nothing"
"""Chosen for the accounts of which nobody has said anything."""
FACTORS = select(SecondFactor.account_id).where(SecondFactor.ended_on.is_(None))
TOOLS = select(ConnectedTool.account_id).where(ConnectedTool.ended_on.is_(None))
MEANS = select(RecoveryMeans.account_id).where(RecoveryMeans.ended_on.is_(None))


def _has(some: Select[int]) -> ColumnElement[bool]:
    return SocialAccount.id.in_(some)


def _factor(value: str) -> ColumnElement[bool]:
    if value == NOTHING:
        return SocialAccount.id.not_in(FACTORS)
    return _has(FACTORS.where(SecondFactor.kind == FactorKind(value)))


def _factors(_session: Session, _platforms: Catalogue) -> Iterable[Choice]:
    return [*((kind.value, kind.label) for kind in FactorKind), (NOTHING, _("Nothing is on record"))]


def _tools(session: Session, _platforms: Catalogue) -> Iterable[Choice]:
    """Each tool once, however it is written."""
    named = select(func.min(ConnectedTool.name)).where(ConnectedTool.ended_on.is_(None))
    names = session.scalars(named.group_by(func.lower(ConnectedTool.name)))
    return [(name.lower(), name) for name in sorted(names, key=str.lower)]


def _tool(value: str) -> ColumnElement[bool]:
    return _has(TOOLS.where(func.lower(ConnectedTool.name) == value))


def _domain(value: str) -> ColumnElement[bool]:
    return _has(MEANS.where(func.lower(RecoveryMeans.sent_to).endswith(f"@{value}", autoescape=True)))


def _domains(session: Session, _platforms: Catalogue) -> Iterable[Choice]:
    """Where recovery mail goes to, without whose it is."""
    mailboxes = select(func.lower(RecoveryMeans.sent_to)).where(
        RecoveryMeans.kind == MeansKind.MAILBOX, RecoveryMeans.sent_to.contains("@"), RecoveryMeans.ended_on.is_(None)
    )
    domains = sorted({mailbox.rpartition("@")[2] for mailbox in session.scalars(mailboxes.distinct())})
    return [(domain, domain) for domain in domains]


def _belongs(value: str) -> ColumnElement[bool]:
    return _has(MEANS.where(RecoveryMeans.belongs == Belongs(value)))


def _whose(_session: Session, _platforms: Catalogue) -> Iterable[Choice]:
    return [(one.value, one.label) for one in Belongs]


def _note(key: str) -> Callable[[Session, Sequence[int], str, Actor, datetime], None]:
    """Each reading of a list is on record, of one fact as of all."""

    def note(session: Session, account_ids: Sequence[int], value: str, by: Actor, now: datetime) -> None:
        told = [(id_, {key: value}) for id_ in account_ids]
        audit.record_all(session, "exposure:fact:picked", AccountExposure, told, by=by, at=now)

    return note


for key, label, choices, fits in (
    ("second_factor", _l("Second factor"), _factors, _factor),
    ("tool", _l("Connected tool"), _tools, _tool),
    ("recovery_domain", _l("Recovery mail goes to"), _domains, _domain),
    ("recovery_belongs", _l("Whose the way to recover is"), _whose, _belongs),
):
    adds_criterion(Criterion(key, label, choices, fits, note=_note(key)))
