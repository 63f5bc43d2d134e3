"""What cannot wait and must not drown leaves at once, together with its like and apart from everything else."""

from collections.abc import Callable
from datetime import time

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk import notify
from govdesk.directory.models import Person
from govdesk.notify import gathering, loose, outbox
from govdesk.notify.kinds import writes
from govdesk.notify.models import Notice, Parcel, QuietHours
from tests.conftest import NOW, VIENNA

Owe = Callable[..., None]


@pytest.fixture
def owe(session: Session, ada: Person, gathered: None) -> Owe:
    """`owe("k1", "alarm_bell")` owes ada a notice of a kind."""
    under = notify.Digested("Now", place=1, waits=False, apart=True)
    writes("alarm_bell", lambda *_: None, digested=under)

    def add(key: str, kind: str) -> None:
        notify.queue(session, kind, subject=ada, to=ada, key=key, at=NOW)
        session.commit()

    return add


def packed(session: Session) -> list[tuple[set[str], bool]]:
    """The keys in each mail, and whether it is a day's digest."""
    outbox.claim(session, NOW, VIENNA, 20)
    session.expire_all()
    parcels = session.scalars(select(Parcel).order_by(Parcel.id)).all()
    inside = {parcel.id: set[str]() for parcel in parcels}
    for notice in session.scalars(select(Notice).where(Notice.parcel_id.is_not(None))):
        inside[notice.parcel_id or 0].add(notice.key)
    return [(inside[parcel.id], parcel.day is not None) for parcel in parcels]


def test_it_is_one_mail_beside_the_digest(session: Session, owe: Owe) -> None:
    owe("k1", "alarm_bell")
    owe("k2", "rotation_reminder")
    owe("k3", "alarm_bell")
    owe("k4", "rotation_reminder")
    assert packed(session) == [({"k1", "k3"}, False), ({"k2", "k4"}, True)]


def test_quiet_hours_and_what_is_still_being_recorded_hold_back_the_rest_only(
    session: Session, owe: Owe, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    owe("k1", "alarm_bell")
    owe("k2", "rotation_reminder")
    monkeypatch.setattr(gathering, "_GATHERERS", [lambda *_: True])
    assert packed(session) == [({"k1"}, False)]
    session.add(QuietHours(person_id=ada.id, begins=time(8), ends=time(18)))
    session.commit()
    owe("k3", "alarm_bell")
    assert packed(session)[1:] == [({"k3"}, False)]


def test_very_many_are_several_mails(session: Session, owe: Owe, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("govdesk.notify.packing.MOST", 2)
    assert loose.MOST > 2
    for number in range(3):
        owe(f"k{number}", "alarm_bell")
    assert sorted(len(keys) for keys, _is_digest in packed(session)) == [1, 2]
