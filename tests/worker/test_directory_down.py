"""A directory that is down is no reason for a worker to fail."""

from tests.worker.conftest import Start


def test_once_succeeds_while_the_directory_is_down_and_says_so_in_one_line(start: Start) -> None:
    nowhere = {"GOVDESK_LDAP_URI": "ldap://127.0.0.1:1", "GOVDESK_LDAP_BASE_DN": "dc=commerce,dc=example"}
    process = start("--once", **nowhere)
    _out, words = process.communicate(timeout=30)
    assert process.returncode == 0
    assert words.count(b"people stay as they are") == 1
