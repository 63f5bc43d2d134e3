"""Nobody learns from the time of an answer whether a login exists."""

import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from govdesk.demo.company import company
from govdesk.directory.company import Company
from govdesk.signin import attempt
from govdesk.signin.attempt import Answer, Door, Typed, ask
from govdesk.signin.limits import Limits
from tests.directory.conftest import run_on

TRIES = 6
PASSWORD = "govdesk"
WAIT = 0.15


@pytest.fixture
def guarded(sessions: Callable[[], Session], monkeypatch: pytest.MonkeyPatch) -> Door:
    monkeypatch.setattr(attempt, "REFUSED_AFTER", WAIT)
    return Door(sessions, Limits.below(100, timedelta(minutes=1)), "secret")


def seconds(guarded: Door, directory: Company, login: str, password: str) -> float:
    began = time.monotonic()
    answer = ask(guarded, directory.server, Typed(login, password, "192.0.2.1"))
    assert isinstance(answer, Answer)
    assert (answer.verdict.facts is None) is (password != PASSWORD)
    return time.monotonic() - began


def test_refusals_of_all_kinds_take_the_same_time(
    guarded: Door,
    directory: Company,
    session: Session,
) -> None:
    run_on(session, directory.server, directory.roles)  # whoever is known has each refusal on record
    people = [one.login for one in company().people if not one.disabled]
    kinds = {"known": people, "unknown": [f"nobody-{n}" for n in range(TRIES)], "no login": ["*"] * TRIES}
    times: dict[str, list[float]] = {kind: [] for kind in kinds}
    for n in range(TRIES):
        for kind, logins in kinds.items():
            times[kind].append(seconds(guarded, directory, logins[n], "wrong"))
    quickest = [min(found) for found in times.values()]  # a busy machine makes some slower, none quicker
    assert min(quickest) >= WAIT
    assert max(quickest) - min(quickest) < 0.01


def test_whoever_is_let_in_does_not_wait(guarded: Door, directory: Company) -> None:
    assert min(seconds(guarded, directory, "ada", PASSWORD) for _n in range(TRIES)) < WAIT
