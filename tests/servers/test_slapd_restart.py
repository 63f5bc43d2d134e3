from pathlib import Path

import pytest

from govdesk.demo.company import company
from govdesk.demo.ldif import seed
from tests.servers.directory import GRACE, as_service, search
from tools.servers.errors import ServerError
from tools.servers.slapd import Slapd

MARRIED = f"dn: {GRACE}\nchangetype: modify\nreplace: sn\nsn: Hopper\n"


def surname_and_id(slapd: Slapd) -> tuple[bytes, bytes]:
    [(_, grace)] = search(as_service(slapd.environment()), "(uid=grace)", "sn", "entryUUID")
    return grace["sn"][0], grace["entryUUID"][0]


def test_a_change_survives_a_restart(folder: Path) -> None:
    with Slapd(folder, seed(company())) as slapd:
        slapd.modify(MARRIED)
        before = surname_and_id(slapd)
    with Slapd(folder, seed(company())) as slapd:
        assert surname_and_id(slapd) == before == (b"Hopper", before[1])


def test_another_seed_replaces_the_entries_and_keeps_who_is_who(folder: Path) -> None:
    with Slapd(folder, seed(company())) as slapd:
        slapd.modify(MARRIED)
        _, grace = surname_and_id(slapd)
    with Slapd(folder, seed(company(people=310))) as slapd:
        assert surname_and_id(slapd) == (b"Whitfield", grace)


def test_a_folder_serves_one_server_at_a_time(folder: Path) -> None:
    with Slapd(folder, seed(company())), pytest.raises(ServerError, match="in use"):
        Slapd(folder, seed(company())).start()


def test_a_seed_with_a_fault_is_named_and_leaves_no_server(folder: Path) -> None:
    with pytest.raises(ServerError, match="slapadd failed"):
        Slapd(folder, "dn: dc=commerce,dc=example\nobjectClass: nonsense\n").start()
    with Slapd(folder, seed(company())) as slapd:
        assert surname_and_id(slapd)[0] == b"Whitfield"
