"""People are called to the emergency sheet by a mail that leads to it, holds nothing of it, and goes to no other."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.access import Role
from govdesk.accounts.models import SocialAccount
from govdesk.audit.models import AuditEvent
from govdesk.directory.models import Person, PersonRole
from govdesk.incidents.queries import entries_of
from govdesk.incidents.sending import SHEET, call_to_sheet, letter, may_be_called
from govdesk.incidents.words import told
from govdesk.notify.letters import write
from govdesk.notify.models import Notice
from tests.conftest import NOW
from tests.incidents.conftest import Begin
from tests.pages import Page, PageClient

NOT_IN_A_MAIL = ("Ada", "Acme", "press@noaa.example", "12025550142", "Planner", "Company vault", "Strange posts")
"""What the sheet, or the log on it, tells of who and what can get in."""


def mails(session: Session) -> list[Notice]:
    return list(session.scalars(select(Notice).where(Notice.kind == SHEET).order_by(Notice.id)))


@pytest.mark.parametrize("goes_on", [False, True])
def test_whoever_is_ticked_gets_a_mail_at_once_that_holds_nothing_of_the_sheet(
    client: PageClient, session: Session, noaa: SocialAccount, begun: Begin, sam: Person, grace: Person, goes_on: bool
) -> None:
    here = f"/incidents/{begun().id}/sheet" if goes_on else f"/accounts/{noaa.id}/sheet"
    there = f"/accounts/{noaa.id}/sheet/mails"
    client.sign_in(sam)
    sent = client.post(there, data=_ticked(client, here, there, grace, sam))
    assert (sent.status_code, sent.location) == (303, here)
    assert {notice.person for notice in mails(session)} == {grace, sam}
    for notice in mails(session):
        assert notice.is_urgent
        text = write(session, notice, base_url="https://desk.example", today=NOW.date(), addressee="You")
        assert text is not None
        assert text.subject == "Emergency sheet of noaa: please open it now"
        assert f"https://desk.example{here}" in text.plain
        assert ("An incident is going on" in text.plain) is goes_on
        assert ("11 credentials are still to be changed" in text.plain) is goes_on
        for part in (text.subject, text.plain, text.html):
            assert not any(secret in part for secret in NOT_IN_A_MAIL)


def test_the_same_form_twice_is_sent_once_and_the_log_and_the_trail_say_so_once(
    client: PageClient, session: Session, begun: Begin, noaa: SocialAccount, sam: Person, grace: Person
) -> None:
    incident = begun()
    client.sign_in(sam)
    there = f"/accounts/{noaa.id}/sheet/mails"
    data = _ticked(client, f"/incidents/{incident.id}/sheet", there, grace)
    for _again in range(2):
        assert client.post(there, data=data).status_code == 303
    assert len(mails(session)) == 1
    lines = [line.what for line in told(session, entries_of(session, incident))]
    assert [line for line in lines if "by mail" in line] == ["1 person was called to the emergency sheet by mail"]
    trail = session.scalars(select(AuditEvent).where(AuditEvent.action == "incidents:sheet:sent")).all()
    assert [event.fields["recipient_ids"] for event in trail] == [[grace.id]]


def test_only_who_may_read_the_sheet_can_be_ticked_and_one_must_be(
    client: PageClient, session: Session, noaa: SocialAccount, sam: Person, grace: Person, ada: Person, noor: Person
) -> None:
    assert may_be_called(session, noaa) == [grace, sam]
    there = f"/accounts/{noaa.id}/sheet/mails"
    client.sign_in(sam)
    for people in ([], [ada], [grace, ada]):
        data = _ticked(client, f"/accounts/{noaa.id}/sheet", there, *people)
        assert client.post(there, data=data).status_code == 422
    assert mails(session) == []
    assert "Call others to this sheet" not in client.sign_in(noor).get(f"/accounts/{noaa.id}/sheet").text


def test_who_may_read_it_no_more_when_the_mail_goes_out_gets_none(
    session: Session, noaa: SocialAccount, sam: Person, grace: Person, ada: Person
) -> None:
    call_to_sheet(session, noaa, [grace, sam], by=ada, form_key="k", now=NOW)
    [to_owner, to_security] = mails(session)
    assert letter(session, to_owner) is not None
    noaa.owner = None
    sam.granted = [PersonRole(role=Role.STAFF, group_dn="cn=staff")]
    session.flush()
    assert [letter(session, to_owner), letter(session, to_security)] == [None, None]


def test_the_number_in_the_mail_is_that_of_the_moment_it_goes_out(
    session: Session, begun: Begin, noaa: SocialAccount, sam: Person
) -> None:
    incident = begun()
    call_to_sheet(session, noaa, [sam], by=sam, form_key="k", now=NOW)
    names = letter(session, mails(session)[0])
    assert names is not None
    assert names["remaining"] == len(incident.event.losses)
    incident.closed_at = NOW + timedelta(hours=1)
    session.flush()
    names = letter(session, mails(session)[0])
    assert names is not None
    assert (names["is_going_on"], names["path"]) == (False, f"/accounts/{noaa.id}/sheet")


def _ticked(client: PageClient, here: str, there: str, *people: Person) -> dict[str, object]:
    values = Page(client.get(here).text).form(there).values
    return {**values, "to": [person.login for person in people]}
