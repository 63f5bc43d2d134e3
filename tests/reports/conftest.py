"""A small register with something in it for every report."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from govdesk import clock
from govdesk.accounts.models import Custodianship, Ownership, SocialAccount
from govdesk.accounts.platforms.catalogue import catalogue
from govdesk.directory.models import Department, Person
from govdesk.exposure.findings import Weakness
from govdesk.exposure.models import AccessException, AccessGrant, RecoveryMeans, SecondFactor
from govdesk.exposure.reckoning import reckon
from govdesk.exposure.rules import Belongs, FactorKind, MeansKind, Way
from govdesk.files import PolicyFiles
from govdesk.reports.controls import read_sheets
from govdesk.reports.report import Report
from govdesk.reports.scene import Chosen, Scene
from govdesk.reports.tables import Cell, plain
from tests.conftest import NOW, VIENNA
from tests.pages import PageClient

TODAY = date(2027, 3, 1)
Register = dict[str, SocialAccount]


@pytest.fixture
def register(
    session: Session, commerce: Department, press_office: Department, census: Department, cast: dict[str, Person]
) -> Register:
    """@noaa hangs by Ada and her own mailbox; @count has lost its owner; nobody answers for @lost; @safe is safe."""
    press_office.parent = commerce
    ada, olu, grace, lars, sam = (cast[login] for login in ("ada", "olu", "grace", "lars", "sam"))
    ada.manager, lars.manager = grace, ada
    made = {
        "noaa": account("x", "noaa", press_office, olu, commerce),
        "count": account("facebook", "count", census, lars),
        "lost": account("x", "lost", None, None),
        "safe": account("youtube", "safe", commerce, grace),
    }
    session.add_all(made.values())
    session.flush()
    noaa, safe = made["noaa"].id, made["safe"].id
    for held, people in ((noaa, (ada,)), (safe, (ada, olu))):
        session.add_all(Custodianship(account_id=held, person=p, since_on=date(2026, 1, 1)) for p in people)
    session.add_all(
        [
            SecondFactor(account_id=noaa, kind=FactorKind.SMS, holder=ada),
            RecoveryMeans(
                account_id=noaa, kind=MeansKind.MAILBOX, sent_to="ada@mail.example", belongs=Belongs.PERSONAL,
                holder=ada,
            ),
            AccessGrant(account_id=noaa, way=Way.TOOL_SEAT, agency="=Northlight", since_on=date(2026, 5, 1)),
            AccessException(
                account_id=noaa, weakness=Weakness.SMS_ONLY, reason="New phones", asked_by=olu, approved_by=sam,
                approved_at=NOW, ends_on=TODAY + timedelta(20),
            ),
            SecondFactor(account_id=safe, kind=FactorKind.APP, holder=ada, backup=olu),
            RecoveryMeans(
                account_id=safe, kind=MeansKind.MAILBOX, belongs=Belongs.ORGANISATION, holder=ada, backup=olu
            ),
        ]
    )  # fmt: skip
    session.flush()
    session.expire_all()
    reckon(session, [one.id for one in made.values()], TODAY)
    session.commit()
    return made


def account(
    platform: str, handle: str, department: Department | None, owner: Person | None, *along: Department, **more: Any
) -> SocialAccount:
    owning = [] if department is None else [department, *along]
    facts: dict[str, Any] = {
        "identity": f"{platform}:{handle}", "platform": platform, "kind": "profile", "handle": handle,
        "url": f"https://{platform}.example/{handle}", "name": handle.title(), "owner": owner, "registered_at": NOW,
        "ownerships": [Ownership(department=d, position=n) for n, d in enumerate(owning)],
    }  # fmt: skip
    return SocialAccount(**facts | more)


def scene_of(session: Session, today: date = TODAY, **chosen: Any) -> Scene:
    files = PolicyFiles()
    return Scene(session, today, VIENNA, catalogue(), read_sheets(files), Chosen(**chosen))


def rows_of(report: Report, scene: Scene) -> list[dict[str, Cell]]:
    """Every line as a file has it."""
    lines = report.lines.all(scene, report.listing())
    return [{key: plain(cell) for key, cell in line.cells.items()} for line in lines]


def real_today() -> date:
    """The day that pages take for today."""
    return clock.local_date(clock.utcnow(), VIENNA)


def taken(client: PageClient, address: str) -> bytes:
    """The file that the browser gets there."""
    with client.get(address) as answer:
        assert answer.status_code == 200, address
        content: bytes = answer.data
    return content
