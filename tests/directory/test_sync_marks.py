"""From where on changes are asked for."""

from datetime import UTC, datetime, timedelta

import pytest

from govdesk.directory.sync.marks import MOST_AGAIN, OVERLAP, Mark, Server, Stamps

LATEST = datetime(2027, 3, 1, 9, 30, tzinfo=UTC)


def stamp(moment: datetime) -> str:
    return f"{moment:%Y%m%d%H%M%S}Z"


def since(*moments: datetime) -> str:
    stamps = Stamps()
    for moment in moments:
        stamps.note(stamp(moment).encode())
    return stamps.since()


def test_the_last_minutes_are_asked_for_again() -> None:
    assert since(LATEST - timedelta(days=1), LATEST) == stamp(LATEST - OVERLAP)


def test_after_a_mass_change_the_overlap_is_shorter() -> None:
    crowd = [LATEST - timedelta(minutes=4)] * MOST_AGAIN * 2
    assert since(*crowd, LATEST) == stamp(LATEST - timedelta(minutes=4) + timedelta(seconds=1))


def test_a_directory_loaded_in_one_second_is_not_read_again() -> None:
    assert since(*[LATEST] * MOST_AGAIN * 2) == stamp(LATEST + timedelta(seconds=1))


def test_a_server_without_stamps_is_read_whole() -> None:
    assert since() == ""
    assert not Mark("ldap://one", "", "", "same").fits(Server("ldap://one", "", None), "same")


@pytest.mark.parametrize(
    ("server", "fingerprint", "fits"),
    [
        (Server("ldap://one", "restored-never", 20), "same", True),
        (Server("ldap://two", "restored-never", 20), "same", False),
        (Server("ldap://one", "restored-once", 20), "same", False),
        (Server("ldap://one", "restored-never", None), "same", False),
        (Server("ldap://one", "restored-never", 20), "other", False),
    ],
)
def test_s8_a_number_means_something_to_one_server_only(server: Server, fingerprint: str, fits: bool) -> None:
    mark = Mark("ldap://one", "restored-never", "17", "same")
    assert mark.fits(server, fingerprint) is fits
    assert mark.filter == "(uSNChanged>=18)"
