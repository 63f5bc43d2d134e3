"""Rows of a source that mean one account; addresses from the US Digital Registry of June 2017."""

import json
import re
from importlib import resources

from govdesk.accounts.platforms.catalogue import catalogue
from govdesk.accounts.platforms.identity import Identity, identify
from govdesk.accounts.rules import duplicate_groups

ROWS = {
    16: "https://www.youtube.com/user/usnistgov",
    18: "https://www.facebook.com/usnistgov/",
    24: "https://www.facebook.com/eda.commerce/",
    39: "https://www.facebook.com/NOAAcharts/",
    83: "http://twitter.com/noaa_omao?lang=en",
    85: "http://twitter.com/NOAA_OMAO",
    127: "https://www.facebook.com/NOAAcharts/",
    129: "https://www.facebook.com/NOAAcharts/",
    167: "https://www.youtube.com/noaa",
    173: "https://www.facebook.com/usnistgov/",
    181: "https://www.youtube.com/user/CommerceNews",
    191: "http://youtube.com/noaa",
    241: "http://twitter.com/fgbnms",
    393: "http://youtube.com/usnistgov",
    396: "http://youtube.com/CommerceNews",
    403: "http://facebook.com/eda.commerce",
}


def keys() -> list[tuple[int, str]]:
    found = {row: identify(url, catalogue()) for row, url in ROWS.items()}
    return [(row, identity.key) for row, identity in found.items() if isinstance(identity, Identity)]


def test_spellings_of_one_address_form_a_group() -> None:
    groups = duplicate_groups(keys())
    assert [83, 85] in groups
    assert [39, 127, 129] in groups
    assert [167, 191] in groups


def test_an_old_user_name_with_and_without_its_prefix_forms_a_group() -> None:
    groups = duplicate_groups(keys())
    assert [16, 393] in groups
    assert [181, 396] in groups


def test_an_account_that_stands_once_is_in_no_group() -> None:
    assert 241 not in {row for group in duplicate_groups(keys()) for row in group}


def records() -> list[dict[str, str]]:
    """The sample register as its source wrote it."""
    text = (resources.files("govdesk.demo") / "data" / "accounts.json").read_text(encoding="utf-8")
    found: list[dict[str, str]] = json.loads(text)
    return found


def sample() -> list[tuple[int, str]]:
    """Row and address of the sample register."""
    return [(row, record["service_url"]) for row, record in enumerate(records(), start=1)]


def spelt_plainly(url: str) -> str:
    """An address without scheme, www. or m., query and last slash, in small letters."""
    return re.sub(r"^https?://(www\.|m\.)?|[?#].*$", "", url.strip().lower()).rstrip("/")


def test_the_sample_holds_fifteen_groups_by_spelling_and_two_more_by_an_old_form() -> None:
    plainly = duplicate_groups((row, spelt_plainly(url)) for row, url in sample())
    found = {row: identify(url, catalogue()) for row, url in sample()}
    meant = duplicate_groups((row, each.key) for row, each in found.items() if isinstance(each, Identity))
    assert (len(plainly), len(meant)) == (15, 17)
    assert all(any(set(group) <= set(whole) for whole in meant) for group in plainly), "none is torn apart"
    assert [group for group in meant if group not in plainly] == [[16, 393], [181, 396]]


def test_all_51_handles_that_the_source_left_empty_are_in_their_addresses() -> None:
    empty = [identify(row["service_url"], catalogue()) for row in records() if not (row["account"] or "").strip()]
    assert len(empty) == 51
    assert all(isinstance(each, Identity) and each.handle for each in empty)


def test_a_path_word_that_the_source_took_for_a_handle_is_not_one() -> None:
    wrong = [identify(row["service_url"], catalogue()) for row in records() if row["account"] == "channel"]
    assert len(wrong) == 2
    assert all(isinstance(each, Identity) and each.handle.startswith("UC") and each.platform_id for each in wrong)


def test_five_accounts_of_the_sample_are_on_dead_platforms() -> None:
    found = [identify(row["service_url"], catalogue()) for row in records()]
    dead = [each for each in found if isinstance(each, Identity) and catalogue()[each.platform].retired_on]
    assert sorted(each.platform for each in dead) == ["google_plus"] * 2 + ["storify"] * 3
