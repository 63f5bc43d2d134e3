"""The directory as administrators and auditors see it: now, its runs, a check, one login looked up."""

import socket
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from govdesk import clock, create_app
from govdesk.directory.models import Person, RunState, SyncRun
from govdesk.settings import Settings
from tests.directory.conftest import browser_of
from tests.pages import PageClient
from tests.runs import run_at
from tools.servers.slapd import Slapd

Runs = Callable[..., SyncRun]
HOME = "/settings/directory"


@pytest.fixture
def runs(session: Session) -> Runs:
    """`runs(state=…, ago=…)` puts a run on record."""

    def record(*, ago: timedelta = timedelta(minutes=3), **values: object) -> SyncRun:
        run = run_at(clock.utcnow() - ago, **values)
        session.add(run)
        session.commit()
        return run

    return record


def test_x4_a_fresh_run_raises_no_alarm_and_an_old_one_does(
    client: PageClient, noor: Person, runs: Runs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client.application.extensions["directory"].server, "settings", _with_an_address(client))
    noors = client.sign_in(noor)
    assert "never been brought up to date" in noors.get(HOME).text
    runs(ago=timedelta(hours=2))
    assert "may still be in" in noors.get(HOME).text
    runs(state=RunState.FAILED, reason="nothing listens there")
    runs(is_rehearsal=True)
    assert "may still be in" in noors.get(HOME).text
    runs()
    shown = noors.get(HOME).text
    assert "may still be in" not in shown
    assert "nothing listens there" in shown


def _with_an_address(client: PageClient) -> Settings:
    settings: Settings = client.application.config["GOVDESK"]
    client.application.config["GOVDESK"] = changed = settings.model_copy(update={"ldap_uri": ("ldapi:///nowhere",)})
    return changed


def test_without_a_directory_the_page_says_what_to_set(client: PageClient, root: Person) -> None:
    shown = client.sign_in(root).get(HOME).text
    assert "Set GOVDESK_LDAP_URI" in shown
    assert "No run yet" in shown


REPORT = {
    "people": {"seen": 302, "new": 3, "changed": 2, "left": 1, "missing": 4, "skipped": 1},
    "departments": {"seen": 12}, "groups": {"seen": 5}, "seconds": 1.25, "stopped": None,
    "alarms": ["roles.yml names cn=gone,ou=groups, which the directory does not have"],
    "skipped": [{"entry": "uid=odd,dc=example", "reason": "the entry has no entryUUID"}],
}  # fmt: skip


def test_s9_a_run_shows_counts_reasons_and_what_was_left_out(client: PageClient, noor: Person, runs: Runs) -> None:
    change = {"login": "olu", "name": "<script>Olu</script>", "what": "left", "why": "disabled in the directory"}
    run = runs(report=REPORT, changes=[change], server="ldaps://one.example")
    noors = client.sign_in(noor)
    listed, shown = noors.get(HOME).text, noors.get(f"{HOME}/runs/{run.id}").text.replace("<wbr>", "")
    assert "3 new, 2 changed, 1 left, 4 missing, 1 left out" in listed
    assert "1.2 s" in listed
    for words in (
        "disabled in the directory",
        "cn=gone,ou=groups",
        "uid=odd,dc=example",
        "ldaps://one.example",
        "302",
    ):
        assert words in shown
    assert "<script>Olu" not in shown


def test_s4_a_run_that_stopped_says_how_to_go_on(client: PageClient, root: Person, runs: Runs) -> None:
    run = runs(state=RunState.STOPPED, reason="it would make leavers of 120 of 300 people")
    shown = client.sign_in(root).get(f"{HOME}/runs/{run.id}").text
    assert "120 of 300" in shown
    assert "govdesk directory sync --force" in shown


def test_a_run_at_work_and_a_dry_run_are_told_apart(client: PageClient, root: Person, runs: Runs) -> None:
    runs(is_rehearsal=True, is_forced=True, is_full=False)
    runs(state=RunState.RUNNING, ended_at=None)
    shown = client.sign_in(root).get(HOME).text
    for words in ("dry run", "forced", "changes only", "still at work"):
        assert words in shown


