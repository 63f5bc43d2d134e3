"""Tries are counted in rows: who may try, who waits and until when."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from sqlalchemy.orm import Session

from govdesk.signin import throttle
from govdesk.signin.limits import ADDRESS_TRIES, ADDRESS_WINDOW, FAMILIAR_FOR, LONGEST_WAIT, Limits, Reason
from govdesk.signin.throttle import Held, Try
from tests.conftest import NOW

LIMITS = Limits.below(5, timedelta(minutes=30))
MINUTE = timedelta(minutes=1)
HERE, HOME = "192.0.2.1", "203.0.113.9"

Knock = Callable[..., Try | Held]


@pytest.fixture
def knock(session: Session) -> Knock:
    """A try for jsmith."""

    def take(address: str = HERE, *, at: datetime = NOW, right: bool = False) -> Try | Held:
        taken = throttle.take(session, "key of jsmith", address, LIMITS, now=at)
        if right and isinstance(taken, Try):
            throttle.give_back(session, taken)
            throttle.make_familiar(session, taken, now=at)
        session.flush()
        return taken

    return take


def waits(taken: Try | Held) -> tuple[Reason, timedelta]:
    assert isinstance(taken, Held)
    return taken.reason, taken.until - NOW


def test_one_stranger_leaves_a_try_for_the_others(knock: Knock) -> None:
    assert [isinstance(knock(), Try) for _ in range(4)] == [True, True, False, False]
    assert waits(knock()) == (Reason.PLACE, 30 * MINUTE)
    assert isinstance(knock(HOME), Try)


def test_l9_all_strangers_together_stay_below_the_lock_out(knock: Knock) -> None:
    taken = [knock(f"198.51.{n}.1") for n in range(50)]
    assert sum(isinstance(one, Try) for one in taken) == LIMITS.strangers
    assert waits(taken[3]) == (Reason.TURN, 30 * MINUTE)
    assert max(one.until for one in taken if isinstance(one, Held)) == NOW + LONGEST_WAIT


def test_l9_a_familiar_address_is_not_slowed_by_strangers(knock: Knock) -> None:
    knock(HOME, at=NOW - 29 * timedelta(days=1), right=True)
    for n in range(20):
        knock(f"198.51.{n}.1")
    assert isinstance(knock(HOME), Try)
    assert waits(knock(HOME))[0] is Reason.PLACE, "the fifth wrong one would lock the person out"


def test_an_address_is_familiar_for_thirty_days(knock: Knock) -> None:
    knock(HOME, at=NOW - FAMILIAR_FOR, right=True)
    for n in range(20):
        knock(f"198.51.{n}.1")
    assert waits(knock(HOME))[0] is Reason.TURN


def test_a_right_password_costs_nothing(knock: Knock) -> None:
    assert all(isinstance(knock(right=True), Try) for _ in range(20))
    assert isinstance(knock(), Try)


def test_the_directory_forgets_when_it_was_left_alone_for_a_whole_window(knock: Knock) -> None:
    knock(), knock(at=NOW + 20 * MINUTE)
    assert isinstance(knock(at=NOW + 49 * MINUTE), Held)
    assert isinstance(knock(at=NOW + 50 * MINUTE), Try)


def test_a_turn_that_was_told_is_kept_against_those_who_come_later(knock: Knock) -> None:
    for n in range(4):
        knock(f"198.51.{n}.1")
    told = knock(HOME, at=NOW + MINUTE)
    assert isinstance(told, Held)
    later = [knock(f"198.52.{n}.1", at=NOW + 2 * MINUTE) for n in range(30)]
    rush = [knock(f"198.53.{n}.1", at=told.until) for n in range(30)]
    assert not any(isinstance(one, Try) for one in later + rush[2:])
    assert isinstance(knock(HOME, at=told.until), Try)


def test_who_does_not_come_in_time_loses_the_turn_to_those_who_do(knock: Knock) -> None:
    for n in range(3):
        knock(f"198.51.{n}.1")
    for n in range(3):
        assert waits(knock(f"198.52.{n}.1")) == (Reason.TURN, 30 * MINUTE)
    assert isinstance(knock(HOME, at=NOW + 35 * MINUTE), Held)
    assert isinstance(knock("198.54.0.1", at=NOW + 41 * MINUTE), Try)


def test_l9_a_person_at_a_new_address_gets_in_though_a_thousand_neighbours_attack(knock: Knock) -> None:
    attackers = [f"192.0.2.{n}" for n in range(200)]
    for address in attackers:
        knock(address)
    told = knock(HOME, at=NOW + MINUTE)
    assert isinstance(told, Held)
    assert told.until <= NOW + 30 * MINUTE
    for minute in range(2, 31):
        for address in attackers[minute::50]:
            knock(address, at=NOW + minute * MINUTE)
    assert isinstance(knock(HOME, at=told.until, right=True), Try)


def test_each_address_has_its_own_limit_whatever_the_logins(session: Session) -> None:
    def take(at: datetime = NOW) -> Held | None:
        return throttle.take_from_address(session, HERE, now=at)

    assert [take() for _ in range(ADDRESS_TRIES)] == [None] * ADDRESS_TRIES
    assert take(NOW + MINUTE) == Held(Reason.ADDRESS, NOW + ADDRESS_WINDOW)
    throttle.give_back_to_address(session, HERE, tried_at=NOW)
    assert take(NOW + MINUTE) is None
    assert take(NOW + ADDRESS_WINDOW) is None


@pytest.mark.parametrize("seed", range(3))
def test_l9_no_attack_reaches_a_lock_out_at_five(session: Session, knock: Knock, seed: int) -> None:
    """Two directories count along: one forgets after a silent window (AD, 389), one each failure (OpenLDAP)."""
    chance, wrong, at = random.Random(seed), list[datetime](), NOW
    knock(HOME, at=NOW - timedelta(days=1), right=True)
    for _ in range(400):
        at += timedelta(seconds=chance.expovariate(1 / 60))
        address = chance.choice([HOME, *(f"198.51.{n}.{n}" for n in range(40))])
        # The person at home mistypes once in a while; all others are attackers.
        if address == HOME and chance.random() > 0.1:
            knock(HOME, at=at, right=True)
        elif isinstance(knock(address, at=at), Try):
            wrong.append(at)
    assert len(wrong) > 10, "an attack that is never let in proves nothing"
    assert max(_streak(wrong)) < 5
    assert max(sum(other > one - 30 * MINUTE for other in wrong if other <= one) for one in wrong) < 5


def _streak(wrong: list[datetime]) -> list[int]:
    """How many were counted at each, if only a silent half hour clears the count."""
    counts = [1]
    for before, one in pairwise(wrong):
        counts.append(counts[-1] + 1 if one - before < 30 * MINUTE else 1)
    return counts
