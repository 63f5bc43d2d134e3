"""The trail tells that the ways to recover changed, not where they lead; also of what was recorded before."""

from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk import db, schema
from govdesk.accounts.models import SocialAccount
from govdesk.audit.models import AuditEvent
from govdesk.directory.models import Person
from govdesk.exposure.actions import add_line, change_line
from govdesk.exposure.masking import masked
from govdesk.exposure.models import RecoveryMeans
from govdesk.exposure.rules import Belongs, MeansKind
from tests.conftest import NOW
from tests.exposure.conftest import TODAY

MASKING = "0023"


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("press@noaa.example", "p…@noaa.example"),
        ("+1 (202) 555-0142", "…42"),
        ("Safe of the press office, room 214", "…"),
        (("old@noaa.example", None), ("o…@noaa.example", None)),
        ("", ""),
    ],
)
def test_enough_is_told_to_see_a_change(value: object, told: object) -> None:
    assert masked(value) == told


def test_the_trail_never_holds_where_recovery_goes(session: Session, noaa: SocialAccount, sam: Person) -> None:
    values = {"kind": MeansKind.MAILBOX, "sent_to": "press@noaa.example", "belongs": Belongs.ORGANISATION}
    add_line(session, noaa, RecoveryMeans, values, by=sam, now=NOW, today=TODAY)
    means = session.scalars(select(RecoveryMeans)).one()
    change_line(session, means, {"sent_to": "duty@noaa.example"}, by=sam, now=NOW, today=TODAY)
    told = [event.fields for event in session.scalars(select(AuditEvent).order_by(AuditEvent.id))]
    assert told[-1]["sent_to"] == ["p…@noaa.example", "d…@noaa.example"]
    assert not any(name in str(told) for name in ("press@", "duty@"))


def test_what_was_recorded_before_is_masked_once_and_the_trail_says_so(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/trail.db"
    config = schema.config_of(url)
    before = ScriptDirectory.from_config(config).get_revision(MASKING).down_revision
    command.upgrade(config, str(before))
    engine = db.connect(url)
    event: Any = AuditEvent.__table__
    same = {"at": NOW, "actor_id": None, "subject_type": "account_exposure", "subject_id": 1}
    rows = [
        {"action": "exposure:recovery_means:added", "fields": {"line": 1, "sent_to": "press@noaa.example"}},
        {"action": "exposure:recovery_means:changed", "fields": {"sent_to": [None, "+1 202 555 0142"]}},
        {"action": "exposure:vault_entry:added", "fields": {"pointer": "9f" * 32}},
        {"action": "accounts:account:registered", "fields": {"sent_to": "elsewhere@noaa.example"}},
    ]
    with engine.begin() as connection:
        connection.execute(sa.insert(event), [{**same, **row} for row in rows])
    command.upgrade(config, MASKING)
    with engine.connect() as connection:
        told = connection.execute(sa.select(event.c.action, event.c.fields).order_by(event.c.id)).all()
        with pytest.raises(sa.exc.DatabaseError, match="append-only"):
            connection.execute(sa.update(event).values(action="x"))
    engine.dispose()
    assert [row.fields for row in told] == [
        {"line": 1, "sent_to": "p…@noaa.example"},
        {"sent_to": [None, "…42"]},
        {"pointer": "…"},
        {"sent_to": "elsewhere@noaa.example"},
        {"events": 3},
    ]
    assert told[-1].action == "audit:trail:masked"
