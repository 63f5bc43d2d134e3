"""It turns out that by an event more became known than was thought."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from govdesk import audit
from govdesk.accounts.touching import Touched
from govdesk.rotation.happening import Happening
from govdesk.rotation.models import RotationEvent, RotationLoss
from govdesk.rotation.opening import Concerned, concerned_by, lose, put_together
from govdesk.rotation.queries import accounts_that_open
from govdesk.rotation.settling import settle


def widen(
    session: Session, event: RotationEvent, happening: Happening, touched: Iterable[Touched], *, again: bool = False
) -> int:
    """Add it to an event that is on record; gives how many more credentials are to be changed because of that.

    What is part of it already keeps its loss; with `again` it is lost once more where it was changed since.
    """
    together = put_together(touched)
    accounts = accounts_that_open(session, {key[0] for key in together})
    together = {key: one for key, one in together.items() if key[0] in accounts}
    concerned = concerned_by(session, accounts, together)  # kept from others before anybody looks what is part of it
    known = _known(session, event)
    more = lose(session, event, happening, [one for one in concerned if one.schedule.id not in known])
    anew = [known[one.schedule.id] for one in _changed_since(concerned, known)] if again else []
    for loss in anew:
        loss.lost_at, loss.due_on, loss.cleared_by = happening.happened_at, happening.today, None
    for one in concerned:
        _name_line(one, known.get(one.schedule.id))
    settle(session, [loss.schedule for loss in anew], now=happening.now)
    session.expire(event, ["losses"])
    if number := len(more) + len(anew):
        audit.record(session, "rotation:event:widened", event, by=happening.by, at=happening.now, losses=number)
    return number


def _known(session: Session, event: RotationEvent) -> dict[int, RotationLoss]:
    """By schedule."""
    losses = select(RotationLoss).where(RotationLoss.event_id == event.id)
    return {loss.schedule_id: loss for loss in session.scalars(losses.options(joinedload(RotationLoss.schedule)))}


def _changed_since(concerned: Sequence[Concerned], known: Mapping[int, RotationLoss]) -> Iterator[Concerned]:
    return (one for one in concerned if (loss := known.get(one.schedule.id)) and loss.cleared_by_id is not None)


def _name_line(one: Concerned, loss: RotationLoss | None) -> None:
    """A schedule of all of the kind: now that another line than before was touched, all of them are meant."""
    if loss is not None and one.schedule.line_id is None and loss.line_id not in (None, one.touched.line):
        loss.line_id = None
