"""What is handed on or taken away is known still by who had it, where it can be known: its change is asked for."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.accounts.models import SocialAccount
from govdesk.directory.models import Department, Person
from govdesk.exposure.actions import change_line, end_line
from govdesk.exposure.closing import end_all
from govdesk.exposure.models import (
    AccessGrant,
    ConnectedTool,
    Held,
    Line,
    RecoveryMeans,
    SecondFactor,
    TrustedDevice,
    VaultEntry,
)
from govdesk.exposure.rules import Belongs, FactorKind, MeansKind, Way
from govdesk.rotation.models import RotationEvent, RotationReason
from tests.conftest import NOW
from tests.exposure.conftest import TODAY, AddLine
from tests.pages import PageClient

OURS = {"belongs": Belongs.ORGANISATION}
KNOWN: list[tuple[type[Held], dict[str, Any], str]] = [
    (RecoveryMeans, {"kind": MeansKind.CODES, **OURS}, "recovery_codes"),
    (RecoveryMeans, {"kind": MeansKind.MAILBOX, **OURS}, "recovery_mailbox"),
    (RecoveryMeans, {"kind": MeansKind.PHONE, **OURS}, "recovery_phone"),
    (RecoveryMeans, {"kind": MeansKind.UNKNOWN, **OURS}, "recovery_mailbox"),
    *((SecondFactor, {"kind": kind}, "second_factor") for kind in FactorKind if kind not in ("key", "off")),
    (ConnectedTool, {"name": "Planner"}, "connected_tool"),
]
GONE: list[tuple[type[Held], dict[str, Any]]] = [
    (SecondFactor, {"kind": FactorKind.KEY}),
    (TrustedDevice, {"name": "Laptop of the duty desk"}),
]


def opened(session: Session) -> list[tuple[str | None, set[str]]]:
    """Whose knowledge ended, and of what, the oldest first."""
    events = session.scalars(select(RotationEvent).order_by(RotationEvent.id)).all()
    assert {event.kind for event in events} <= {RotationReason.REMOVED}
    return [
        (event.person.login if event.person else event.thing, {loss.schedule.credential for loss in event.losses})
        for event in events
    ]


def change(session: Session, line: Any, by: Person, **values: Any) -> bool:
    return change_line(session, line, values, by=by, now=NOW, today=TODAY)


@pytest.mark.parametrize(("kind", "values", "credential"), KNOWN)
def test_what_can_be_known_is_to_be_changed_once_somebody_else_holds_it(
    session: Session, line: AddLine, ada: Person, olu: Person, sam: Person, kind: type[Held],
    values: dict[str, Any], credential: str,
) -> None:  # fmt: skip
    held = line(kind, holder_id=ada.id, **values)
    assert change(session, held, sam, holder_id=olu.id)
    assert opened(session) == [("ada", {credential})]


@pytest.mark.parametrize(("kind", "values", "credential"), KNOWN)
def test_and_once_it_is_off_the_list(
    session: Session, line: AddLine, ada: Person, sam: Person, kind: type[Held], values: dict[str, Any],
    credential: str,
) -> None:  # fmt: skip
    end_line(session, line(kind, holder_id=ada.id, **values), by=sam, now=NOW, today=TODAY)
    assert opened(session) == [("ada", {credential})]


@pytest.mark.parametrize(("kind", "values"), GONE)
def test_of_what_goes_along_when_it_is_handed_back_nothing_remains(
    session: Session, line: AddLine, ada: Person, olu: Person, sam: Person, kind: type[Held], values: dict[str, Any]
) -> None:
    held = line(kind, holder_id=ada.id, **values)
    assert not change(session, held, sam, holder_id=olu.id)
    end_line(session, held, by=sam, now=NOW, today=TODAY)
    end_line(session, line(VaultEntry, pointer="Vault, press"), by=sam, now=NOW, today=TODAY)
    assert opened(session) == []


def test_each_who_has_it_no_longer_is_told_apart_and_who_keeps_it_lost_nothing(
    session: Session, line: AddLine, ada: Person, olu: Person, mei: Person, sam: Person
) -> None:
    codes = line(RecoveryMeans, kind=MeansKind.CODES, holder_id=ada.id, backup_id=olu.id, **OURS)
    assert not change(session, codes, sam, holder_id=olu.id, backup_id=ada.id)
    assert change(session, codes, sam, holder_id=mei.id, backup_id=None)
    assert sorted(opened(session)) == [("ada", {"recovery_codes"}), ("olu", {"recovery_codes"})]


def test_an_agency_counts_by_its_name_however_it_is_written(session: Session, line: AddLine, sam: Person) -> None:
    tool = line(ConnectedTool, name="Planner", agency="Acme Media")
    assert not change(session, tool, sam, agency="acme  media")
    assert change(session, tool, sam, agency="Brightside")
    assert opened(session) == [("acme  media", {"connected_tool"})]


def test_that_somebody_is_found_out_to_hold_it_takes_it_from_nobody(
    session: Session, line: AddLine, ada: Person, sam: Person
) -> None:
    factor = line(SecondFactor, kind=FactorKind.APP)
    assert not change(session, factor, sam, holder_id=ada.id)
    assert opened(session) == []


def test_what_nobody_is_known_to_hold_is_known_to_somebody_still_when_it_ends(
    session: Session, line: AddLine, sam: Person
) -> None:
    end_line(session, line(SecondFactor, kind=FactorKind.APP), by=sam, now=NOW, today=TODAY)
    assert opened(session) == [(None, {"second_factor"})]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (FactorKind.CODES, FactorKind.KEY, [("ada", {"second_factor"})]),
        (FactorKind.APP, FactorKind.OFF, [("ada", {"second_factor"})]),
        (FactorKind.UNKNOWN, FactorKind.KEY, []),
        (FactorKind.KEY, FactorKind.APP, []),
    ],
)
def test_that_it_is_another_kind_now_does_not_make_who_had_it_forget(
    session: Session, line: AddLine, ada: Person, sam: Person, before: FactorKind, after: FactorKind,
    expected: list[Any],
) -> None:  # fmt: skip
    factor = line(SecondFactor, kind=before, holder_id=ada.id)
    change(session, factor, sam, kind=after)
    assert opened(session) == expected


def test_handed_on_and_back_and_on_again_is_lost_twice(
    session: Session, line: AddLine, ada: Person, olu: Person, sam: Person
) -> None:
    codes = line(RecoveryMeans, kind=MeansKind.CODES, holder_id=ada.id, **OURS)
    for hour, holder in enumerate((olu, ada, olu)):
        at = NOW.replace(hour=10 + hour)
        change_line(session, codes, {"holder_id": holder.id}, by=sam, now=at, today=TODAY)
    assert [who for who, _what in opened(session)] == ["ada", "olu", "ada"]


def test_an_account_that_is_gone_is_one_event_with_all_that_was_known_of_it(
    session: Session, noaa: SocialAccount, line: AddLine, ada: Person, olu: Person, sam: Person
) -> None:
    line(RecoveryMeans, kind=MeansKind.CODES, holder_id=ada.id, backup_id=olu.id, **OURS)
    line(AccessGrant, agency="Acme Media", way=Way.API_TOKEN)
    line(AccessGrant, person_id=olu.id, way=Way.OWN_LOGIN)
    end_all(session, noaa, by=sam, now=NOW, today=TODAY)
    assert noaa.custodians == []
    assert opened(session) == [(None, {"password", "recovery_codes", "api_token"})]


def test_the_page_says_that_the_change_is_asked_for(
    client: PageClient, session: Session, noaa: SocialAccount, line: AddLine, olu: Person, ada: Person,
    press_office: Department,
) -> None:  # fmt: skip
    codes: Line = line(RecoveryMeans, kind=MeansKind.CODES, holder_id=ada.id, **OURS)
    here = f"/accounts/{noaa.id}/access/recovery/{codes.id}"
    form = client.sign_in(olu).get(here).text
    assert "Whoever is taken out knows it still: its change is asked for." in form
    assert client.submit(here, to=here, holder="olu").status_code == 303
    assert "What others knew they know still: its change is asked for." in client.get("/").text
    assert opened(session) == [("ada", {"recovery_codes"})]
