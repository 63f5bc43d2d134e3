"""Who gets in where is told to security and auditors only, and each reading is on record."""

import csv
import io

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.access import Permission
from govdesk.audit.models import AuditEvent
from govdesk.directory.models import Person
from govdesk.reports.shelf import BY_NUMBER, REPORTS
from tests.pages import PageClient
from tests.reports.conftest import Register, taken

FOR_SECURITY = {"personal-recovery", "exceptions", "gaps"}


def trail(session: Session) -> list[tuple[str, str]]:
    events = session.scalars(
        select(AuditEvent).where(AuditEvent.subject_type == "report").order_by(AuditEvent.id)
    ).all()
    return [(BY_NUMBER[e.subject_id].key, str(e.fields.get("format", "page"))) for e in events]


@pytest.mark.parametrize("login", ["grace", "sam", "mei"])
def test_each_report_opens_for_who_may_read_it(
    client: PageClient, cast: dict[str, Person], register: Register, login: str
) -> None:
    client.sign_in(cast[login])
    reads = {"grace": {Permission.REPORT_READ}, "sam": set(Permission)}.get(login, set())
    assert ("/reports" in client.get("/").text) is bool(reads)
    for report in REPORTS:
        wanted = 200 if report.permission in reads else 403
        for address in (f"/reports/{report.key}", f"/reports/{report.key}.csv"):
            with client.get(address) as answer:
                assert answer.status_code == wanted, address
    assert {report.key for report in REPORTS if report.permission is Permission.REPORT_ACCESS} == FOR_SECURITY


def test_communications_see_numbers_and_nobodys_name(
    client: PageClient, session: Session, register: Register, grace: Person, sam: Person
) -> None:
    client.sign_in(grace)
    page = client.get("/reports/single-holders").text
    assert "one more who can sign in" in page
    assert "Ada Sørensen" not in page
    for kind in ("csv", "xlsx"):
        assert "Ada Sørensen".encode() not in taken(client, f"/reports/single-holders.{kind}")
    rows = csv.reader(io.StringIO(taken(client, "/reports/single-holders.csv").decode("utf-8-sig"), newline=""))
    assert not {"Who can sign in", "Who can recover"} & {cell for row in rows for cell in row}
    assert "Ada Sørensen" in client.sign_in(sam).get("/reports/single-holders").text


def test_the_list_of_reports_shows_communications_how_many_without_a_way_to_who(
    client: PageClient, register: Register, grace: Person, sam: Person
) -> None:
    shown = " ".join(client.sign_in(grace).get("/reports").text.split())
    assert "accounts that somebody&#39;s own mailbox or number opens" in shown
    assert 'href="/reports/personal-recovery' not in shown
    assert 'href="/reports/gcs"' in shown
    assert 'href="/reports/gaps' not in client.get("/reports/gcs").text
    assert 'href="/reports/gaps?shown=gcs.1.1-on"' in client.sign_in(sam).get("/reports/gcs").text


def test_reading_who_gets_in_is_on_record_and_so_is_every_file(
    client: PageClient, session: Session, register: Register, grace: Person, sam: Person, noor: Person
) -> None:
    client.sign_in(sam)
    client.get("/reports/single-holders")
    client.get("/reports/personal-recovery?platform=x")
    client.get("/reports/orphans")
    client.head("/reports/personal-recovery.csv")
    taken(client, "/reports/orphans.xlsx")
    client.sign_in(grace).get("/reports/single-holders")
    assert trail(session) == [("single-holders", "page"), ("personal-recovery", "page"), ("orphans", "xlsx")]
    told = client.sign_in(noor).get("/audit").text
    assert "read a report" in told
    assert "took a report along as a file" in told
    assert 'href="/reports/personal-recovery"' in told


def test_two_reports_never_share_a_number() -> None:
    assert sorted(BY_NUMBER) == sorted(report.number for report in REPORTS)


def test_a_control_is_to_be_chosen_before_its_accounts_are_shown(
    client: PageClient, register: Register, cast: dict[str, Person]
) -> None:
    client.sign_in(cast["sam"])
    for address in ("/reports/gaps", "/reports/gaps?shown=no.such"):
        shown = client.get(address).text
        assert "Choose a control above" in shown
        assert "Noaa" not in shown
    chosen = client.get("/reports/gaps?shown=gcs.1.1-on").text
    assert "Choose a control above" not in chosen
    assert "accounts that do not keep control 1.1-on" in chosen
