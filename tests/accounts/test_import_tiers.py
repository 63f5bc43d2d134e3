"""A file says how much harm a stranger in an account does: read, shown, taken back; unknown words refuse nothing."""

from collections.abc import Callable
from io import BytesIO

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.accounts.exporting import FORMATS, accounts_out, written
from govdesk.accounts.importing.actions import imports, undoing
from govdesk.accounts.importing.models import AccountImport
from govdesk.accounts.importing.source import source_of
from govdesk.accounts.importing.tiers import tier_called
from govdesk.accounts.models import SocialAccount, Tier
from govdesk.accounts.platforms.catalogue import Catalogue
from govdesk.audit.models import AuditEvent
from govdesk.directory.models import Person
from tests.accounts.conftest import TODAY
from tests.conftest import NOW
from tests.pages import PageClient

Bring = Callable[..., AccountImport]
PAGE = "/accounts/import"


@pytest.mark.parametrize(
    ("word", "tier"),
    [
        ("high", Tier.HIGH),
        ("High risk", Tier.HIGH),
        (" HIGH ", Tier.HIGH),
        ("hoch", Tier.HIGH),
        ("Élevé", Tier.HIGH),
        ("standard", Tier.STANDARD),
        ("low-risk", Tier.LOW),
        ("niedrig", Tier.LOW),
        ("1", None),
        ("highest", None),
        ("rather low", None),
        ("", None),
    ],
)
def test_a_word_means_a_tier_or_nothing(word: str, tier: Tier | None) -> None:
    assert tier_called(word) is tier


@pytest.fixture
def bring(session: Session, platforms: Catalogue, grace: Person) -> Bring:
    """Grace brings in rows below a head."""

    def brought(*lines: str) -> AccountImport:
        found = source_of("list.csv", "\n".join(lines).encode(), platforms)
        received, steps = imports.bring(session, found, by=grace, now=NOW, today=TODAY, platforms=platforms)
        for _done in steps:
            session.commit()
        session.expire_all()
        return received

    return brought


def tiers(session: Session) -> dict[str, Tier]:
    return {one.handle: one.tier for one in session.scalars(select(SocialAccount))}


@pytest.mark.parametrize("column", ["tier", "Risk tier", "Risiko", "niveau de risque"])
def test_it_is_read_and_an_unknown_word_is_reported_and_refuses_nothing(
    session: Session, bring: Bring, column: str
) -> None:
    received = bring(f"url,{column}", "x.com/noaa,High risk", "x.com/nist,", "x.com/census,gigantic")
    assert tiers(session) == {"noaa": Tier.HIGH, "nist": Tier.STANDARD, "census": Tier.STANDARD}
    report = received.report or {}
    assert (report["new"], report["refused"]) == (3, [])
    assert report["unmatched"] == [{"row": 4, "field": "tier", "value": "gigantic"}]
    told = session.scalars(select(AuditEvent).where(AuditEvent.action == "accounts:account:imported")).all()
    assert [event.fields.get("tier") for event in told] == [[None, "high"], None, None]


def test_an_account_that_is_there_gets_it_and_an_empty_cell_says_nothing(
    session: Session, bring: Bring, storms: SocialAccount, orphan: SocialAccount, grace: Person
) -> None:
    orphan.tier = Tier.LOW
    session.commit()
    rows = ("url,tier", f"{storms.url},high", f"{orphan.url},")
    received = bring(*rows)
    assert (storms.tier, orphan.tier) == (Tier.HIGH, Tier.LOW)
    assert (received.report or {})["changed"] == 1
    last = session.scalars(select(AuditEvent).where(AuditEvent.action == "accounts:tier:set")).one()
    assert last.fields["tier"] == ["standard", "high"]
    assert (bring(*rows).report or {})["same"] == 2
    for _step in undoing.undo(session, received, by=grace, now=NOW, today=TODAY):
        session.commit()
    session.expire_all()
    assert storms.tier is Tier.STANDARD


@pytest.mark.parametrize("form", FORMATS)
def test_an_export_carries_it_and_brings_it_back(
    session: Session, platforms: Catalogue, storms: SocialAccount, grace: Person, form: str
) -> None:
    storms.tier = Tier.HIGH
    session.commit()
    found = source_of(f"register.{form}", written(accounts_out(session), form), platforms)
    storms.tier = Tier.LOW
    session.commit()
    _received, steps = imports.bring(session, found, by=grace, now=NOW, today=TODAY, platforms=platforms)
    for _done in steps:
        session.commit()
    session.expire_all()
    assert storms.tier is Tier.HIGH


def test_the_preview_says_what_becomes_of_the_risk_before_anything_changes(
    client: PageClient, session: Session, storms: SocialAccount, grace: Person
) -> None:
    client.sign_in(grace)
    content = f"url,tier\n{storms.url},low\nx.com/noaa,gigantic\n".encode()
    shown = client.get(client.submit(PAGE, file=(BytesIO(content), "a.csv")).location).text
    assert "gigantic" in shown
    assert "Low risk" in shown
    assert storms.tier is Tier.STANDARD
