"""Whoever may not read the list finds nothing of it: not on any page, in any file, by any filter or answer."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.accounts.models import SocialAccount
from govdesk.audit.models import AuditEvent
from govdesk.directory.models import Person
from govdesk.exposure.models import (
    AccessException,
    AccessGrant,
    ConnectedTool,
    RecoveryMeans,
    SecondFactor,
    TrustedDevice,
    VaultEntry,
)
from govdesk.exposure.rules import Belongs, FactorKind, MeansKind, Way
from tests.exposure.conftest import TODAY, AddLine
from tests.pages import PageClient

VAULT = "Canary-in-the-vault"
OTHERS = ("Canary Agency", "canary-box", "Canary Laptop", "Canary Evidence", "Canary Reason")
CHOSEN = ("canary planner", "canary.example")
"""Tools and hosts of recovery mail are offered to who starts a campaign, over all accounts and of none."""


@pytest.fixture
def listed(line: AddLine, noaa: SocialAccount, olu: Person, root: Person) -> SocialAccount:
    line(AccessGrant, agency="Canary Agency", way=Way.OWN_LOGIN, evidence="Canary Evidence", since_on=TODAY)
    line(AccessGrant, person=root, way=Way.TOOL_SEAT, role="Editor", since_on=TODAY)
    line(SecondFactor, kind=FactorKind.OFF, agency="Canary Agency")
    line(
        RecoveryMeans, kind=MeansKind.MAILBOX, sent_to="canary-box@canary.example", belongs=Belongs.PERSONAL,
        agency="Canary Agency",
    )  # fmt: skip
    line(TrustedDevice, name="Canary Laptop", agency="Canary Agency")
    line(ConnectedTool, name="Canary Planner", agency="Canary Agency")
    line(VaultEntry, pointer=VAULT)
    line(AccessException, weakness="factor_off", reason="Canary Reason", asked_by=olu, ends_on=TODAY)
    return noaa


def addresses(app: Flask, account: SocialAccount, person: Person) -> Iterator[str]:
    """Every page that a browser can ask for knowing no more than an account and a person."""
    known = {"account_id": account.id, "person_id": person.id, "login": person.login}
    with app.test_request_context():
        adapter = app.url_map.bind("localhost")
        for rule in app.url_map.iter_rules():
            # A stream of events or the way out would change who asks.
            if "GET" in (rule.methods or ()) and rule.arguments <= known.keys() and rule.endpoint != "static":
                yield adapter.build(rule.endpoint, {name: known[name] for name in rule.arguments})
    yield f"/accounts?q=Canary&access=black&account={account.id}"
    for q in ("Canary Agency", "canary-box@canary.example"):
        yield f"/accounts?q={q}"
    for kind in ("grants", "recovery", "factors", "devices", "tools", "vault"):
        yield f"/accounts/{account.id}/access/{kind}/1"


@pytest.mark.parametrize(
    ("login", "forbidden"),
    [
        ("grace", (VAULT, *OTHERS)),
        ("mei", (VAULT, *OTHERS, *CHOSEN)),
        ("noor", (VAULT,)),
    ],
)
def test_nothing_of_the_list_stands_anywhere_else(
    app: Flask, client: PageClient, session: Session, cast: dict[str, Person], listed: SocialAccount, login: str,
    forbidden: tuple[str, ...],
) -> None:  # fmt: skip
    client.sign_in(cast[login])
    seen = 0
    for address in addresses(app, listed, cast["root"]):
        answer = FlaskClient.get(client, address)  # the page client's own checks would take most of the time
        assert answer.status_code != 500, address
        asked = address.partition("?q=")[2].lower()
        told = answer.text.lower().replace(asked, "") if asked else answer.text.lower()
        assert [word for word in forbidden if word.lower() in told] == [], address
        seen += answer.status_code == 200
    assert seen > 20
    if login != "noor":
        read = select(AuditEvent).where(AuditEvent.action == "exposure:list:read")
        assert session.scalars(read).all() == []


@pytest.mark.parametrize("login", ["grace", "mei"])
def test_what_is_there_is_answered_as_what_is_not(
    client: PageClient, cast: dict[str, Person], listed: SocialAccount, login: str
) -> None:
    client.sign_in(cast[login])
    for kind in ("grants", "recovery", "vault"):
        there, missing = (client.get(f"/accounts/{listed.id}/access/{kind}/{n}") for n in (1, 999))
        assert (there.status_code, there.text.count("<h1")) == (missing.status_code, missing.text.count("<h1"))
        assert there.status_code == 404
