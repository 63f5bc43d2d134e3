"""What is found in a draft, where, and what it means for posting it."""

import time

import pytest

from govdesk.accounts.platforms.catalogue import catalogue
from govdesk.preflight.draft import LONGEST, Draft
from govdesk.preflight.findings import Finding, Gate
from govdesk.preflight.reviewing import review

CLEAN = [
    "Our new tide tables are out. See when the water comes to your beach: https://example.org/tides",
    "Thank you for telling us. We have repaired the page, and are sorry for the trouble.",
    "Open on 24 December from 10.30 to 11.45. Read more in report 2026-114 on page 1,204.",
    "Ad: we test the new buoys together with Example Marine. #Ocean #Weather",
    "Never share your password with anybody. Please reset your password if you did.",
    "Die Öffnungszeiten ändern sich am 1. Januar 2027 – alle Infos auf www.example.org.",
    "Погода завтра: солнечно. 🌞",
    "Order 1234567890123 left our house on 2026-11-24.",
]


def draft_for(text: str, platform: str = "x") -> Draft:
    return Draft(text, catalogue()[platform])


def found(text: str, platform: str = "x") -> dict[str, tuple[Gate, str]]:
    """Rule → what it means, and the marked text."""
    draft = draft_for(text, platform)
    return {one.rule: (one.gate, draft.part(one.start, one.end)) for one in review(draft).findings}


@pytest.mark.parametrize("text", CLEAN)
def test_nothing_is_said_of_a_clean_draft(text: str) -> None:
    assert found(text) == {}
    assert review(draft_for(text)).gate is Gate.PASS


@pytest.mark.parametrize(
    ("text", "rule", "marked"),
    [
        (
            "Sign in with ghp_abcdefghijklmnop1234567890abcd now",
            "secrets.shown",
            "ghp_abcdefghijklmnop1234567890abcd",
        ),
        ("Write to jo.doe@example.org", "personal.mail", "jo.doe@example.org"),
        ("Call +351 21 342 1234 today", "personal.phone", "+351 21 342 1234"),
        ("Call 202-456-1111 today", "personal.phone", "202-456-1111"),
        ("Card 4111 1111 1111 1111", "personal.card", "4111 1111 1111 1111"),
        ("To DE89 3704 0044 0532 0130 00", "personal.bank-account", "DE89 3704 0044 0532 0130 00"),
        ("See http://intranet/plans first", "links.inside", "http://intranet/plans"),
        ("See http://10.1.2.3:8080/x first", "links.inside", "http://10.1.2.3:8080/x"),
        ("See https://staging.example.org/new", "links.inside", "https://staging.example.org/new"),
        ("Great buoys, sponsored by Acme", "disclosure.missing", "sponsored by"),
        ("Great buoys #spon", "disclosure.vague", "#spon"),
        ("Half \ud83d of it", "letters.half", "\ud83d"),
        ("a" * 281, "x.length.weighted", "a"),
    ],
)
def test_what_harms_is_blocked_at_its_very_place(text: str, rule: str, marked: str) -> None:
    assert found(text)[rule] == (Gate.BLOCK, marked)


@pytest.mark.parametrize(
    ("text", "rule", "marked"),
    [
        ("Read https://bit.ly/3abc", "links.short", "https://bit.ly/3abc"),
        ("Read http://example.org/a", "links.http", "http://example.org/a"),
        ("Read https://xn--pple-43d.com/a", "links.letters", "https://xn--pple-43d.com/a"),
        ("Read https://example.org/?utm_source=x", "links.followed", "https://example.org/?utm_source=x"),
        ("Left \u202e right", "letters.direction", "\u202e"),
        ("Sign in to раypal", "letters.mixed", "раypal"),
        ("Buoys #Ocean #Sea #Tide #Ad", "disclosure.buried", "#Ad"),
    ],
)
def test_what_may_deceive_is_to_be_thought_of_again(text: str, rule: str, marked: str) -> None:
    assert found(text)[rule] == (Gate.ACKNOWLEDGE, marked)


