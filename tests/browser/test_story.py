"""The main job, end to end, by six people at a browser: what `make run` shows is what this walks through.

The tests stand in the order of the story; each goes on where the one before stopped.
"""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, expect

from govdesk import clock
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser

Visit = Callable[[str], Visitor]
HANDLE = "NWSAlaska"
SUBJECT = "Captions on our page show strange characters"
MILLISECONDS_FOR_MAIL = 45_000
SEND_FORM = """() => {
    const form = document.querySelector("main form")
    return fetch(form.action, {method: "POST", body: new FormData(form)}).then(answer => answer.status)
}"""
"""Sends the form of a page once more than the person does, as an impatient double click would."""


def account_of(visitor: Visitor) -> None:
    """Find the account of the story in the register, as anybody would."""
    visitor.go("/accounts")
    visitor.page.get_by_label("Handle, name or address").fill(HANDLE)
    visitor.press("Show")
    visitor.page.get_by_role("row").filter(has_text=HANDLE).get_by_role("link").first.click()


def test_lars_who_has_left_is_refused(browser: Browser, address: str) -> None:
    lars = Visitor(browser, address, "lars")
    lars.go("/accounts")
    lars.look("signin")
    lars.sign_in()
    expect(lars.page.get_by_text("do not fit")).to_be_visible()
    lars.look("signin-refused")
    lars.go("/accounts")
    assert "/signin" in lars.page.url


def test_grace_lets_ada_take_over_an_account_and_ada_confirms_that_she_can_sign_in(person: Visit) -> None:
    grace, ada = person("grace"), person("ada")
    grace.look("my-day-grace")
    grace.go("/accounts")
    grace.look("accounts")
    grace.picture("readme")
    account_of(grace)
    grace.page.locator("input[name='login']").fill("ada")
    grace.press("Add custodian")
    grace.follow("Hand over")
    grace.page.get_by_label("Owner", exact=True).fill("ada")
    grace.look("handover-new")
    grace.press("Open the hand-over")
    grace.look("handover-opened")
    ada.go("/")
    ada.follow(HANDLE)
    ada.page.get_by_label("I have signed in").check()
    ada.press("Confirm")
    expect(ada.page.get_by_text("Try the second factor first").first).to_be_visible()
    ada.page.get_by_label("The second factor works").check()
    ada.look("handover-confirming")
    ada.press("Confirm")
    grace.page.reload()
    grace.look("handover-closing")
    grace.press("Close the hand-over")
    grace.look("handover-closed")
    grace.follow("The account")
    expect(grace.page.get_by_text("set the owner")).to_be_visible()
    grace.look("account")
    grace.go("/handovers")
    grace.look("handovers")


def test_olu_sees_the_official_list_and_cannot_change_it(person: Visit) -> None:
    olu = person("olu")
    account_of(olu)
    assert "Ada Okoro" not in olu.read()
    assert olu.page.get_by_role("link", name="Hand over", exact=True).count() == 0
    olu.look("account-olu")
    answer = olu.page.goto(f"{olu.page.url}/handover")
    assert answer is not None
    assert answer.status == 403
    olu.look("forbidden")


def test_sam_schedules_a_rotation(person: Visit) -> None:
    sam = person("sam")
    account_of(sam)
    sam.follow("Schedule a rotation")
    in_three_days = clock.utcnow().date() + timedelta(days=3)
    sam.page.get_by_label("Change it by").fill(in_three_days.isoformat())
    sam.page.get_by_label("Then again").fill("90")
    sam.look("schedule")
    sam.press("Schedule the rotation")
    sam.look("scheduled")
    sam.go("/rotations")
    sam.look("rotations")


def test_ada_records_the_rotation_from_the_link_in_the_reminder(person: Visit) -> None:
    ada = person("ada")
    reminder = ada.page.get_by_role("link", name=f"Change the password of {HANDLE}").first
    ada.go("/dev/mail")
    ada.wait_for(reminder, MILLISECONDS_FOR_MAIL)
    ada.look("dev-mail")
    reminder.click()
    ada.look("dev-mail-reminder")
    ada.page.locator("a[href*='/rotations/']").first.click()
    ada.look("rotation")
    ada.press("Done Change the password")
    expect(ada.page.get_by_text("1 of 5 steps")).to_be_visible()
    expect(ada.page.locator("#steps-change")).to_be_focused()
    sent: list[str] = []
    ada.page.on("request", lambda request: sent.append(f"{request.url} {request.post_data}"))
    ada.press("Make one")
    made = ada.page.locator("[data-made]")
    expect(made).to_have_text(re.compile(r"^[A-Za-z2-9-]{24}$"))
    password = made.inner_text()
    assert sent == [], "nothing is sent when it is made"
    ada.look("rotation-made")
    ada.press("Record that it was changed")
    in_ninety_days = clock.utcnow().date() + timedelta(days=90)
    expect(ada.page.locator(f"time[datetime='{in_ninety_days.isoformat()}']").first).to_be_visible()
    assert sent, "the change itself is"
    assert [text for text in sent if password in text] == []
    ada.page.go_back()
    expect(made).to_be_empty()
    ada.go("/")
    ada.look("my-day-ada")


