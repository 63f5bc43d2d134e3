"""What cannot be used is refused in a sentence, and what was typed comes back."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govdesk.desk.models import Ticket, TicketMessage
from govdesk.directory.models import Person
from tests.desk.conftest import Browse, FileTicket
from tests.pages import Page

MATTER = {"kind": "question", "subject": "May I?", "text": "May I post on Sundays?"}
XSS = "<script>alert(1)</script><img src=x onerror=alert(2)>{{7*7}}%s"

REFUSED = [
    ({"kind": ""}, "Choose what fits best"),
    ({"kind": "closed"}, "Not a valid choice"),
    ({"subject": " \t "}, "Say in a few words what it is about"),
    ({"subject": "x" * 201}, "Use at most 200 characters"),
    ({"subject": "a\0b"}, "Take out the invisible characters"),
    ({"text": "\n \n"}, "Tell us more"),
    ({"text": "a\0b"}, "Take out the invisible characters"),
    ({"text": "W" * 1_000_000}, "Write at most 20000 characters"),
    ({"account": "https://x.com/who_is_this"}, "Choose an account from the list"),
    ({"account": "7"}, "Choose an account from the list"),
    ({"account": "a\0b"}, "Take out the invisible characters"),
    ({"account": "x" * 501, "not_listed": "y"}, "Enter at most 500 characters"),
    ({"account": "", "not_listed": "y"}, "Enter the address or the name"),
    ({"text": "It is\npassword: hunter2hunter2"}, "This looks like a password or a code"),
]


@pytest.mark.parametrize(("wrong", "sentence"), REFUSED, ids=[sentence for _, sentence in REFUSED])
def test_a_ticket_that_cannot_be_filed_comes_back_with_a_sentence(
    browse: Browse, session: Session, olu: Person, wrong: dict[str, str], sentence: str
) -> None:
    typed = {**MATTER, **wrong}
    answer = browse(olu).submit("/tickets/new", **typed)
    assert answer.status_code == 422
    assert sentence in answer.text
    kept = Page(answer.text).form("/tickets/new").values
    for name in ("subject", "text"):
        if typed[name].isprintable():
            assert kept[name].strip() == typed[name].strip()
    assert session.scalar(select(func.count()).select_from(Ticket)) == 0


def test_what_looks_like_a_password_is_sent_when_its_writer_insists(
    browse: Browse, session: Session, olu: Person
) -> None:
    warned = browse(olu).submit("/tickets/new", **{**MATTER, "text": "Password: forgotten. What now?"})
    assert warned.status_code == 422
    again = Page(warned.text).form("/tickets/new").values
    assert browse(olu).post("/tickets/new", data={**again, "no_secret": "y"}).status_code == 303
    assert session.scalars(select(TicketMessage.text)).one() == "Password: forgotten. What now?"


@pytest.mark.parametrize(
    ("text", "sentence"), [("", "Write your reply"), ("a\0b", "invisible"), ("W" * 1_000_000, "20000")]
)
def test_a_reply_that_cannot_be_sent_comes_back(
    browse: Browse, files: FileTicket, session: Session, olu: Person, text: str, sentence: str
) -> None:
    here = f"/tickets/{files(olu).id}"
    answer = browse(olu).submit(here, to=f"{here}/messages", **{"reply-text": text})
    assert (answer.status_code, sentence in answer.text) == (422, True)
    assert session.scalar(select(func.count()).select_from(TicketMessage)) == 1


@pytest.mark.parametrize("account", ["0", "-1", "987654", str(2**63), "x", "1 or 1=1"])
def test_an_unknown_account_in_the_address_fills_in_nothing(browse: Browse, olu: Person, account: str) -> None:
    page = browse(olu).get("/tickets/new", query_string={"account": account})
    assert page.status_code == 200
    assert Page(page.text).form("/tickets/new").values["account"] == ""


def test_markup_is_shown_as_the_text_it_is(browse: Browse, files: FileTicket, olu: Person, mei: Person) -> None:
    ticket = files(olu, subject=XSS, text=XSS, account=XSS, not_listed="y")
    here = f"/tickets/{ticket.id}"
    for place in ("messages", "notes", "resolution"):
        prefix = {"messages": "reply", "notes": "note", "resolution": "resolution"}[place]
        assert browse(mei).submit(here, to=f"{here}/{place}", **{f"{prefix}-text": XSS}).status_code == 303
    for url in (here, "/tickets?view=resolved", "/tickets"):
        page = browse(mei).get(url).text
        assert "<script>alert" not in page
        assert "<img src=x" not in page
    assert browse(mei).get(here).text.count("{{7*7}}%s") >= 5


def test_line_breaks_in_a_subject_become_blanks(files: FileTicket, olu: Person) -> None:
    assert files(olu, subject="One\r\nBcc: two").subject == "One Bcc: two"


def test_words_in_any_script_are_kept(browse: Browse, files: FileTicket, olu: Person) -> None:
    text = "🔥🔥 العربية \u202eabc Donaudampfschifffahrtsgesellschaft"
    ticket = files(olu, text=text)
    assert ticket.messages[0].text == text
