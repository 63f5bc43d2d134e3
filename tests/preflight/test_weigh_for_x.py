"""A post weighs here what it weighs on X."""

import time

import pytest

from govdesk.preflight.counting.pieces import overflow, total
from govdesk.preflight.counting.weighing import is_valid, weighed, weighed_as_reply


@pytest.mark.parametrize(
    ("text", "weight"),
    [
        ("", 0),
        ("plain words", 11),
        ("Zürich, Łódź, Київ, ירושלים", 27),
        ("東京", 4),
        ("한국어", 6),
        ("“quoted” – and…", 16),
        ("cafe\u0301", 4),
        ("e\u0301" * 3, 3),
        ("👍", 2),
        ("👍🏿", 2),
        ("👩‍👩‍👧‍👦", 2),
        ("🏳️‍🌈", 2),
        ("🇵🇹🇧🇷", 4),
        ("4️⃣", 2),
        ("©", 1),
        ("©️", 2),
        ("☺", 2),
    ],
)  # fmt: skip
def test_letters_and_emoji(text: str, weight: int) -> None:
    assert total(weighed(text)) == weight


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org",
        "http://a.de/x",
        "https://example.org/" + "long/" * 100,
        "example.org",
        "example.org/path?of=it&and=more#there",
        "beispiel.example.co.uk",
        "HTTPS://EXAMPLE.ORG/A_(b)",
        "http://bücher.example.com/",
        "https://日本語.jp",
        "https://xn--bcher-kva.example.com",
        "http://under_score.example.com:8080/@somebody",
        "https://t.co/abc123",
    ],
)
def test_an_address_weighs_23_however_long_it_is(address: str) -> None:
    assert total(weighed(f"See {address} now")) == len("See  now") + 23


@pytest.mark.parametrize(
    "text",
    [
        "node.jss is none",
        "someone@example.org",
        "#example.org",
        "@example.org",
        "end.Of a sentence",
        "http://-example.org",
        "http://example_one.org",
        "/example.org",
        "https://" + "a" * 64 + ".org",
        "https://example.org/" + "a" * 4_096,
        "1.5 or 2.5",
    ],
)
def test_what_only_looks_like_an_address_weighs_its_letters(text: str) -> None:
    assert total(weighed(text)) == len(text)


def test_an_address_ends_before_the_full_stop_and_the_bracket() -> None:
    assert total(weighed("(https://example.org/a).")) == 23 + 3


def test_whom_an_answer_is_for_is_free_at_its_beginning_only() -> None:
    text = "@noaa @usgs Thank you, @weather"
    assert total(weighed_as_reply(text)) == len("Thank you, @weather")
    assert total(weighed(text)) == len(text)


def test_the_place_where_it_stops_fitting_is_that_of_the_text_as_written() -> None:
    text = "e\u0301" * 280 + "end"
    assert overflow(weighed(text), 280) == 560
    assert overflow(weighed(text[:560]), 280) is None


def test_marks_of_byte_order_are_no_letters_of_a_post() -> None:
    assert is_valid("a post")
    assert not is_valid("a\ufeff post")


@pytest.mark.parametrize("part", ["の", "a.b.", "http://a.de/(", ".com", "\ud800"])
def test_long_texts_take_seconds_at_most(part: str) -> None:
    text = (part * 30_000)[:30_000]
    before = time.process_time()
    assert total(weighed(text)) > 0
    assert time.process_time() - before < 10