def test_olu_files_a_ticket_and_sending_it_twice_makes_one(person: Visit) -> None:
    olu = person("olu")
    olu.go("/")
    olu.look("my-day-olu")
    olu.follow("Ask for help")
    olu.look("new-ticket")
    olu.page.get_by_role("button", name="Ask for help").click()
    expect(olu.page.get_by_text("Choose what fits best").first).to_be_visible()
    olu.look("new-ticket-in-error")
    olu.page.get_by_label("Something is broken").check()
    olu.page.get_by_label("Which account").fill("https://twitter.com/unheard_of")
    olu.page.get_by_label("The account is not in the list").check()
    olu.page.get_by_label("In a few words").fill(SUBJECT)
    olu.page.get_by_label("What happened").fill("Since this morning every umlaut is a question mark.")
    olu.page.evaluate(SEND_FORM)
    olu.press("Ask for help")
    expect(olu.page.get_by_role("heading", level=1)).to_have_text(SUBJECT)
    olu.look("ticket-olu")
    olu.go("/tickets")
    expect(olu.page.get_by_role("link", name=SUBJECT)).to_have_count(1)
    olu.look("tickets-olu")


def test_mei_takes_answers_notes_and_resolves(person: Visit) -> None:
    mei = person("mei")
    mei.go("/tickets")
    mei.look("queue")
    mei.follow(SUBJECT)
    mei.press("Take ticket")
    mei.page.locator("#note-text").fill("The export tool writes the wrong encoding again.")
    mei.press("Keep as internal note")
    mei.page.get_by_label("Your answer").fill("Thank you. We have repaired the export; please look again.")
    mei.press("Send answer")
    mei.look("ticket-mei")
    mei.press("Resolve ticket")
    expect(mei.page.get_by_text("Resolved").first).to_be_visible()
    mei.look("ticket-resolved")


def test_olu_reads_the_answer_but_never_the_note_and_both_got_mail(person: Visit) -> None:
    olu = person("olu")
    olu.go("/tickets")
    olu.follow(SUBJECT)
    assert "repaired the export" in olu.read()
    assert "wrong encoding" not in olu.page.content()
    olu.go("/dev/mail")
    mails = olu.page.get_by_role("listitem").filter(has_text=SUBJECT)
    for who in ("olu@commerce.example", "mei@commerce.example"):
        olu.wait_for(mails.filter(has_text=who).first, MILLISECONDS_FOR_MAIL)


def test_olu_reads_and_acknowledges_a_policy(person: Visit) -> None:
    olu = person("olu")
    olu.go("/policies")
    olu.look("policies")
    olu.follow("Our voice")
    olu.look("policy")
    olu.press("Acknowledge version 1")
    expect(olu.page.get_by_text("You have acknowledged")).to_be_visible()


def test_grace_sees_who_has_not_acknowledged(person: Visit) -> None:
    grace = person("grace")
    grace.go("/policies/voice/coverage")
    grace.look("coverage")
    assert "Olu Adebayo" not in grace.read()


def test_grace_looks_at_an_import_before_it_counts(person: Visit) -> None:
    grace = person("grace")
    grace.go("/accounts/import")
    grace.look("import")
    rows = (
        b"platform,url,name,department,owner,deputy,custodians\n"
        b"x,https://x.com/noaa_new_one,New account,NOAA Press Office,ada,,ada\n"
        b"x,http://www.twitter.com/NOAA_New_One/,The same again,,,,\n"
        b"x,https://x.com.evil.example/noaa,An impostor,,,,\n"
    )
    file = {"name": "more.csv", "mimeType": "text/csv", "buffer": rows}
    grace.page.get_by_label("File").set_input_files(file)  # type: ignore[arg-type]
    grace.press("Look at the file")
    expect(grace.page.get_by_text("x.com.evil.example").first).to_be_visible()
    grace.look("import-preview")
    grace.press("Bring")
    grace.look("import-done")
    grace.go("/accounts?q=https://twitter.com/noaa_new_one")
    expect(grace.page.get_by_role("link", name="New account")).to_have_count(1)


def test_ada_has_a_page_of_her_own_and_colleagues_have_one_for_her(person: Visit) -> None:
    ada = person("ada")
    ada.go("/")
    ada.follow("Ada Okoro")
    ada.look("person-ada")
    assert "holds the credential" in ada.read()
    olu = person("olu")
    olu.go("/people/ada")
    olu.look("person-olu")
    assert "holds the credential" not in olu.read()
    assert "ada@commerce.example" in olu.read()


def test_noor_finds_people_and_who_may_do_what(person: Visit) -> None:
    noor = person("noor")
    noor.go("/people")
    noor.look("people")
    noor.page.get_by_label("Name or login").fill("okoro ada")
    noor.press("Show")
    noor.follow("Ada Okoro")
    noor.look("person-noor")
    noor.go("/people/lars")
    noor.look("person-lars")
    assert "Has left" in noor.read()
    noor.go("/people?q=nobody-at-all")
    noor.look("people-none")
    noor.go("/settings/access")
    noor.look("access")
    with noor.page.expect_download() as download:
        noor.page.get_by_role("link", name="Download as CSV").click()
    assert download.value.suggested_filename == "govdesk-access.csv"


def test_root_checks_the_directory(person: Visit) -> None:
    root = person("root")
    root.look("my-day-root")
    root.go("/settings")
    root.look("settings")
    root.follow("See the directory")
    root.look("directory")
    root.press("Check now")
    expect(root.page.get_by_text("In order").first).to_be_visible()
    root.look("directory-check")
    root.follow("Back to the directory")
    root.page.get_by_label("Login").fill("grace")
    root.press("Look up")
    expect(root.page.get_by_text("Communications").first).to_be_visible()
    root.look("directory-look-up")


def test_noor_reads_the_trail(person: Visit) -> None:
    noor = person("noor")
    noor.go("/audit")
    noor.look("audit")
    assert "Olu Adebayo" in noor.read()
    noor.go("/nowhere")
    noor.look("not-found")
