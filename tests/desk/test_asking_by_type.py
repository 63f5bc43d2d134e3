"""The form of a request type: what is asked, kept and told, and what was begun and not sent."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.accounts.models import SocialAccount
from govdesk.desk.models import Ticket
from govdesk.desk.types.models import TicketDraft
from govdesk.desk.types.reading import texts_of
from govdesk.directory.models import Person
from govdesk.files import PolicyFiles
from govdesk.incidents.models import Suspicion
from tests.desk.conftest import Browse
from tests.pages import Page

LOCKED = "/tickets/new/locked-out"
ANSWERS = {"f_message": "It says that the code is wrong.", "f_reset_mails": "no", "f_pressing": "no"}


def test_words_lead_to_the_questions(browse: Browse, olu: Person) -> None:
    found = browse(olu).get("/tickets/new?q=locked+out").text
    assert f'href="{LOCKED}"' in found
    assert "Locked out, or the second factor is lost" in browse(olu).get("/tickets/new/suggestions?q=2fa").text


def test_an_account_has_to_be_named(browse: Browse, session: Session, olu: Person) -> None:
    answer = browse(olu).submit(LOCKED, to=LOCKED, **ANSWERS)
    assert answer.status_code == 422
    assert "Say which account it is about" in answer.text
    assert Page(answer.text).form(LOCKED).values["f_message"] == ANSWERS["f_message"]
    assert session.scalar(select(Ticket)) is None


def test_answers_are_kept_as_what_they_are(
    browse: Browse, session: Session, olu: Person, mei: Person, noaa: SocialAccount
) -> None:
    sent = {**ANSWERS, "account": noaa.url, "f_worked_on": "2026-11-01", "f_pressing": "yes",
            "f_needed_by": "2026-11-24T09:30"}  # fmt: skip
    assert browse(olu).submit(LOCKED, to=LOCKED, **sent).status_code == 303
    ticket = session.scalars(select(Ticket)).one()
    assert ticket.answers is not None
    assert ticket.answers.answers == {
        "message": "It says that the code is wrong.", "worked_on": "2026-11-01", "reset_mails": False,
        "pressing": True, "needed_by": "2026-11-24T08:30:00+00:00",
    }  # fmt: skip
    assert (ticket.type_key, ticket.priority, ticket.account_id) == ("locked-out", "1", noaa.id)
    shown = browse(mei).get(f"/tickets/{ticket.id}").text
    assert "Does a campaign, a crisis or a post that cannot wait depend on it?" in shown
    assert "Make sure by another way that it is really them" in shown


def test_what_is_asked_only_sometimes_is_needed_only_then(browse: Browse, olu: Person, noaa: SocialAccount) -> None:
    wanting = browse(olu).submit(LOCKED, to=LOCKED, **{**ANSWERS, "account": noaa.url, "f_pressing": "yes"})
    assert (wanting.status_code, "This is needed: By when do you need it?" in wanting.text) == (422, True)
    unasked = {**ANSWERS, "account": noaa.url, "f_needed_by": "rubbish"}
    assert browse(olu).submit(LOCKED, to=LOCKED, **unasked).status_code == 303


def test_answers_that_cannot_be_are_refused_in_a_sentence(browse: Browse, olu: Person, noaa: SocialAccount) -> None:
    for name, text, sentence in (
        ("f_pressing", "perhaps", "Choose one of the answers"),
        ("f_worked_on", "2026-02-30", "Not a valid date value"),
        ("f_message", "The password: hunter2hunter2", "This looks like a password or a code"),
        ("f_message", "a\0b", "invisible characters"),
    ):
        answer = browse(olu).submit(LOCKED, to=LOCKED, **{**ANSWERS, "account": noaa.url, name: text})
        assert (answer.status_code, sentence in answer.text) == (422, True), name


def test_the_same_form_twice_is_one_ticket(
    browse: Browse, session: Session, olu: Person, noaa: SocialAccount
) -> None:
    values = Page(browse(olu).get(LOCKED).text).form(LOCKED).values | ANSWERS | {"account": noaa.url}
    first, second = (browse(olu).post(LOCKED, data=values) for _ in range(2))
    assert first.location == second.location
    assert len(session.scalars(select(Ticket)).all()) == 1


def test_a_draft_comes_back_without_its_secrets_and_ends_with_the_ticket(
    browse: Browse, session: Session, olu: Person, ada: Person, noaa: SocialAccount
) -> None:
    draft = f"{LOCKED}/draft"
    token = Page(browse(olu).get(LOCKED).text).form(LOCKED).values["csrf_token"]
    typed = {"csrf_token": token, "account": noaa.url, "f_message": "password: hunter2hunter2", "f_pressing": "no"}
    assert browse(olu).post(draft, data=typed).status_code == 204
    kept = session.scalars(select(TicketDraft)).one().written
    assert kept == {"account": [noaa.url], "f_pressing": ["no"]}
    again = browse(olu).get(LOCKED).text
    assert "You began this earlier" in again
    assert Page(again).form(LOCKED).values["account"] == noaa.url
    assert "You began this earlier" not in browse(ada).get(LOCKED).text
    assert "You have begun this" in browse(olu).get("/tickets/new").text
    assert browse(olu).submit(LOCKED, to=LOCKED, **ANSWERS).status_code == 303
    assert session.scalar(select(TicketDraft)) is None


def test_a_draft_can_be_thrown_away(browse: Browse, session: Session, olu: Person) -> None:
    token = Page(browse(olu).get(LOCKED).text).form(LOCKED).values["csrf_token"]
    typed = {"csrf_token": token, "f_message": "It says no", "later": "y"}
    assert browse(olu).post(f"{LOCKED}/draft", data=typed).status_code == 303
    assert browse(olu).submit(LOCKED, to=f"{LOCKED}/draft/end").status_code == 303
    assert session.scalar(select(TicketDraft)) is None


def test_a_new_account_is_asked_for_where_it_always_was(browse: Browse, olu: Person) -> None:
    answer = browse(olu).get("/tickets/new/new-account")
    assert (answer.status_code, answer.location) == (303, "/accounts/requests/new/open")
    assert browse(olu).get("/tickets/new/no-such-type").status_code == 404


def test_hacked_tells_security_and_stays_among_few(
    browse: Browse, session: Session, olu: Person, sam: Person, ada: Person, grace: Person, noaa: SocialAccount
) -> None:
    here = "/tickets/new/hacked"
    sent = {
        "account": noaa.url,
        "f_seen": "A post about prizes",
        "f_since": "2026-11-23T08:00",
        "f_can_sign_in": "can",
    }
    assert browse(olu).submit(here, to=here, **sent).status_code == 303
    ticket = session.scalars(select(Ticket)).one()
    assert ticket.is_confidential
    assert session.scalars(select(Suspicion)).one().account_id == noaa.id
    seen = {who.login: browse(who).get(f"/tickets/{ticket.id}").status_code for who in (olu, sam, grace, ada)}
    assert seen == {"olu": 200, "sam": 200, "grace": 200, "ada": 404}
    assert ticket.subject in browse(sam).get("/tickets?view=roles").text


def test_every_type_that_comes_along_can_be_opened_and_sent_empty(browse: Browse, olu: Person, grace: Person) -> None:
    for key in texts_of(PolicyFiles()).keys() - {"new-account"}:
        here = f"/tickets/new/{key}"
        assert browse(olu).submit(here, to=here).status_code == 422, key
        assert browse(grace).get(f"/settings/requests/{key}").status_code == 200, key


def test_communications_change_a_type_after_seeing_what_it_asks(browse: Browse, olu: Person, grace: Person) -> None:
    here = "/settings/requests/training"
    text = Page(browse(grace).get(f"{here}/edit").text).form(f"{here}/edit").values["text"].strip("\n")
    changed = text.replace("title: Training", "title: Courses")
    shown = browse(grace).submit(f"{here}/edit", to=f"{here}/edit", text=changed, reason="Clearer")
    assert (shown.status_code, "Nothing is in force yet" in shown.text) == (200, True)
    assert "Courses" not in browse(olu).get("/tickets/new").text
    sure = Page(shown.text).form(f"{here}/edit").values | {"sure": "y"}
    assert browse(grace).post(f"{here}/edit", data=sure).status_code == 303
    assert "Courses" in browse(olu).get("/tickets/new").text
    broken = browse(grace).submit(f"{here}/edit", to=f"{here}/edit", text=f"{changed}\nurgent: yes", reason="x")
    assert (broken.status_code, "no name that is known here" in broken.text) == (422, True)
    assert browse(olu).get(here).status_code == 403
