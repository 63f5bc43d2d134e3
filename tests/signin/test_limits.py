"""The figures of the door, and whom an address stands for."""

from datetime import timedelta

import pytest

from govdesk.signin.limits import Limits, address_key, hidden, network_of

HALF_AN_HOUR = timedelta(minutes=30)


def test_l9_of_the_usual_lock_out_at_five_one_try_is_left_to_the_person() -> None:
    limits = Limits.below(5, HALF_AN_HOUR)
    assert (limits.total, limits.strangers, limits.one_familiar, limits.one_stranger) == (4, 3, 3, 2)


@pytest.mark.parametrize("lockout", range(3, 60))
def test_l9_strangers_and_one_slip_of_the_person_stay_below_every_lock_out(lockout: int) -> None:
    limits = Limits.below(lockout, HALF_AN_HOUR)
    assert 1 <= limits.strangers < limits.total < lockout
    assert 1 <= limits.one_familiar <= limits.total
    assert 1 <= limits.one_stranger <= limits.strangers


def test_a_lenient_directory_makes_nobody_a_guesser() -> None:
    assert Limits.below(1000, HALF_AN_HOUR).one_stranger == 10


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff:ffff:ffff:ffff", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("192.0.2.7:4711", "192.0.2.7"),
        ("[2001:db8:1:2::1]:4711", "2001:db8:1:2::/64"),
        ("[2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("unknown:4711", "unknown:4711"),
        ("", ""),
    ],
)
def test_an_ipv6_customer_is_one_address_and_a_port_is_none(address: str, key: str) -> None:
    assert address_key(address) == key


@pytest.mark.parametrize(
    ("address", "network"),
    [("192.0.2.7", "192.0.2.0/24"), ("2001:db8:1:2::1", "2001:db8:1::/48"), ("", "")],
)
def test_neighbours_are_one_network(address: str, network: str) -> None:
    assert network_of(address_key(address)) == network


def test_what_was_typed_cannot_be_read_from_what_is_stored() -> None:
    stored = hidden("the key of this house", "login:my secret words \udcff")
    assert len(stored) == 64
    assert stored == hidden("the key of this house", "login:my secret words \udcff")
    assert stored != hidden("the key of another", "login:my secret words \udcff")
