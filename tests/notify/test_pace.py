"""How many mails a worker takes in hand follows from what the mail server takes for each."""

from govdesk.notify.pace import Pace


def test_a_slow_server_leaves_most_to_other_workers() -> None:
    pace = Pace()
    assert pace.to_claim == 5
    for _ in range(20):
        pace.learn(0.2)
    assert (pace.to_claim, pace.to_look_at) == (5, 1)


def test_a_fast_one_is_soon_given_as_many_as_it_can_take() -> None:
    pace = Pace()
    for _ in range(10):
        pace.learn(0.001)
    assert (pace.to_claim, pace.to_look_at) == (200, 100)


def test_however_slow_it_is_one_is_tried() -> None:
    pace = Pace(seconds_each=60.0)
    assert (pace.to_claim, pace.to_look_at) == (1, 1)