def test_what_went_wrong_can_be_listed_alone(client: PageClient, root: Person, runs: Runs) -> None:
    roots = client.sign_in(root)
    assert "Nothing went wrong" in roots.get(f"{HOME}?only=wrong").text
    runs(server="ldaps://fine.example")
    runs(state=RunState.FAILED, reason="its certificate has expired", server="ldaps://bad.example")
    shown = roots.get(f"{HOME}?only=wrong").text
    assert "ldaps://bad.example" in shown
    assert "ldaps://fine.example" not in shown


def test_many_runs_are_read_on_to_the_first(client: PageClient, root: Person, runs: Runs) -> None:
    made = [runs() for _number in range(27)]
    roots = client.sign_in(root)
    first = roots.get(HOME).text
    assert f"after={made[2].id}" in first
    rest = roots.get(f"{HOME}?after={made[2].id}").text
    assert f"{HOME}/runs/{made[0].id}" in rest
    assert f"{HOME}/runs/{made[2].id}" not in rest


def test_s7_who_is_missing_is_named_with_the_moment(
    client: PageClient, session: Session, cast: dict[str, Person], runs: Runs
) -> None:
    cast["ada"].missing_since = clock.utcnow() - timedelta(minutes=5)
    cast["lars"].missing_since = clock.utcnow()
    session.commit()
    shown = client.sign_in(cast["noor"]).get(HOME).text
    assert "Missing in the directory" in shown
    assert "Ada Sørensen" in shown
    assert "Lars Holm" not in shown


def test_a_server_that_answers_and_one_that_does_not_stand_side_by_side(
    ldap_settings: Settings, slapd: Slapd, sessions: Callable[[], Session], session: Session, root: Person
) -> None:
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))  # bound, but nobody listens
        dead = f"ldap://127.0.0.1:{taken.getsockname()[1]}"
        settings = ldap_settings.model_copy(update={"ldap_uri": (dead, *ldap_settings.ldap_uri)})
        shown = browser_of(create_app(settings), sessions, session).sign_in(root).get(HOME).text
    assert "nothing listens there" in shown
    assert "TLSv1.3" in shown


def test_x3_check_now_shows_every_step(door: PageClient, root: Person) -> None:
    shown = door.sign_in(root).submit(HOME, to=f"{HOME}/checks")
    assert shown.status_code == 200
    for words in ("sign in as service account", "Base", "People", "Attribute for login", "gives the role comms"):
        assert words in shown.text


@pytest.mark.parametrize(
    ("login", "told"),
    [
        ("ADA", ("Ada Okoro", "NOAA", "gives no role", "may sign in")),
        ("grace", ("govdesk-comms", "Communications")),
        ("lars", ("disabled: may not sign in",)),
        ("nobody-here", ("There is nothing to show", "0 entries have this login")),
        ("*", ("There is nothing to show",)),
        ("<script>", ("What the directory says of &lt;script&gt;",)),
    ],
)
def test_x3_a_login_is_looked_up_without_a_password(
    door: PageClient, root: Person, login: str, told: tuple[str, ...]
) -> None:
    answer = door.sign_in(root).submit(HOME, to=f"{HOME}/look-ups", login=login)
    assert answer.status_code == 200
    for words in told:
        assert words in answer.text


def test_a_look_up_of_nothing_comes_back_to_its_form(door: PageClient, root: Person) -> None:
    answer = door.sign_in(root).submit(HOME, to=f"{HOME}/look-ups", login=" ")
    assert answer.status_code == 422
    assert "Enter a login such as ada" in answer.text


def test_x2_no_page_shows_a_secret(door: PageClient, ldap_settings: Settings, root: Person, runs: Runs) -> None:
    run, secrets = runs(), (ldap_settings.ldap_bind_password, ldap_settings.secret_key)
    roots = door.sign_in(root)
    shown = [roots.get(path).text for path in ("/settings", HOME, f"{HOME}/runs/{run.id}", "/settings/access")]
    shown += [roots.submit(HOME, to=f"{HOME}/checks").text]
    shown += [roots.submit(HOME, to=f"{HOME}/look-ups", login="ada").text]
    assert all(secret.get_secret_value() not in text for secret in secrets for text in shown)


def test_an_auditor_reads_but_is_offered_no_button(client: PageClient, noor: Person) -> None:
    shown = client.sign_in(noor).get(HOME).text
    assert "Check now" not in shown
    assert "Look up" not in shown
