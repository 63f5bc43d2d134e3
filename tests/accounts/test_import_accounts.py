"""Accounts from a file: what comes in, what stays out, and that a second time changes nothing."""

import json
from collections.abc import Callable
from importlib import resources
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govdesk import audit
from govdesk.accounts.importing.actions import imports
from govdesk.accounts.importing.models import AccountImport
from govdesk.accounts.importing.source import source_of
from govdesk.accounts.models import AccountState, SocialAccount
from govdesk.accounts.platforms.catalogue import Catalogue
from govdesk.audit.models import AuditEvent
from govdesk.directory.models import Department, Person
from tests.accounts.conftest import TODAY
from tests.conftest import NOW

HEAD = "platform,url,name,department,owner,deputy,custodians\n"
Bring = Callable[..., dict[str, Any]]


@pytest.fixture
def bring(session: Session, platforms: Catalogue, grace: Person) -> Bring:
    """Grace brings in rows, or a whole file, and gets the report."""

    def bring(*lines: str, name: str = "accounts.csv", content: bytes | None = None) -> dict[str, Any]:
        text = content or (HEAD + "\n".join(lines)).encode()
        received = receive(session, grace, platforms, text, name)
        imports.apply_at_once(session, received, by=grace, now=NOW, today=TODAY, platforms=platforms)
        session.commit()
        session.expire_all()
        return dict(received.report)

    return bring


def receive(session: Session, by: Person, platforms: Catalogue, content: bytes, name: str = "a.csv") -> AccountImport:
    """A file that was looked at and waits for a decision."""
    source = source_of(name, content, platforms)
    return imports.keep(
        session, source, imports.look(session, source, platforms), by=by, now=NOW, platforms=platforms
    )


def only_account(session: Session) -> SocialAccount:
    return session.scalars(select(SocialAccount)).unique().one()


def sample() -> bytes:
    return (resources.files("govdesk.demo") / "data" / "accounts.json").read_bytes()


def test_a_row_becomes_an_account_with_all_it_says(
    session: Session, bring: Bring, press_office: Department, commerce: Department, cast: dict[str, Person]
) -> None:
    report = bring(
        "twitter,http://www.twitter.com/NOAA_Storms?lang=en,NOAA Storms,noaa  press office|Department of Commerce,"
        "GRACE,mei@commerce.example,ada|olu"
    )
    account = only_account(session)
    assert (report["rows"], report["new"], report["unmatched"]) == (1, 1, [])
    assert (account.platform, account.handle, account.url) == ("x", "NOAA_Storms", "https://x.com/NOAA_Storms")
    assert account.departments == [press_office, commerce]
    assert (account.owner, account.deputy) == (cast["grace"], cast["mei"])
    assert {person.login for person in account.custodians} == {"ada", "olu"}
    assert (account.state, account.source) == (AccountState.ACTIVE, "accounts.csv")


def test_its_history_says_where_it_came_from(session: Session, bring: Bring, press_office: Department) -> None:
    bring("x,x.com/noaa,NOAA,NOAA Press Office,,,")
    (line,) = audit.history_of(session, only_account(session))
    assert (line.actor_name, line.sentence) == ("Grace Okafor", "brought the account in from a file")
    assert line.details == [
        ("File", None, "accounts.csv"),
        ("Row", None, "2"),
        ("Departments", "none", "NOAA Press Office"),
    ]


def test_words_that_name_nobody_are_kept_and_never_guessed(
    session: Session, bring: Bring, press_office: Department, lars: Person
) -> None:
    report = bring("x,x.com/noaa,NOAA,Press Office,lars,G. Okafor,ada@elsewhere.example")
    account = only_account(session)
    assert account.is_orphan
    assert (account.owner, account.deputy, account.custodians) == (None, None, [])
    words = {
        "department": ["Press Office"],
        "owner": ["lars"],
        "deputy": ["G. Okafor"],
        "custodians": ["ada@elsewhere.example"],
    }
    assert account.unmatched == words
    assert report["unmatched"] == [{"row": 2, "field": field, "value": value} for field, (value,) in words.items()]


def test_a_mailbox_of_two_people_names_neither(session: Session, bring: Bring, ada: Person, olu: Person) -> None:
    ada.mail = olu.mail = "press@commerce.example"
    bring("x,x.com/noaa,NOAA,,press@commerce.example,,")
    assert only_account(session).owner is None


def test_a_platform_that_does_not_fit_the_address_is_reported_and_the_address_counts(
    session: Session, bring: Bring
) -> None:
    report = bring("facebook,x.com/noaa,NOAA,,,,")
    assert report["unmatched"] == [{"row": 2, "field": "platform", "value": "facebook"}]
    assert only_account(session).platform == "x"


def test_a_row_without_a_name_is_called_by_its_handle(session: Session, bring: Bring) -> None:
    bring("x,x.com/noaa,,,,,")
    assert only_account(session).name == "noaa"


def test_accounts_on_dead_platforms_come_in_as_retired(session: Session, bring: Bring) -> None:
    bring("storify,storify.com/noaa,NOAA,,,,")
    assert only_account(session).state is AccountState.RETIRED


