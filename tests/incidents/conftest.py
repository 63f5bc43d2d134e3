"""@noaa in Ada's hands, and three accounts that share something with it: she, a mailbox, a tool."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from govdesk import roof  # noqa: F401 - introduces the rooms to each other
from govdesk.accounts.models import Custodianship, Ownership, SocialAccount
from govdesk.directory.models import Department, Person
from govdesk.exposure.models import AccessGrant, ConnectedTool, RecoveryMeans, SecondFactor, VaultEntry
from govdesk.exposure.rules import Belongs, FactorKind, MeansKind, Way
from govdesk.incidents.models import Incident
from govdesk.incidents.opening import Decided, begin
from govdesk.incidents.reach import reach_of
from govdesk.rotation.office import Office
from govdesk.rotation.rules import Reminders
from tests.conftest import NOW, VIENNA

Register = Callable[..., SocialAccount]
Begin = Callable[..., Incident]


@pytest.fixture
def office() -> Office:
    return Office(VIENNA, Reminders())


@pytest.fixture
def register(session: Session, press_office: Department) -> Register:
    """`register("noaa", ada, owner=grace)` is an account of the press office in Ada's hands."""

    def add(handle: str, *custodians: Person, **named: Any) -> SocialAccount:
        account = SocialAccount(
            identity=f"x:account:{handle}", platform="x", kind="profile", handle=handle,
            url=f"https://x.com/{handle}", name=handle.upper(), registered_at=NOW, **named,
            ownerships=[Ownership(department=press_office, position=0)],
        )  # fmt: skip
        session.add(account)
        session.flush()
        held = (Custodianship(account_id=account.id, person_id=p.id, since_on=date(2026, 1, 1)) for p in custodians)
        session.add_all(held)
        session.commit()
        session.expire(account)
        return account

    return add


@pytest.fixture
def noaa(session: Session, register: Register, ada: Person, grace: Person) -> SocialAccount:
    account = register("noaa", ada, owner=grace)
    of = {"account_id": account.id}
    session.add_all(
        [
            RecoveryMeans(kind=MeansKind.MAILBOX, belongs=Belongs.ORGANISATION, sent_to="press@noaa.example", **of),
            RecoveryMeans(kind=MeansKind.PHONE, belongs=Belongs.ORGANISATION, sent_to="+12025550142", **of),
            SecondFactor(kind=FactorKind.APP, holder=ada, **of),
            ConnectedTool(name="Planner", **of),
            VaultEntry(pointer="Company vault, Press", **of),
            AccessGrant(agency="Acme Media", way=Way.OWN_LOGIN, **of),
        ]
    )
    session.commit()
    return account


@pytest.fixture
def storms(register: Register, ada: Person) -> SocialAccount:
    """Ada holds it, too."""
    return register("storms", ada)


@pytest.fixture
def fish(session: Session, register: Register, olu: Person) -> SocialAccount:
    """Its recovery goes to the same mailbox, written otherwise."""
    account = register("fish", olu)
    mailbox = RecoveryMeans(
        account_id=account.id, kind=MeansKind.MAILBOX, belongs=Belongs.ORGANISATION, sent_to="Press@NOAA.example"
    )
    session.add(mailbox)
    session.commit()
    return account


@pytest.fixture
def rain(session: Session, register: Register, olu: Person) -> SocialAccount:
    """The same tool posts there."""
    account = register("rain", olu)
    session.add(ConnectedTool(account_id=account.id, name="planner"))
    session.commit()
    return account


@pytest.fixture
def begun(
    session: Session, noaa: SocialAccount, storms: SocialAccount, fish: SocialAccount, rain: SocialAccount,
    sam: Person, office: Office,
) -> Begin:  # fmt: skip
    """`begun()` is the incident of @noaa with all that is linked; `left_out` gives reasons by account."""

    def go(left_out: dict[int, str] | None = None, reason: str = "Strange posts") -> Incident:
        decided = Decided(reach_of(session, noaa), reason, left_out or {})
        incident = begin(session, decided, by=sam, form_key=None, now=NOW, office=office)
        session.commit()
        session.expire_all()
        return incident

    return go
