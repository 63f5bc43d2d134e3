"""A known leaving day is told before it comes, while there is somebody to hand over."""

from datetime import datetime

from sqlalchemy.orm import Session

from govdesk import notify
from govdesk.accounts.holdings import holdings_of
from govdesk.directory.models import Person

LEAVING = "custodian_leaving"


def herald_leaver(session: Session, leaver: Person, readers: list[Person], *, now: datetime) -> None:
    """Tell `readers` once that somebody who holds credentials leaves on a day that is known."""
    assert leaver.leaves_on is not None
    if not holdings_of(session, leaver):
        return
    for reader in readers:
        notify.queue(
            session, LEAVING, subject=leaver, to=reader, at=now,
            key=f"leaving:{leaver.id}:{leaver.leaves_on:%Y%m%d}:p{reader.id}",
            context={"leaves_on": leaver.leaves_on.isoformat()},
        )  # fmt: skip