def test_rows_of_which_no_account_can_be_made_are_refused_and_the_rest_goes_on(
    session: Session, bring: Bring
) -> None:
    report = bring("facebook,notfacebook.com/noaa,NOAA,,,,", "x,,NOAA,,,,", "x,x.com/noaa,NOAA,,,,")
    assert [refusal["row"] for refusal in report["refused"]] == [2, 3]
    assert report["refused"][0]["reason"] == "notfacebook.com looks like Facebook, but does not belong to it."
    assert only_account(session).handle == "noaa"


def test_a_second_row_of_one_account_is_a_duplicate_of_the_first(session: Session, bring: Bring) -> None:
    report = bring("x,twitter.com/noaa,First,,,,", "x,https://x.com/NOAA/,Second,,,,")
    assert (report["rows"], report["new"], report["duplicates"]) == (2, 1, 1)
    assert report["duplicate_groups"] == [[2, 3]]
    assert only_account(session).name == "First"


def test_a_second_import_of_one_file_adds_and_changes_nothing(
    session: Session, bring: Bring, press_office: Department, grace: Person
) -> None:
    line = "x,x.com/noaa,NOAA,NOAA Press Office|Unknown,grace,nobody,grace"
    bring(line)
    before = session.scalar(select(func.count()).select_from(AuditEvent))
    report = bring(line)
    assert (report["new"], report["changed"], report["same"]) == (0, 0, 1)
    assert session.scalar(select(func.count()).select_from(AuditEvent)) == (before or 0) + 1, "the import itself"


def test_what_differs_is_changed_and_empty_cells_say_nothing(
    session: Session, bring: Bring, storms: SocialAccount, cast: dict[str, Person], press_office: Department,
    commerce: Department,
) -> None:  # fmt: skip
    report = bring("x,x.com/noaa_storms,Storm Watch,NOAA Press Office|Department of Commerce,,mei,olu")
    assert (report["changed"], report["new"]) == (1, 0)
    assert storms.name == "Storm Watch"
    assert storms.departments == [press_office, commerce]
    assert (storms.owner, storms.deputy) == (cast["grace"], cast["mei"])
    assert set(storms.custodians) == {cast["ada"], cast["olu"]}
    sentences = [line.sentence for line in audit.history_of(session, storms)]
    assert sentences == [
        "handed the credential to a custodian",
        "set the deputy",
        "set the owning departments",
        "changed the name",
    ]


def test_departments_stay_when_the_source_names_one_that_nobody_knows(
    session: Session, bring: Bring, storms: SocialAccount, press_office: Department, commerce: Department
) -> None:
    report = bring("x,x.com/noaa_storms,NOAA Storms,Department of Commerce|Moon Office,,,")
    assert report["same"] == 1
    assert storms.departments == [press_office]


def test_looking_at_a_file_changes_nothing(session: Session, platforms: Catalogue, grace: Person) -> None:
    content = (HEAD + "x,x.com/noaa,NOAA,,,,").encode()
    received = receive(session, grace, platforms, content)
    assert received.report["new"] == 1
    assert session.scalar(select(func.count()).select_from(SocialAccount)) == 0


def test_the_rows_are_kept_only_until_it_is_decided(session: Session, platforms: Catalogue, grace: Person) -> None:
    content = (HEAD + "x,x.com/noaa,NOAA,,,,").encode()
    for _look in range(2):
        received = receive(session, grace, platforms, content)
    assert session.scalars(select(AccountImport)).all() == [received]
    imports.apply_at_once(session, received, by=grace, now=NOW, today=TODAY, platforms=platforms)
    assert received.content is None


def test_pressing_the_button_twice_does_it_once(session: Session, platforms: Catalogue, grace: Person) -> None:
    content = (HEAD + "x,x.com/noaa,NOAA,,,,").encode()
    received = receive(session, grace, platforms, content)
    for _press in range(2):
        imports.apply_at_once(session, received, by=grace, now=NOW, today=TODAY, platforms=platforms)
    assert received.report["new"] == 1
    assert session.scalar(select(func.count()).select_from(SocialAccount)) == 1


def test_the_sample_register_comes_in_once_with_its_duplicates_named(session: Session, bring: Bring) -> None:
    report = bring(name="accounts.json", content=sample())
    assert (report["rows"], report["new"], report["duplicates"], report["refused"]) == (410, 391, 19, [])
    assert len(report["duplicate_groups"]) == 17
    assert [16, 393] in report["duplicate_groups"], "an old user name with and without /user/"
    assert [39, 127, 129] in report["duplicate_groups"]
    retired = session.scalars(select(SocialAccount.platform).where(SocialAccount.state == AccountState.RETIRED))
    assert sorted(retired) == ["google_plus"] * 2 + ["storify"] * 3
    again = bring(name="accounts.json", content=sample())
    assert (again["new"], again["changed"], again["same"]) == (0, 0, 391)


def test_every_address_of_the_sample_gives_a_handle() -> None:
    empty = [record for record in json.loads(sample()) if not record["account"]]
    assert len(empty) == 51, "the source has these without a handle; the import derives all of them"
