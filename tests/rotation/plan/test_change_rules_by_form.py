"""Rules are changed, moved and taken out by a form, shown first; two who do so at once lose nothing."""

import pytest
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from govdesk.accounts.models import SocialAccount
from govdesk.directory.models import Person
from govdesk.rotation.plan.reading import plan_of
from tests.pages import Page, PageClient
from tests.rotation.plan.conftest import Publish
from tests.rotation.plan.test_policy_page import PUT, UNMARKED, put, versions

EDIT = "/rotations/policy/rules/edit"
HIGH = """\
  - name: High risk
    applies_to: {tiers: [high], platforms: [vine], departments: [nowhere]}
    every_days: 90  # a quarter
    because: The board asked for it
    tell: {overdue: [owner]}
    escalate: {5: [owner, manager], 9: [head]}
"""
LOW = "  - name: Low risk\n    applies_to: {tiers: [low]}\n    grace_days: 9\n"
RULES = f"# Ours\nrules:\n{HIGH}{LOW}"


@pytest.fixture
def rules(publish: Publish, client: PageClient, sam: Person, noaa: SocialAccount) -> str:
    """In force, and security looks at them."""
    publish(RULES)
    client.sign_in(sam)
    return RULES


def of(name: str) -> str:
    return f"{EDIT}?rule={name.replace(' ', '+')}"


def filled(page: str, to: str = EDIT, **values: str) -> dict[str, str]:
    """What a browser sends of the form: nothing of a list in which nothing is marked."""
    found = Page(page).form(to).values
    return {name: value for name, value in {**found, **values}.items() if value or name not in UNMARKED}


def change(client: PageClient, name: str, /, **values: str) -> TestResponse:
    return client.post(EDIT, data=filled(client.get(of(name)).text, **values))


def names(session: Session) -> list[str]:
    return [rule.name for rule in plan_of(versions(session)[-1].text).rules.rules]


def test_the_page_leads_to_each_rule(client: PageClient, rules: str) -> None:
    page = client.get(PUT).text
    assert page.count("Take it out") == 2
    assert page.count("Let it count earlier") == page.count("Let it count later") == 1
    assert 'href="/rotations/policy/rules/edit?rule=High+risk"' in page


def test_opened_and_sent_as_it_is_nothing_changes(client: PageClient, session: Session, rules: str) -> None:
    shown = change(client, "High risk")
    assert shown.status_code == 200
    assert Page(shown.text).form(PUT).values["text"].replace("\r\n", "\n") == rules
    assert len(versions(session)) == 1


def test_one_field_changes_and_all_else_of_the_rule_stays(client: PageClient, session: Session, rules: str) -> None:
    shown = change(client, "High risk", every_days="60", head_after="12")
    assert shown.status_code == 200
    assert put(client, shown).status_code == 303
    made = versions(session)[-1]
    assert made.reason == "The rule “High risk” was changed."
    assert LOW in made.text
    assert "    tell: {overdue: [owner]}\n" in made.text
    assert "    applies_to: {tiers: [high], platforms: [vine], departments: [nowhere]}\n" in made.text
    rule = plan_of(made.text).rules.rules[0]
    assert {days: {str(who) for who in told} for days, told in rule.tells.escalates.items()} == {
        5: {"owner", "manager"}, 12: {"head"},
    }  # fmt: skip


def test_from_the_preview_one_comes_back_to_what_was_entered(client: PageClient, rules: str) -> None:
    shown = change(client, "Low risk", grace_days="4", name="Low")
    back = next(form for form in Page(shown.text).forms if form.action.startswith(f"{EDIT}?again"))
    again = client.post(back.action, data=back.values)
    assert again.status_code == 200
    assert filled(again.text)["name"] == "Low"
    assert filled(again.text)["grace_days"] == "4"


@pytest.mark.parametrize(
    ("address", "left"),
    [
        ("/rotations/policy/rules/removals?rule=High+risk", ["Low risk"]),
        ("/rotations/policy/rules/moves?rule=High+risk&to=later", ["Low risk", "High risk"]),
        ("/rotations/policy/rules/moves?rule=Low+risk&to=earlier", ["Low risk", "High risk"]),
    ],
)
def test_a_rule_is_moved_or_taken_out_after_a_look(
    client: PageClient, session: Session, rules: str, address: str, left: list[str]
) -> None:
    shown = client.get(address)
    assert "What the rules would do" in shown.text
    assert len(versions(session)) == 1
    assert put(client, shown).status_code == 303
    assert names(session) == left


