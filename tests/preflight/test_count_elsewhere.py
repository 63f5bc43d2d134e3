"""Other platforms count in other units."""

import pytest

from govdesk.preflight.counting.pieces import graphemes, total, utf8_bytes, utf16_units
from govdesk.preflight.counting.units import UNITS, counts

FAMILY = "👨‍👩‍👧‍👧"


@pytest.mark.parametrize(
    ("text", "clusters", "units", "length"),
    [
        ("plain", 5, 5, 5),
        ("ü", 1, 1, 2),
        (FAMILY, 1, 11, 25),
        ("🇵🇹", 1, 4, 8),
        ("क्षि", 1, 4, 12),
        ("Z͑ͫ̓", 1, 4, 7),
        ("a\r\nb", 3, 4, 4),
        ("\ud800", 1, 1, 3),
    ],
)
def test_units_differ(text: str, clusters: int, units: int, length: int) -> None:
    counted = counts(text)
    assert (counted["graphemes"], counted["utf16"], counted["bytes"]) == (clusters, units, length)
    assert total(graphemes(text)) == clusters
    assert total(utf16_units(text)) == len(text.encode("utf-16-le", "surrogatepass")) // 2
    assert total(utf8_bytes(text)) == len(text.encode("utf-8", "surrogatepass"))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a" * 476 + " http://" + "b" * 30 + ".com/example", 500),
        ("a" * 475 + " @alice@" + "b" * 30 + ".com", 475 + 1 + len("@alice")),
        ("a" * 476 + "http://" + "b" * 30 + ".com/example", 476 + len("http://.com/example") + 30),
        ("✨" * 500, 500),
        ("🏳️‍⚧️" * 500, 500),
        ("example.org", 11),
        ("@ada and @grace@example.social.", len("@ada and @grace.")),
        ("https://example.social/@ada@example.org", 23),
    ],
)
def test_mastodon_counts_what_people_see(text: str, shown: int) -> None:
    assert total(UNITS["mastodon"](text)) == shown


def test_bluesky_has_two_limits_and_letters_can_keep_the_one_and_break_the_other() -> None:
    counted = counts(FAMILY * 200)
    assert counted["graphemes"] == 200
    assert counted["bytes"] == 5_000
