"""The preview of an import shows what each row changes, and to nobody who holds the access unless they may know."""

import re
from collections.abc import Callable
from html import unescape
from io import BytesIO

from sqlalchemy.orm import Session

from govdesk.accounts.importing.models import ImportRow, RowOutcome
from govdesk.accounts.models import SocialAccount
from govdesk.accounts.telling_changes import told
from govdesk.directory.models import Department, Person
from tests.pages import PageClient


def preview(client: PageClient, *lines: str) -> str:
    content = "\n".join(["url,name,department,owner,custodians", *lines]).encode()
    return client.submit("/accounts/import", file=(BytesIO(content), "list.csv")).location


def words(client: PageClient, place: str) -> str:
    """The table of rows, without its marks."""
    rows = client.get(place).text.partition("Row by row")[2].partition("</section>")[0]
    return " ".join(unescape(re.sub(r"<[^>]*>", "", rows)).split())


def test_each_field_is_shown_as_it_is_and_as_it_would_be(
    client: PageClient, storms: SocialAccount, press_office: Department, grace: Person, ada: Person, olu: Person
) -> None:
    client.sign_in(grace)
    shown = words(
        client, preview(client, "x.com/NOAA_Storms,Storm desk,,olu,", f"x.com/noaa,,{press_office.name},ada,")
    )
    assert "Name: NOAA Storms → Storm desk" in shown
    assert f"Owner, by a hand-over: {grace.name} → {olu.name}" in shown
    assert f"Departments: {press_office.name}; Owner: {ada.name}" in shown, "a new account, too"


def test_nobody_learns_from_a_preview_who_holds_the_access(
    client: PageClient, register: Callable[..., SocialAccount], session: Session, grace: Person, ada: Person,
    olu: Person,
) -> None:  # fmt: skip
    register("https://x.com/noaa", owner=olu, custodians=(ada,))
    client.sign_in(grace)
    holds, holds_not = (words(client, preview(client, f"x.com/noaa,,,,{who}")) for who in ("ada", "olu"))
    assert holds == holds_not
    assert "Custodians:" not in holds_not


def test_whoever_may_know_it_sees_who_is_added(
    session: Session, register: Callable[..., SocialAccount], grace: Person, ada: Person, olu: Person
) -> None:
    account = register("https://x.com/noaa", owner=olu)
    changes = {"custodian_ids": [[], [ada.id]]}
    row = ImportRow(id=1, account_id=account.id, outcome=RowOutcome.SAME, changes=changes)
    [field] = told(session, [row], olu)[1]
    assert (field.label, field.before, field.after) == ("Custodians", None, ada.name)
    assert told(session, [row], grace)[1] == []
