"""Which handles people take for one another, and whose mailbox is nobody's."""

import pytest

from govdesk.accounts.mailboxes import is_personal_host
from govdesk.lifecycle.likeness import alike


@pytest.mark.parametrize(
    ("one", "other", "is_alike"),
    [
        ("NOAA_Floods", "noaafloods", True),
        ("noaa.floods", "noaa-floods", True),
        ("noaafl00ds", "noaafloods", True),
        ("noaafIoods", "noaafloods", True),
        ("NOAAFloodsOfficial", "noaafloods", True),
        ("noaaflood", "noaafloods", True),
        ("noaafoolds", "noaaflodos", False),
        ("noaafolods", "noaafloods", True),
        ("nоaafloods", "noaafloods", True),
        ("noaa", "noaaa", True),
        ("noaa", "nasa", False),
        ("noaa", "noaa1", False),
        ("noaafloods", "noaastorms", False),
    ],
)
def test_what_a_hurried_eye_takes_for_the_same(one: str, other: str, is_alike: bool) -> None:
    assert alike(one, other) is is_alike
    assert alike(other, one) is is_alike


@pytest.mark.parametrize(
    ("host", "is_personal"),
    [
        ("gmail.com", True),
        ("GMX.at", True),
        ("yahoo.co.uk", True),
        ("yahoo.com", True),
        ("commerce.example", False),
        ("live.ourtown.example.org", False),
        ("mail.noaa.gov", False),
    ],
)
def test_mail_for_everybody_is_no_place_for_the_recovery_of_ours(host: str, is_personal: bool) -> None:
    assert is_personal_host(host) is is_personal
