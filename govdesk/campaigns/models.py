"""A campaign, and one line of it for each account."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from govdesk.access import Actor, Permission, Relation
from govdesk.accounts.models import SocialAccount
from govdesk.campaigns.rules import Level
from govdesk.db import Base
from govdesk.directory.models import Person
from govdesk.i18n import _l
from govdesk.words import Labelled, Tone


class Kind(Labelled):
    RECERTIFICATION = "recertification", _l("Confirm accounts")
    PLATFORM = "platform", _l("Something to do on each account")


class AskedAs(Labelled):
    """Why this person is asked."""

    OWNER = "owner", _l("owner")
    MANAGER = "manager", _l("manager of the owner")
    HEAD = "head", _l("head of the department")
    DELEGATE = "delegate", _l("asked to stand in")
    COMMS = "comms", _l("communications")


class Answer(Labelled):
    ATTESTED = "attested", _l("Confirmed"), Tone.OK
    CORRECTION = "correction", _l("To be corrected"), Tone.SOON
    HAND_OVER = "hand_over", _l("To be handed over"), Tone.SOON
    RETIRE = "retire", _l("To be retired"), Tone.SOON
    DONE = "done", _l("Done"), Tone.OK
    NOT_NEEDED = "not_needed", _l("Not needed"), Tone.PLAIN
    CANNOT = "cannot", _l("Cannot be done"), Tone.LATE
    OUT_OF_USE = "out_of_use", _l("No longer in use"), Tone.FROZEN
    """Written by the machine when the account was retired before anybody answered."""


TASKS = (Answer.CORRECTION, Answer.HAND_OVER, Answer.RETIRE, Answer.CANNOT)
"""Answers that communications have to act on."""


class ItemState(Labelled):
    """What stands in for an answer while there is none."""

    WAITING = "waiting", _l("Waiting"), Tone.PLAIN
    OVERDUE = "overdue", _l("Overdue"), Tone.LATE
    UNANSWERED = "unanswered", _l("Never answered"), Tone.LATE


class Campaign(Base):
    """One question about many accounts, with a day by which it is to be answered."""

    __tablename__ = "campaign"
    __table_args__ = (
        Index(
            "ix_campaign_look_at",
            "look_at",
            sqlite_where=text("look_at IS NOT NULL"),
            postgresql_where=text("look_at IS NOT NULL"),
        ),
    )
    seen_by = Permission.CAMPAIGN_READ

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[Kind]
    title: Mapped[str] = mapped_column(String(200))
    instructions: Mapped[str] = mapped_column(Text, default="")
    """What has to be done, in the words of communications."""
    criteria: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Key of a criterion → what was chosen: see `criteria.py`."""
    period: Mapped[str | None] = mapped_column(String(20), unique=True)
    """The quarter for which the worker started it; None when a person did."""
    started_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    started_at: Mapped[datetime]
    due_on: Mapped[date]
    """The last day, in office time, on which an answer is in time."""
    stage: Mapped[str | None] = mapped_column(String(20))
    """The last stage of which everybody was told."""
    look_at: Mapped[datetime | None]
    """When the worker is next to see who has to be asked; None once it is closed."""
    asked_again_on: Mapped[date | None]
    """The last day, in office time, on which communications had all reminded who have not answered."""
    closed_at: Mapped[datetime | None]
    form_key: Mapped[str | None] = mapped_column(String(40), unique=True)

    started_by: Mapped[Person | None] = relationship()

    @property
    def is_recertification(self) -> bool:
        return self.kind is Kind.RECERTIFICATION

    def relations_of(self, person: Actor) -> frozenset[Relation]:
        return frozenset()


UNANSWERED = "answer IS NULL"
MISSED = "answer IS NULL AND missed_on IS NOT NULL"
TO_SETTLE = "answer IN ('correction', 'hand_over', 'retire', 'cannot') AND settled_at IS NULL"


def _partial(name: str, *columns: str, where: str) -> Index:
    return Index(name, *columns, sqlite_where=text(where), postgresql_where=text(where))


class CampaignItem(Base):
    """What one campaign asks about one account, of whom, and what the answer was."""

    __tablename__ = "campaign_item"
    __table_args__ = (
        UniqueConstraint("campaign_id", "account_id"),
        Index("ix_campaign_item_account_id", "account_id"),
        _partial("ix_campaign_item_asked", "asked_id", "campaign_id", where=UNANSWERED),
        _partial("ix_campaign_item_open", "campaign_id", "asked_id", where=UNANSWERED),
        _partial("ix_campaign_item_missed", "account_id", where=MISSED),
        _partial("ix_campaign_item_to_settle", "campaign_id", where=TO_SETTLE),
    )
    seen_by = Permission.CAMPAIGN_ITEM

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id", ondelete="CASCADE"))
    account_id: Mapped[int] = mapped_column(ForeignKey("social_account.id", ondelete="CASCADE"))
    asked_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """Who has to answer; None: communications."""
    asked_as: Mapped[AskedAs]
    level: Mapped[Level]
    delegated_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    missed_on: Mapped[date | None]
    """The due day that went by unanswered; taken away once the account is confirmed after all."""
    answer: Mapped[Answer | None]
    note: Mapped[str] = mapped_column(Text, default="")
    """The reason, or what communications have to do."""
    wrong: Mapped[list[Any] | None]
    """Of a correction: the values of `said.Wrong` that are meant."""
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    settled_at: Mapped[datetime | None]
    """When communications had done what the answer asks for."""

    campaign: Mapped[Campaign] = relationship(lazy="joined", innerjoin=True)
    account: Mapped[SocialAccount] = relationship()
    asked: Mapped[Person | None] = relationship(foreign_keys=asked_id)
    delegated_by: Mapped[Person | None] = relationship(foreign_keys=delegated_by_id)
    answered_by: Mapped[Person | None] = relationship(foreign_keys=answered_by_id)
    settled_by: Mapped[Person | None] = relationship(foreign_keys=settled_by_id)

    @property
    def is_open(self) -> bool:
        """An answer is still wanted."""
        return self.answer is None and self.campaign.closed_at is None

    @property
    def is_task(self) -> bool:
        """Communications still have to do what was asked for."""
        return self.answer in TASKS and self.settled_at is None

    @property
    def may_change(self) -> bool:
        """The answer can be taken back: the campaign runs, and nobody has acted upon it."""
        is_given = self.answer is not None and self.answer is not Answer.OUT_OF_USE
        return is_given and self.campaign.closed_at is None and self.settled_at is None

    def state(self, today: date) -> Answer | ItemState:
        if self.answer is not None:
            return self.answer
        if self.campaign.closed_at is not None:
            return ItemState.UNANSWERED
        return ItemState.OVERDUE if today > self.campaign.due_on else ItemState.WAITING

    def relations_of(self, person: Actor) -> frozenset[Relation]:
        """What a person is to the account, and whether this was asked of them."""
        asked = {Relation.ASKED} if self.asked_id == person.id else set()
        return self.account.relations_of(person) | asked
