"""Rows of a source that mean one account; addresses from the US Digital Registry of June 2017."""

from govdesk.accounts.identity import Identity, identify
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
    found = {row: identify(url) for row, url in ROWS.items()}
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
