"""The line of strangers before one login."""

from datetime import datetime, timedelta

from govdesk.signin.limits import LONGEST_WAIT, Limits
from govdesk.signin.turns import Waiting, in_order, turn
from tests.conftest import NOW

LIMITS = Limits.below(5, timedelta(minutes=30))
AT_HOME = Waiting("203.0.113.9", NOW + timedelta(minutes=5))


def crowd(network: str, number: int) -> list[Waiting]:
    return [Waiting(f"{network}.{n}", NOW + timedelta(seconds=n)) for n in range(1, number + 1)]


def test_whoever_came_first_is_first() -> None:
    waiting = [Waiting("192.0.2.1", NOW), Waiting("198.51.100.1", NOW - timedelta(seconds=1)), AT_HOME]
    assert [one.address for one in in_order(waiting)] == ["198.51.100.1", "192.0.2.1", AT_HOME.address]


def test_l9_a_crowd_from_one_network_is_one_in_the_line() -> None:
    line = in_order([*crowd("192.0.2", 200), AT_HOME])
    assert line.index(AT_HOME) == 1
    assert line[0].address == "192.0.2.1"


def test_networks_take_turns_all_the_way_down_the_line() -> None:
    line = in_order([*crowd("192.0.2", 3), *crowd("198.51.100", 2)])
    assert [one.address for one in line] == ["192.0.2.1", "198.51.100.1", "192.0.2.2", "198.51.100.2", "192.0.2.3"]


def at(place: int, free: int = 0) -> datetime:
    return turn(place, free, LIMITS, last_at=NOW, now=NOW + timedelta(minutes=10))


def test_who_has_a_free_try_has_it_now() -> None:
    assert at(1, free=2) == NOW + timedelta(minutes=10)


def test_the_next_turns_come_when_the_directory_has_forgotten_the_last() -> None:
    assert at(0) == at(2) == NOW + timedelta(minutes=30)
    assert at(3) == NOW + timedelta(minutes=70)


def test_nobody_is_told_to_wait_longer_than_two_hours() -> None:
    assert at(199) == NOW + timedelta(minutes=10) + LONGEST_WAIT


def test_who_stands_behind_those_called_waits_until_they_have_had_their_turn() -> None:
    assert at(3, free=3) == NOW + timedelta(minutes=50)
