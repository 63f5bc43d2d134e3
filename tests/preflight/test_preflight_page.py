"""A draft is looked at on a page, by everybody who works here."""

from govdesk.directory.models import Person
from tests.pages import PageClient


def test_findings_are_marked_and_the_verdict_stands_above(client: PageClient, olu: Person) -> None:
    shown = client.sign_in(olu).submit("/preflight", text="Mail <b> jo@example.org", where="x")
    assert shown.status_code == 200
    assert "Must not be posted like this" in shown.text
    assert '<mark class="found found-block">jo@example.org<sup>1</sup></mark>' in shown.text
    assert "Mail &lt;b&gt; " in shown.text
    assert "Counts as 23 of 280" in shown.text


def test_a_fix_changes_the_draft_in_its_field(client: PageClient, olu: Person) -> None:
    shown = client.sign_in(olu).submit("/preflight", text="So 𝗕𝗼𝗹𝗱\r\nhere", where="x", fix="reading.fonts:3")
    assert "So Bold\nhere</textarea>" in shown.text
    assert "Nothing stands in the way" in shown.text


def test_an_empty_draft_is_asked_for(client: PageClient, olu: Person) -> None:
    shown = client.sign_in(olu).submit("/preflight", text="", where="")
    assert shown.status_code == 422
    assert "Enter the text that you mean to post" in shown.text
