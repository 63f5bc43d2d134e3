"""A file of `policies/` that somebody breaks while the worker runs stops nothing, and administrators hear of it."""

import smtplib
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from govdesk import clock
from govdesk.broken_files import tell_broken_files
from govdesk.changes import tell_the_rooms
from govdesk.directory.models import Person
from govdesk.files import FileError, PolicyFiles
from govdesk.notify.jobs import deliver_owed
from govdesk.notify.models import Notice, NoticeState
from govdesk.notify.policy import policy_in_force
from govdesk.rotation.plan.versions import publish_file
from govdesk.rotation.reasons import RotationReason
from govdesk.settings import Settings
from tests.conftest import NOW
from tests.stories.conftest import Leave, Register, notices, schedules, written
from tools.servers.mailsink import MailSink

KIND = "policy_broken"
A_TYPO = "grace_dyas: 1\n"
Sessions = Callable[[], Session]


@pytest.fixture
def house(settings: Settings, tmp_path: Path) -> Settings:
    """Whose folder of policies can be written to."""
    return settings.model_copy(update={"policies": tmp_path})


@pytest.fixture
def told(session: Session, sessions: Sessions, house: Settings) -> Callable[[], list[tuple[str, str]]]:
    """Look at all files; gives who is owed a notice of which."""

    def look() -> list[tuple[str, str]]:
        tell_broken_files(sessions, house)
        session.expire_all()
        return [(notice.context["file"], notice.person.login) for notice in notices(session, KIND) if notice.person]

    return look


def test_leavers_are_told_of_by_the_rules_in_force(
    session: Session, sessions: Sessions, house: Settings, tmp_path: Path, register: Register, leave: Leave,
    ada: Person,
) -> None:  # fmt: skip
    register("noaa", ada)
    file = tmp_path / "rotation.yml"
    file.write_text("grace_days: 1\n")
    publish_file(session, PolicyFiles(tmp_path), now=NOW)
    session.commit()
    file.write_text(A_TYPO)
    change = leave(ada, clock.utcnow() - timedelta(seconds=1))
    tell_the_rooms(sessions, house)
    session.expire_all()
    assert change.told_at is not None
    assert [one.reason for one in schedules(session)] == [RotationReason.LEAVER]


def test_mail_leaves_by_what_was_said_before(
    session: Session, sessions: Sessions, house: Settings, tmp_path: Path, root: Person,
    told: Callable[[], list[tuple[str, str]]],
) -> None:  # fmt: skip
    file = tmp_path / "notices.yml"
    file.write_text('quiet_hours: {from: "02:00", to: "02:01"}\nmay_be_left: [ticket_filed]\n')
    sound = policy_in_force(PolicyFiles(tmp_path))
    file.write_text("quite_hours: null\n")
    assert policy_in_force(PolicyFiles(tmp_path)) == sound
    assert told() == [("notices.yml", "root")]
    with MailSink(tmp_path / "sink") as sink:
        mailing = house.model_copy(update={"smtp_url": sink.url, "mail_from": "govdesk@commerce.example"})
        deliver_owed(sessions, mailing)
    session.expire_all()
    assert [notice.state for notice in session.query(Notice)] == [NoticeState.SENT]


def test_nobody_is_called_before_it_is_known_what_holds(
    session: Session, sessions: Sessions, house: Settings, tmp_path: Path, root: Person,
    told: Callable[[], list[tuple[str, str]]], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    (tmp_path / "notices.yml").write_text("quite_hours: null\n")
    told()
    calls: list[object] = []
    monkeypatch.setattr(smtplib, "SMTP", calls.append)
    mailing = house.model_copy(update={"smtp_url": "smtp://127.0.0.1:9"})
    with pytest.raises(FileError):
        deliver_owed(sessions, mailing)
    assert calls == []


@pytest.mark.parametrize("name", ["rotation.yml", "notices.yml", "campaigns.yml", "desk.yml"])
@pytest.mark.parametrize("content", [b"a_typo: 1\n", b"[\n", "größe: 1\n".encode("latin-1")])
def test_administrators_hear_of_it_once_that_day_and_not_any_more_once_it_is_mended(
    root: Person, tmp_path: Path, told: Callable[[], list[tuple[str, str]]], name: str, content: bytes
) -> None:
    assert told() == []
    (tmp_path / name).write_bytes(content)
    assert told() == [(name, "root")]
    assert told() == [(name, "root")]
    (tmp_path / name).unlink()
    assert told() == []


def test_of_two_broken_files_the_one_that_is_not_mended_is_told_of(
    root: Person, tmp_path: Path, told: Callable[[], list[tuple[str, str]]]
) -> None:
    for name in ("rotation.yml", "notices.yml"):
        (tmp_path / name).write_text("a_typo: 1\n")
    assert len(told()) == 2
    (tmp_path / "rotation.yml").unlink()
    assert told() == [("notices.yml", "root")]


def test_the_mail_tells_the_file_the_line_and_what_to_do(
    session: Session, root: Person, tmp_path: Path, told: Callable[[], list[tuple[str, str]]]
) -> None:
    (tmp_path / "rotation.yml").write_text("overdue_every_days: 2\n" + A_TYPO)
    told()
    [notice] = notices(session, KIND)
    text = written(session, notice)
    assert text is not None
    for said in ("rotation.yml:2", "grace_dyas", "govdesk policies check"):
        assert said in text.plain
        assert said in text.html
    root.granted.clear()
    assert written(session, notice) is None
