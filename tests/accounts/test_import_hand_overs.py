"""A file overwrites nobody: another owner, deputy or accountable department becomes a hand-over."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.accounts.importing.actions import imports, undoing
from govdesk.accounts.importing.models import AccountImport
from govdesk.accounts.importing.source import source_of
from govdesk.accounts.models import AccountState, SocialAccount
from govdesk.accounts.platforms.catalogue import Catalogue
from govdesk.directory.models import Department, Person
from govdesk.handover.actions.ending import decline
from govdesk.handover.actions.steps import list_items
from govdesk.handover.models import Handover, HandoverBatch
from govdesk.handover.rules import HandoverState, Item
from govdesk.notify.models import Notice
from tests.accounts.conftest import TODAY
from tests.conftest import NOW
from tests.pages import PageClient

HEAD = "url,name,department,owner,deputy\n"
Bring = Callable[..., AccountImport]


@pytest.fixture
def bring(session: Session, platforms: Catalogue, grace: Person) -> Bring:
    """Somebody brings in rows: Grace, or with `by=None` the command line."""

    def bring(*lines: str, by: Person | None = grace) -> AccountImport:
        found = source_of("list.csv", (HEAD + "\n".join(lines)).encode(), platforms)
        received, steps = imports.bring(session, found, by=by, now=NOW, today=TODAY, platforms=platforms)
        for _done in steps:
            session.commit()
        session.expire_all()
        return received

    return bring


def undo(session: Session, received: AccountImport, by: Person) -> dict[str, Any]:
    for _step in undoing.undo(session, received, by=by, now=NOW, today=TODAY):
        session.commit()
    session.expire_all()
    return received.undone


def opened(session: Session) -> list[Handover]:
    return list(session.scalars(select(Handover).order_by(Handover.id)))


def figures(received: AccountImport) -> tuple[int, int, int, int]:
    report = received.report
    return report["changed"], report["same"], len(report["handovers"]), len(report["held_back"])


def test_another_owner_is_asked_for_and_not_written(
    session: Session, bring: Bring, storms: SocialAccount, grace: Person, mei: Person
) -> None:
    received = bring("x.com/noaa_storms,Storm Watch,,mei,")
    [handover] = opened(session)
    assert (storms.owner, storms.name) == (grace, "Storm Watch")
    assert (handover.outgoing, handover.incoming, handover.opened_by) == (grace, mei, grace)
    assert handover.state is HandoverState.LISTING
    assert figures(received) == (1, 0, 1, 0)
    assert received.report["handovers"][0]["reason"] == "Another owner: a hand-over is asked for."


def test_a_deputy_and_an_accountable_department_that_are_set_are_handed_over_too(
    session: Session, bring: Bring, storms: SocialAccount, press_office: Department, commerce: Department,
    cast: dict[str, Person],
) -> None:  # fmt: skip
    storms.deputy = cast["sam"]
    session.commit()
    bring("x.com/noaa_storms,,Department of Commerce|NOAA Press Office,,mei")
    [handover] = opened(session)
    assert (storms.departments, storms.deputy) == ([press_office], cast["sam"])
    assert (handover.department_ids, handover.deputy) == ([commerce.id, press_office.id], cast["mei"])


def test_what_nobody_has_filled_is_filled_at_once(
    session: Session, bring: Bring, storms: SocialAccount, orphan: SocialAccount, press_office: Department,
    commerce: Department, cast: dict[str, Person],
) -> None:  # fmt: skip
    received = bring(
        "youtube.com/user/usnistgov,,Department of Commerce,ada,mei",
        "x.com/noaa_storms,,NOAA Press Office|Department of Commerce,,sam",
    )
    assert opened(session) == []
    assert (orphan.departments, orphan.owner, orphan.deputy) == ([commerce], cast["ada"], cast["mei"])
    assert (storms.departments, storms.deputy) == ([press_office, commerce], cast["sam"])
    assert figures(received) == (2, 0, 0, 0)


def test_who_brings_it_in_asks_also_for_what_nobody_has(
    session: Session, bring: Bring, orphan: SocialAccount, grace: Person, mei: Person
) -> None:
    received = bring("youtube.com/user/usnistgov,,,grace,mei")
    [handover] = opened(session)
    assert (orphan.owner, orphan.deputy) == (None, mei)
    assert (handover.incoming, handover.owner_id, handover.opened_by) == (grace, grace.id, grace)
    assert figures(received) == (1, 0, 1, 0)


def test_so_they_do_for_their_own_department_and_as_the_deputy(
    session: Session, bring: Bring, orphan: SocialAccount, storms: SocialAccount, press_office: Department,
    commerce: Department, grace: Person, mei: Person,
) -> None:  # fmt: skip
    commerce.head, storms.owner = grace, mei
    session.commit()
    bring("youtube.com/user/usnistgov,,Department of Commerce|NOAA Press Office,,", "x.com/noaa_storms,,,,grace")
    assert (orphan.departments, storms.deputy) == ([], None)
    assert {one.account_id: (one.department_ids, one.deputy) for one in opened(session)} == {
        orphan.id: ([commerce.id, press_office.id], None),
        storms.id: ([press_office.id], grace),
    }


def test_on_the_command_line_nobody_puts_anything_into_their_own_hands(
    session: Session, bring: Bring, orphan: SocialAccount, commerce: Department, grace: Person
) -> None:
    commerce.head = grace
    session.commit()
    bring("youtube.com/user/usnistgov,,Department of Commerce,grace,", by=None)
    assert (orphan.departments, orphan.owner, opened(session)) == ([commerce], grace, [])


def test_again_while_it_is_open_adds_no_second_one(
    session: Session, bring: Bring, storms: SocialAccount, mei: Person, sam: Person
) -> None:
    bring("x.com/noaa_storms,,,mei,")
    again, other = bring("x.com/noaa_storms,,,mei,"), bring("x.com/noaa_storms,,,sam,")
    assert len(opened(session)) == 1
    assert figures(again) == figures(other) == (0, 1, 0, 1)
    assert again.report["held_back"][0]["reason"] == "Another owner. A hand-over to them is open already."
    assert other.report["held_back"][0]["reason"] == "Another owner. Another hand-over is open."


def test_who_declined_is_not_asked_by_the_same_file_again(
    session: Session, bring: Bring, storms: SocialAccount, mei: Person, sam: Person
) -> None:
    bring("x.com/noaa_storms,,,mei,")
    decline(session, opened(session)[0], "Not mine", by=mei, now=NOW)
    session.commit()
    assert figures(bring("x.com/noaa_storms,,,mei,")) == (0, 1, 0, 1)
    bring("x.com/noaa_storms,,,sam,")
    assert [one.incoming for one in opened(session)] == [mei, sam]


def test_nothing_is_handed_over_where_nobody_could_take_it_or_it_is_not_in_use(
    session: Session, bring: Bring, register: Callable[..., SocialAccount], press_office: Department,
    commerce: Department, grace: Person, mei: Person,
) -> None:  # fmt: skip
    ownerless = register("x.com/noaa", departments=(press_office,))
    retired = register("x.com/nist", owner=grace)
    retired.state = AccountState.RETIRED
    session.commit()
    received = bring("x.com/noaa,,Department of Commerce,,", "x.com/nist,,,mei,")
    assert (ownerless.departments, retired.owner, opened(session)) == ([press_office], grace, [])
    assert figures(received) == (0, 2, 0, 2)


def test_owner_and_deputy_change_places_in_one_hand_over(
    session: Session, bring: Bring, storms: SocialAccount, grace: Person, mei: Person
) -> None:
    bring("x.com/noaa_storms,,,mei,grace")
    [handover] = opened(session)
    assert (storms.deputy, handover.owner, handover.deputy) == (None, mei, grace)


def test_the_parties_of_many_have_one_mail_also_from_the_command_line(
    session: Session, bring: Bring, register: Callable[..., SocialAccount], grace: Person, mei: Person
) -> None:
    for handle in ("noaa", "nist", "usgs"):
        register(f"x.com/{handle}", owner=grace)
    bring("x.com/noaa,,,mei,", "x.com/nist,,,mei,", "x.com/usgs,,,mei,", by=None)
    [batch] = session.scalars(select(HandoverBatch))
    assert [one.batch for one in opened(session)] == [batch] * 3
    assert [notice.person for notice in session.scalars(select(Notice))] == [grace]


def test_taking_it_back_calls_off_what_nobody_has_acted_on(
    session: Session, bring: Bring, register: Callable[..., SocialAccount], grace: Person, mei: Person
) -> None:
    for handle in ("noaa", "nist"):
        register(f"x.com/{handle}", owner=grace)
    received = bring("x.com/noaa,,,mei,", "x.com/nist,,,mei,")
    untouched, begun = opened(session)
    list_items(session, begun, {Item.SIGN_IN: "in the vault"}, by=grace, now=NOW.replace(hour=NOW.hour + 1))
    session.commit()
    assert undo(session, received, grace) == {
        "removed": 0,
        "put_back": 1,
        "kept": [{"account": "https://x.com/nist", "reason": "Somebody has acted on the hand-over it asked for."}],
    }
    assert (untouched.state, begun.state) == (HandoverState.CANCELLED, HandoverState.CONFIRMING)
    assert figures(bring("x.com/noaa,,,mei,")) == (1, 0, 1, 0), "it may be asked for again"


def test_the_page_says_so_and_leads_to_the_hand_over(
    client: PageClient, session: Session, bring: Bring, storms: SocialAccount, grace: Person, mei: Person
) -> None:
    received = bring("x.com/noaa_storms,,,mei,")
    shown = client.sign_in(grace).get(f"/accounts/import/{received.id}").text
    assert "Another owner: a hand-over is asked for." in shown
    assert f"/handovers/{opened(session)[0].id}" in shown
