"""An organisation's own folder with one small policy in it, and what it takes to publish it."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from govdesk import clock
from govdesk.files import PolicyFiles
from govdesk.policies.actions import publish
from govdesk.policies.models import Policy, PolicyVersion
from govdesk.policies.queries import policy_by_slug, version_in_force

SOUND = """\
---
title: House rules
summary: What guests of the house should know.
owner: Communications
language: en
review_by: 2028-03-01
summary_of_change: The doors close earlier.
checkable:
  doors: no
  shoes: partly
---
Welcome.

## Doors {#doors}

They close at ten.

## Shoes {#shoes}

Take them off.
"""


class House:
    """The folder of an organisation, and its publications at this very moment."""

    def __init__(self, folder: Path, session: Session) -> None:
        self.folder, self.session = folder, session
        (folder / "shipped").mkdir()
        self.own = folder / "own"
        self.files = PolicyFiles(self.own, shipped=folder / "shipped")
        self.now = clock.utcnow()
        self.today = self.now.date()

    def write(self, text: str, name: str = "house-rules/policy.md") -> None:
        path = self.own / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def publish(self, text: str) -> PolicyVersion:
        """Write this text, publish it, and give the version now in force."""
        self.write(text)
        publish(self.session, self.files, now=self.now, today=self.yesterday)
        self.session.commit()
        return version_in_force(self.session, self.policy, self.today)

    @property
    def yesterday(self) -> date:
        """In force since then: wherever office time stands, that day has begun."""
        return self.today - timedelta(days=1)

    @property
    def policy(self) -> Policy:
        return policy_by_slug(self.session, "house-rules")


@pytest.fixture
def house(tmp_path: Path, session: Session) -> House:
    return House(tmp_path, session)


@pytest.fixture
def version(house: House) -> PolicyVersion:
    """Version 1 of the house rules, in force."""
    return house.publish(SOUND)
