"""Access that somebody asked for and others approved: it comes and goes without anybody being shown the list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.access import Actor
from govdesk.accounts.models import Custodianship, SocialAccount
from govdesk.exposure.actions import LATER, Values, change_line, end_line, grant_access
from govdesk.exposure.reading import WayIn, lines_of
from govdesk.exposure.rules import Way


@dataclass(frozen=True)
class Holder:
    """A person or an agency, and by which way they get in; None: by any."""

    person_id: int | None
    agency: str | None
    way: Way | None

    def has(self, line: WayIn) -> bool:
        """Whether `line` is such a way in of theirs."""
        if isinstance(line, Custodianship):
            way, agency = Way.SHARED_SECRET, None
        else:
            way, agency = line.way, line.agency
        is_theirs = (line.person_id, _folded(agency)) == (self.person_id, _folded(self.agency))
        return is_theirs and self.way in (None, way)


def let_in(
    session: Session, account: SocialAccount, values: Values, *, by: Actor, now: datetime, today: date
) -> None:
    """Put a way in on the list; who has it already keeps one line, which says what was approved from now on.

    `values` are those of `grant_access`, which also tells what is raised.
    """
    holder = Holder(values["person_id"], values["agency"], values["way"])
    lines = _lines_of(session, account, holder)
    if not lines:
        grant_access(session, account, values, by=by, now=now, today=today)
        return
    line = next((one for one in lines if getattr(one, "role", None) == values["role"]), lines[0])
    change_line(session, line, _terms_for(line, values), by=by, now=now, today=today)


def shut_out(
    session: Session, account: SocialAccount, holder: Holder, *, by: Actor, now: datetime, today: date
) -> None:
    """Take all ways in of `holder` off the list; nothing happens where there are none."""
    for line in _lines_of(session, account, holder):
        end_line(session, line, by=by, now=now, today=today)


def _lines_of(session: Session, account: SocialAccount, holder: Holder) -> Sequence[WayIn]:
    """Those in force, while the list is kept from others: two requests at the same moment are one line."""
    session.execute(select(SocialAccount.id).where(SocialAccount.id == account.id).with_for_update())
    return [line for line in lines_of(session, [account.id])[account.id].ways if holder.has(line)]


def _terms_for(line: WayIn, values: Values) -> Values:
    later = {name: values[name] for name in LATER}
    if isinstance(line, Custodianship) or not values["role"]:
        return later
    return {**later, "role": values["role"], "administers": values["administers"]}


def _folded(agency: str | None) -> str:
    return " ".join((agency or "").split()).casefold()