@pytest.mark.parametrize("kind", ["edit?rule=Gone", "removals?rule=Gone", "moves?rule=High+risk&to=earlier"])
def test_a_page_that_is_behind_leads_to_the_rules_as_they_are(client: PageClient, rules: str, kind: str) -> None:
    answer = client.get(f"/rotations/policy/rules/{kind}")
    assert (answer.status_code, answer.location) == (303, PUT)
    assert "no such rule" in client.get(PUT).text


def test_put_in_force_twice_it_is_one_version(client: PageClient, session: Session, rules: str) -> None:
    shown = client.get("/rotations/policy/rules/removals?rule=Low+risk")
    assert [put(client, shown).status_code for _twice in range(2)] == [303, 303]
    assert len(versions(session)) == 2


def test_who_comes_second_sees_both_changes_before_they_count(
    client: PageClient, session: Session, rules: str, publish: Publish
) -> None:
    shown = change(client, "High risk", every_days="60")
    publish(rules.replace("grace_days: 9", "grace_days: 2"))
    answer = put(client, shown, reason="Faster now")
    assert answer.status_code == 409
    assert "while you were writing" in answer.text
    assert "Faster now" in answer.text
    assert len(versions(session)) == 2
    assert put(client, answer).status_code == 303
    text = versions(session)[-1].text
    assert "every_days: 60" in text
    assert "grace_days: 2" in text


def test_who_changed_the_same_rows_keeps_their_text_and_sees_what_changed(
    client: PageClient, session: Session, rules: str, publish: Publish
) -> None:
    shown = change(client, "Low risk", grace_days="4")
    publish(rules.replace("grace_days: 9", "grace_days: 2"))
    answer = put(client, shown)
    assert answer.status_code == 409
    assert "Nothing of yours is lost" in answer.text
    for row in ("-    grace_days: 9", "+    grace_days: 2", "    grace_days: 4"):
        assert row in answer.text
    assert len(versions(session)) == 2


def test_a_rule_that_somebody_else_changed_meanwhile_is_shown_beside_what_was_entered(
    client: PageClient, session: Session, rules: str, publish: Publish
) -> None:
    sent = filled(client.get(of("Low risk")).text, grace_days="4")
    publish(rules.replace("grace_days: 9", "grace_days: 2"))
    answer = client.post(EDIT, data=sent)
    assert answer.status_code == 409
    assert "2 days of grace" in answer.text
    again = filled(answer.text)
    assert again["grace_days"] == "4"
    assert client.post(EDIT, data=again).status_code == 200


def test_a_rule_that_is_gone_can_be_added_again_with_what_was_entered(
    client: PageClient, session: Session, rules: str, publish: Publish
) -> None:
    sent = filled(client.get(of("Low risk")).text, grace_days="4")
    publish(f"rules:\n{HIGH}")
    answer = client.post(EDIT, data=sent)
    assert answer.status_code == 409
    assert "it becomes a new rule" in answer.text
    new = "/rotations/policy/rules/new"
    shown = client.post(new, data=filled(answer.text, new))
    assert put(client, shown).status_code == 303
    assert names(session) == ["High risk", "Low risk"]


@pytest.mark.parametrize(("everywhere", "box", "written"), [("true", None, False), ("false", "y", True)])
def test_a_second_person_is_said_where_it_is_not_as_everywhere(
    client: PageClient,
    session: Session,
    sam: Person,
    publish: Publish,
    everywhere: str,
    box: str | None,
    written: bool,
) -> None:
    publish(f"second_person: {everywhere}\n")
    client.sign_in(sam)
    new = "/rotations/policy/rules/new"
    shown = client.submit(new, to=new, **{**UNMARKED, "name": "A", "grace_days": "1", "second_person": box})
    assert put(client, shown).status_code == 303
    assert plan_of(versions(session)[-1].text).rules.rules[0].second_person is written
