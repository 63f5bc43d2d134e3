"""Administrators hear once when people are no longer brought up to date."""

from collections.abc import Callable, Sequence

import pytest
from sqlalchemy.orm import Session

from govdesk.alarms import raise_alarms
from govdesk.directory.models import Person, RunState, SyncRun
from govdesk.settings import Settings
from tests.conftest import NOW
from tests.runs import run_at
from tests.stories.conftest import notices, written

KIND = "sync_alarm"
DONE, STOPPED, FAILED = RunState.DONE, RunState.STOPPED, RunState.FAILED
Run = Callable[..., SyncRun]
Watch = Callable[[], list[str]]


@pytest.fixture
def run(session: Session) -> Run:
    """`run(STOPPED, reason="…")` is a run that ended so."""

    def run(state: RunState, *, reason: str = "12 of 40 people would be gone", is_rehearsal: bool = False) -> SyncRun:
        row = run_at(NOW, state=state, is_rehearsal=is_rehearsal, reason=reason)
        session.add(row)
        session.commit()
        return row

    return run


@pytest.fixture
def watch(session: Session, sessions: Callable[[], Session], settings: Settings) -> Watch:
    """Run the job; gives who is owed a notice."""

    def watch() -> list[str]:
        raise_alarms(sessions, settings)
        session.expire_all()
        return [notice.person.login for notice in notices(session, KIND) if notice.person]

    return watch


@pytest.mark.parametrize(
    ("states", "told"),
    [
        ([DONE], 0),
        ([FAILED, FAILED], 0),
        ([FAILED, FAILED, FAILED], 1),
        ([FAILED] * 9, 1),
        ([FAILED, FAILED, DONE, FAILED], 0),
        ([STOPPED], 1),
        ([STOPPED, STOPPED, STOPPED], 1),
        ([STOPPED, DONE], 0),
        ([FAILED, FAILED, FAILED, STOPPED], 2),
    ],
)
def test_they_are_told_once_of_what_lasts(
    root: Person, run: Run, watch: Watch, states: Sequence[RunState], told: int
) -> None:
    for state in states:
        run(state)
    assert watch() == ["root"] * told
    assert watch() == ["root"] * told


def test_after_a_run_that_was_done_the_next_trouble_is_told_anew(root: Person, run: Run, watch: Watch) -> None:
    run(STOPPED)
    watch()
    run(DONE)
    run(STOPPED)
    assert watch() == ["root"] * 2


def test_a_rehearsal_neither_raises_an_alarm_nor_ends_one(root: Person, run: Run, watch: Watch) -> None:
    run(STOPPED, is_rehearsal=True)
    assert watch() == []
    run(STOPPED)
    watch()
    run(DONE, is_rehearsal=True)
    run(STOPPED)
    assert watch() == ["root"]


def test_the_mail_tells_the_reason_and_what_to_do(session: Session, root: Person, run: Run, watch: Watch) -> None:
    run(STOPPED)
    run(STOPPED, reason="13 of 40 people would be gone")
    watch()
    text = written(session, notices(session, KIND)[0])
    assert text is not None
    for said in ("13 of 40", "govdesk directory sync --dry-run", "govdesk directory sync --force"):
        assert said in text.plain
        assert said in text.html
    run(DONE)
    assert written(session, notices(session, KIND)[0]) is None


def test_a_failing_directory_is_told_with_the_command_that_explains_it(
    session: Session, root: Person, run: Run, watch: Watch
) -> None:
    for _ in range(4):
        run(FAILED, reason="ldaps://ldap.example: no answer within 5 s")
    watch()
    text = written(session, notices(session, KIND)[0])
    assert text is not None
    assert "could not be read, 4 times by now" in text.plain
    assert "no answer within 5 s" in text.plain
    assert "govdesk directory check" in text.plain
    assert "--force" not in text.plain


def test_who_is_no_administrator_any_more_is_not_told(session: Session, root: Person, run: Run, watch: Watch) -> None:
    run(STOPPED)
    watch()
    root.granted.clear()
    assert written(session, notices(session, KIND)[0]) is None