@pytest.mark.parametrize(
    ("text", "rule", "marked"),
    [
        ("Tides #oceanographyweek", "reading.tag-words", "#oceanographyweek"),
        ("Tides #A1 #B #C", "reading.tag-number", "#C"),
        ("The #Ocean is warm", "reading.tag-place", "#Ocean"),
        ("🌊🌞🐟🐬", "reading.emoji-number", "🐬"),
        ("🌊 and 🌊", "reading.emoji-again", "🌊"),
        ("THIS IS IMPORTANT, people", "reading.capitals", "THIS IS IMPORTANT"),
        ("So 𝗕𝗼𝗹𝗱 here", "reading.fonts", "𝗕𝗼𝗹𝗱"),
        ("Short. " + "word " * 26, "reading.long-sentence", ("word " * 26)),
        ("A photo of the sea", "reading.alt-text", "photo"),
        ("RT if you agree", "etiquette.begging", "RT if you"),
    ],
)
def test_what_could_be_better_is_only_advised(text: str, rule: str, marked: str) -> None:
    assert found(text)[rule] == (Gate.ADVISE, marked)


def mended(text: str, rule: str) -> str:
    finding: Finding = next(one for one in review(draft_for(text)).findings if one.rule == rule)
    assert finding.fix
    return text[: finding.fix.start] + finding.fix.text + text[finding.fix.end :]


@pytest.mark.parametrize(
    ("text", "rule", "after"),
    [
        ("Read http://example.org/a", "links.http", "Read https://example.org/a"),
        ("At https://example.org/?id=7&utm_source=x", "links.followed", "At https://example.org/?id=7"),
        ("Buoys, sponsored by Acme", "disclosure.missing", "Ad: Buoys, sponsored by Acme"),
        ("So 𝗕𝗼𝗹𝗱 here", "reading.fonts", "So Bold here"),
        ("Left \u202eright", "letters.direction", "Left right"),
    ],
)
def test_a_fix_mends_what_it_was_offered_for(text: str, rule: str, after: str) -> None:
    assert mended(text, rule) == after
    assert rule not in found(after)


@pytest.mark.parametrize(
    ("platform", "text", "rule", "gate"),
    [
        ("bluesky", "👨‍👩‍👧‍👧" * 130, "bluesky.length.bytes", Gate.BLOCK),
        ("youtube", "ü" * 2_501, "youtube.length.bytes", Gate.BLOCK),
        ("linkedin", "😀" * 1_501, "linkedin.length.utf16", Gate.BLOCK),
        ("threads", "👨‍👩‍👧‍👧" * 25, "threads.length.emoji_bytes", Gate.ADVISE),
        ("tiktok", "a" * 2_201, "tiktok.length.utf16", Gate.ACKNOWLEDGE),
        ("instagram", "#a #b #c #d #e #f", "instagram.hashtags", Gate.BLOCK),
        ("threads", " ".join(f"https://example.org/{n}" for n in range(6)), "threads.links", Gate.BLOCK),
    ],
)
def test_each_platform_has_limits_of_its_own(platform: str, text: str, rule: str, gate: Gate) -> None:
    assert found(text, platform)[rule][0] is gate


def test_the_same_link_six_times_is_one_link() -> None:
    assert "threads.links" not in found("https://example.org/a " * 6, "threads")


@pytest.mark.parametrize("part", ["a.b.", "#a ", "12-"])
def test_long_drafts_are_looked_at_in_seconds(part: str) -> None:
    before = time.process_time()
    assert review(draft_for((part * 20_000)[:20_000])).findings
    assert time.process_time() - before < 30


def test_a_longer_draft_is_blocked_unread() -> None:
    assert list(found("a" * (LONGEST + 1))) == ["draft.too-long"]
