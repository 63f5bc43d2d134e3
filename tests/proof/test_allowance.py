"""How often one address may ask."""

from govdesk.proof.allowance import Allowance


def test_the_stock_is_there_at_once_and_comes_back_steadily() -> None:
    allowance = Allowance(stock=3, per_second=2, addresses=10)
    assert [allowance.take("a", now=100.0) for _n in range(4)] == [0, 0, 0, 1]
    assert allowance.take("a", now=100.4) == 1
    assert allowance.take("a", now=100.5) == 0
    assert [allowance.take("a", now=1_000.0) for _n in range(4)] == [0, 0, 0, 1]


def test_addresses_do_not_take_from_each_other() -> None:
    allowance = Allowance(stock=1, per_second=1, addresses=10)
    assert (allowance.take("a", now=0.0), allowance.take("a", now=0.0), allowance.take("b", now=0.0)) == (0, 1, 0)


def test_what_costs_more_than_is_left_takes_nothing() -> None:
    allowance = Allowance(stock=10, per_second=1, addresses=10)
    assert (allowance.take("a", now=0.0, cost=8), allowance.take("a", now=0.0, cost=8)) == (0, 6)
    assert allowance.take("a", now=0.0, cost=2) == 0


def test_of_more_addresses_than_it_remembers_the_longest_silent_begins_anew() -> None:
    allowance = Allowance(stock=1, per_second=0.01, addresses=2)
    for address in ("a", "b", "c"):
        assert allowance.take(address, now=0.0) == 0
    assert allowance.take("c", now=0.0) > 0
    assert allowance.take("a", now=0.0) == 0
