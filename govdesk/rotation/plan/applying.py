"""Setting the days that rules lead to, some accounts in each transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from govdesk import audit
from govdesk.accounts.models import SocialAccount
from govdesk.rotation.models import RotationSchedule
from govdesk.rotation.plan.lines import AT_ONCE, lines_after
from govdesk.rotation.plan.planning import lead
from govdesk.rotation.plan.proposing import Proposal, Proposing
from govdesk.rotation.queries import schedules_to_change
from govdesk.rotation.settling import settle


@dataclass
class Applied:
    """What came of looking through all accounts."""

    set: int = 0
    """Days that were set or moved."""
    taken_back: int = 0
    after: int = 0
    """The last account that was looked at."""
    is_done: bool = False


def apply_some(
    session: Session, proposing: Proposing, applied: Applied, *, now: datetime, anew: bool
) -> list[Proposal]:
    """Look at the next accounts behind the last, and do what the rules say of them.

    `anew`: the rules have changed, so that reminders may be due on other days than before.
    """
    found = lines_after(session, applied.after)
    ids = [line.account_id for line in found]
    load = proposing.spreading.load.copy()
    wanted = {proposal.account_id for line in found for proposal in proposing.of_line(line)}
    schedules, proposals = {}, []
    if wanted:
        # Locked, and looked at once more: what is read without a lock may have changed a moment ago.
        locked = schedules_to_change(session, wanted)
        schedules = {(one.account_id, one.credential): one for one in locked if one.line_id is None}
        proposing.spreading.load = load
        again = (line for line in lines_after(session, applied.after) if line.account_id in wanted)
        proposals = [proposal for line in again for proposal in proposing.of_line(line)]
    _carry_out(session, proposals, schedules, now)
    if anew:
        _remind_anew(session, ids, now)
    applied.set += sum(p.rule is not None for p in proposals)
    applied.taken_back += sum(p.rule is None for p in proposals)
    applied.after, applied.is_done = (ids[-1] if ids else applied.after), len(ids) < AT_ONCE
    return proposals


def _carry_out(
    session: Session,
    proposals: Sequence[Proposal],
    schedules: dict[tuple[int, str], RotationSchedule],
    now: datetime,
) -> None:
    changed = []
    for proposal in proposals:
        key = proposal.account_id, proposal.credential
        if key not in schedules:
            schedules[key] = RotationSchedule(account_id=proposal.account_id, credential=proposal.credential)
            session.add(schedules[key])
        lead(schedules[key], proposal.rule, proposal.day)
        changed.append(schedules[key])
    session.flush()
    settle(session, changed, now=now)
    told = [(proposal.account_id, _facts(proposal)) for proposal in proposals]
    audit.record_all(session, "rotation:schedule:planned", SocialAccount, told, at=now)


def _facts(proposal: Proposal) -> dict[str, Any]:
    return {
        "credential": proposal.credential,
        "due_on": (proposal.before, proposal.day),
        "rule": proposal.rule.name if proposal.rule else None,
    }


def _remind_anew(session: Session, ids: Sequence[int], now: datetime) -> None:
    """Let the worker look at once at what is owed: past the version counter, as every reminder."""
    owed = RotationSchedule.account_id.in_(ids), RotationSchedule.due_on.is_not(None)
    session.execute(
        update(RotationSchedule).where(*owed).values(remind_at=now).execution_options(synchronize_session=False)
    )
