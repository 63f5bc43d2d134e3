"""Files become numbered versions; the newest is in force, in every process."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.db import Sessions
from govdesk.errors import Conflict
from govdesk.files import FileError, PolicyFiles
from govdesk.rotation.office import Office
from govdesk.rotation.plan.jobs import keep_plan
from govdesk.rotation.plan.models import RotationPolicyVersion, Source
from govdesk.rotation.plan.versions import Written, digest_of, history, make_version, publish_file
from govdesk.settings import Settings
from tests.conftest import NOW
from tests.rotation.plan.conftest import Publish


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """An organisation's own rotation.yml."""
    file = tmp_path / "rotation.yml"
    file.write_text("grace_days: 1\n")
    return file


def look(session: Session, own: Path) -> RotationPolicyVersion | None:
    return publish_file(session, PolicyFiles(own.parent), now=NOW)


def grace(session: Session, settings: Settings) -> int:
    return Office.in_force(session, settings).reminders.grace_days


def test_a_file_becomes_the_first_version_and_the_next_when_it_has_changed(session: Session, own: Path) -> None:
    first, again = look(session, own), look(session, own)
    own.write_text("grace_days: 2\n")
    second = look(session, own)
    assert first is not None
    assert second is not None
    assert (first.number, again, second.number) == (1, None, 2)
    assert (first.text, first.digest, first.by) == ("grace_days: 1\n", digest_of("grace_days: 1\n"), None)


def test_what_the_page_made_is_in_force_until_the_file_changes(
    session: Session, own: Path, publish: Publish, settings: Settings
) -> None:
    look(session, own)
    publish("grace_days: 7\n")
    assert look(session, own) is None
    assert grace(session, settings) == 7
    own.write_text("grace_days: 3\n")
    look(session, own)
    assert grace(session, settings) == 3
    assert [one.source for one in history(session)] == [Source.FILE, Source.PAGE, Source.FILE]


def test_before_any_version_the_file_counts(session: Session, settings: Settings) -> None:
    assert grace(session, settings) == 0


def test_a_version_that_nobody_understands_any_more_stops_no_reminder(
    session: Session, publish: Publish, settings: Settings
) -> None:
    publish("grace_days: 4\n").text = "days_of_mercy: 4\n"
    session.commit()
    assert grace(session, settings) == 0


def test_a_file_that_cannot_be_used_makes_no_version(session: Session, own: Path) -> None:
    look(session, own)
    own.write_text("grace_days: many\n")
    with pytest.raises(FileError, match="whole number"):
        look(session, own)
    assert len(history(session)) == 1


def test_of_two_who_change_the_same_version_the_second_is_told(session: Session, publish: Publish) -> None:
    publish("grace_days: 1\n")
    with pytest.raises(Conflict):
        make_version(session, Written("grace_days: 2\n", Source.PAGE), after=0, now=NOW)


def test_the_worker_takes_up_a_changed_file_and_goes_on_with_a_broken_one(
    session: Session, sessions: Sessions, own: Path, settings: Settings
) -> None:
    here = settings.model_copy(update={"policies": own.parent})
    keep_plan(sessions, here)
    own.write_text("rules: none\n")
    keep_plan(sessions, here)
    versions = session.scalars(select(RotationPolicyVersion)).all()
    assert [(one.number, one.planned_on is not None) for one in versions] == [(1, True)]
    assert grace(session, here) == 1


def test_a_running_application_follows_a_new_version(app: Flask, session: Session, publish: Publish) -> None:
    from flask import g

    from govdesk.rotation.plan.present import office_now

    found = []
    for text in ("grace_days: 4\n", "grace_days: 5\n"):
        publish(text)
        with app.test_request_context("/"):
            g.db = session
            found.append(office_now().reminders.grace_days)
    assert found == [4, 5]
