"""An attack at the page, against a directory that locks a login at the fifth wrong password."""

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from govdesk.demo.company import company
from govdesk.demo.ldif import seed
from govdesk.settings import Settings
from tests.crowd import app_of_its_own, at_once
from tests.pages import Page, PageClient
from tools.servers.slapd import Slapd
from tools.servers.slapd_log import binds, searches
from tools.servers.slapd_options import Options
from tools.servers.unprivileged import passing_folder

HOME, ELSEWHERE = "203.0.113.9", "203.0.114.9"


@pytest.fixture(scope="module")
def slapd() -> Iterator[Slapd]:
    options = Options(wrong_passwords=5, logs_operations=True)
    with passing_folder("slapd") as folder, Slapd(folder, seed(company()), options=options) as slapd:
        yield slapd


@pytest.fixture
def app(ldap_settings: Settings, tmp_path: Path) -> Iterator[Flask]:
    with app_of_its_own(ldap_settings, tmp_path) as app:
        yield app


def sign_in(app: Flask, login: str, password: str, address: str) -> Callable[[], TestResponse]:
    """A browser at `address` that has the page open already."""
    browser = app.test_client()
    assert isinstance(browser, PageClient)
    browser.environ_base["REMOTE_ADDR"] = address
    data = {**Page(browser.get("/signin").text).form(None).values, "login": login, "password": password}
    return lambda: browser.post("/signin", data=data)


def statuses(answers: list[TestResponse]) -> Counter[int]:
    return Counter(answer.status_code for answer in answers)


def binds_of(slapd: Slapd, login: str) -> int:
    return sum(number for dn, number in binds(slapd.log()).items() if dn.startswith(f"uid={login},"))


def test_l9_a_hundred_wrong_passwords_at_once_are_two_for_the_directory(app: Flask, slapd: Slapd) -> None:
    answers = at_once([sign_in(app, "ada", f"wrong {n}", "192.0.2.1") for n in range(100)])
    assert statuses(answers) == {401: 2, 429: 98}
    assert binds_of(slapd, "ada") == 2
    assert sign_in(app, "ada", "govdesk", ELSEWHERE)().status_code == 303


def test_l9_nobody_is_locked_out_by_a_hundred_attackers(app: Flask, slapd: Slapd) -> None:
    assert sign_in(app, "olu", "govdesk", HOME)().status_code == 303
    answers = at_once([sign_in(app, "olu", f"wrong {n}", f"198.51.{n}.1") for n in range(100)])
    assert statuses(answers) == {401: 3, 429: 97}
    assert sign_in(app, "olu", "a slip of the finger", HOME)().status_code == 401
    with slapd.manager() as manager:
        [(_dn, olu)] = manager.search_s(slapd.base_dn, 2, "(uid=olu)", ["pwdAccountLockedTime"])
    assert olu == {}


def test_l9_a_familiar_address_does_not_wait_and_a_new_one_is_told_how_long(app: Flask) -> None:
    assert sign_in(app, "grace", "govdesk", HOME)().status_code == 303
    for n in range(10):
        sign_in(app, "grace", "wrong", f"192.0.2.{n}")()
    held = sign_in(app, "grace", "govdesk", ELSEWHERE)()
    assert held.status_code == 429
    assert 1790 <= int(held.headers["Retry-After"]) <= 1800
    assert "Try again in 30 minutes." in held.text
    assert sign_in(app, "grace", "govdesk", HOME)().status_code == 303


def test_l4_a_login_written_otherwise_has_no_tries_of_its_own(app: Flask, slapd: Slapd) -> None:
    before = binds_of(slapd, "mei")
    spellings = ["mei", "MEI", " mei ", "ｍei", "Mei"]
    answers = [sign_in(app, spelling, "wrong", "192.0.2.1")() for spelling in spellings]
    assert statuses(answers) == {401: 2, 429: 3}
    assert binds_of(slapd, "mei") - before == 2


def test_who_has_no_try_left_costs_the_directory_nothing(app: Flask, slapd: Slapd) -> None:
    assert sign_in(app, "sam", "govdesk", HOME)().status_code == 303
    for login in ("sam", "nobody-at-all"):
        for _ in range(2):
            sign_in(app, login, "wrong", "192.0.2.1")()
        before = len(searches(slapd.log()))
        assert sign_in(app, login, "wrong", "192.0.2.1")().status_code == 429
        assert len(searches(slapd.log())) == before


def test_a_directory_that_is_down_counts_as_no_wrong_password(app: Flask, slapd: Slapd) -> None:
    slapd.kill()
    try:
        assert statuses([sign_in(app, "noor", "govdesk", HOME)() for _ in range(5)]) == {503: 5}
    finally:
        slapd.run_again()
    assert sign_in(app, "noor", "govdesk", HOME)().status_code == 303


def test_an_ipv6_customer_is_one_stranger(app: Flask) -> None:
    answers = [sign_in(app, "root", "wrong", f"2001:db8:1:2::{n}")() for n in range(5)]
    assert statuses(answers) == {401: 2, 429: 3}
    assert sign_in(app, "root", "govdesk", "2001:db8:1:3::1")().status_code == 303


def test_one_address_cannot_try_login_after_login(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("govdesk.signin.throttle.ADDRESS_TRIES", 5)
    answers = [sign_in(app, f"nobody-{n}", "wrong", "192.0.2.1")() for n in range(6)]
    assert statuses(answers) == {401: 5, 429: 1}
    assert "your network" in answers[-1].text


def test_l4_a_name_typed_whole_has_no_tries_of_its_own_in_any_spelling(
    ldap_settings: Settings, own_policies: Path, tmp_path: Path, slapd: Slapd
) -> None:
    (own_policies / "directory.yml").write_text("bind_as: '{login}'\n", encoding="utf-8")
    with slapd.manager() as manager:
        [(noor, _no_values)] = manager.search_s(slapd.base_dn, 2, "(uid=noor)", ["1.1"])
    before = binds_of(slapd, "noor")
    with app_of_its_own(ldap_settings.model_copy(update={"policies": own_policies}), tmp_path) as app:
        names = ["noor@a.example", "NOOR@b.example", r"A\noor", r"b\Noor"]
        spellings = [noor, noor.upper(), noor.replace(",", ", "), noor.replace("noor", r"n\6for")]
        whole = [sign_in(app, name, "wrong", "192.0.2.1")() for name in names]
        assert statuses(whole) == {401: 2, 429: 2}
        distinguished = [sign_in(app, name, "govdesk", "192.0.2.2")() for name in spellings]
        assert statuses(distinguished) == {401: 4}
    assert binds_of(slapd, "noor") == before
