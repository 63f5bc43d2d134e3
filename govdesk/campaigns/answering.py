"""Answers of owners, who may also ask somebody else to answer, and what communications make of them."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from govdesk import audit, notify
from govdesk.accounts.confirming import note_confirmed, take_back
from govdesk.campaigns.models import Answer, AskedAs, CampaignItem
from govdesk.campaigns.said import Said
from govdesk.campaigns.wishes import carried_out
from govdesk.directory.models import Person
from govdesk.errors import Conflict
from govdesk.i18n import _

DELEGATED = "campaign_delegated"
EVENT: Mapping[Answer, str] = {
    Answer.ATTESTED: "campaigns:account:attested",
    Answer.CORRECTION: "campaigns:correction:asked",
    Answer.HAND_OVER: "campaigns:handover:asked",
    Answer.RETIRE: "campaigns:retirement:asked",
    Answer.DONE: "campaigns:task:done",
    Answer.NOT_NEEDED: "campaigns:task:not-needed",
    Answer.CANNOT: "campaigns:task:impossible",
}

STORED = ["answer", "note", "wrong", "answered_by_id", "answered_at", "missed_on"]


def answer(session: Session, items: Sequence[CampaignItem], said: Said, *, by: Person, now: datetime) -> None:
    """Put the same answer on record for each account, with who has it today as proof.

    Raises Conflict, with nothing written, when one was answered meanwhile or its campaign is closed.
    """
    _demand_open(items)
    _claim(session, items, said, by, now)
    for item in items:
        account = item.account
        audit.record(
            session, EVENT[said.answer], account, by=by, at=now, campaign_id=item.campaign_id,
            owner_id=account.owner_id, custodian_ids=[person.id for person in account.custodians],
            **_words_of(said),
        )  # fmt: skip
        session.refresh(item, STORED)
    if said.answer is Answer.ATTESTED:
        theirs = [item for item in items if by.id in (item.account.owner_id, item.account.deputy_id)]
        note_confirmed(session, [(item.account_id, by.id) for item in theirs], now=now)
    for item in items:
        if carried_out(session, item, said, by=by, now=now):
            item.settled_at, item.settled_by = now, by
    session.flush()


def withdraw(session: Session, item: CampaignItem, *, by: Person, now: datetime) -> None:
    """Take an answer back, so that another can be given; the trail keeps it.

    Raises Conflict once the campaign is closed, or when somebody has acted upon the answer or taken it back.
    """
    if not item.may_change or item.answered_at is None:
        raise Conflict(_("This answer stands: the campaign is closed, or somebody has acted upon it."))
    before, answered_at = item.answer, item.answered_at
    taking = (
        update(CampaignItem)
        .where(CampaignItem.id == item.id, CampaignItem.answered_at == answered_at, CampaignItem.settled_at.is_(None))
        .values(answer=None, note="", wrong=None, answered_by_id=None, answered_at=None)
        .returning(CampaignItem.id)
        .execution_options(synchronize_session=False)
    )
    if session.scalar(taking) is None:
        raise Conflict(_("Somebody has changed this answer meanwhile. Reload the page."))
    if before is Answer.ATTESTED and item.answered_by_id is not None:
        take_back(session, item.account_id, item.answered_by_id, confirmed_at=answered_at)
    session.refresh(item, STORED)
    audit.record(
        session, "campaigns:answer:withdrawn", item.account, by=by, at=now, campaign_id=item.campaign_id,
        answer=before,
    )  # fmt: skip


def delegate(session: Session, items: Sequence[CampaignItem], to: Person, *, by: Person, now: datetime) -> None:
    """Ask `to` instead; they are told in one mail and see these accounts only. Raises Conflict."""
    _demand_open(items)
    for item in items:
        before = item.asked_id
        item.asked, item.asked_as, item.delegated_by = to, AskedAs.DELEGATE, by
        audit.record(
            session, "campaigns:question:delegated", item.account, by=by, at=now,
            campaign_id=item.campaign_id, asked_id=(before, to.id),
        )  # fmt: skip
    session.flush()
    for campaign in {item.campaign_id: item.campaign for item in items}.values():
        first = min(item.id for item in items if item.campaign_id == campaign.id)
        notify.queue(
            session, DELEGATED, subject=campaign, to=to, at=now,
            key=f"delegated:{first}:{int(now.timestamp())}:p{to.id}", context={"by_id": by.id},
        )  # fmt: skip


def settle(session: Session, item: CampaignItem, *, by: Person, now: datetime) -> None:
    """Communications have done what the answer asked for. Raises Conflict when there is nothing to do."""
    settling = (
        update(CampaignItem)
        .where(CampaignItem.id == item.id, CampaignItem.settled_at.is_(None))
        .values(settled_at=now, settled_by_id=by.id)
        .returning(CampaignItem.id)
        .execution_options(synchronize_session=False)
    )
    if not item.is_task or session.scalar(settling) is None:
        raise Conflict(_("Nothing is left to do here."))
    session.refresh(item, ["settled_at", "settled_by_id"])
    audit.record(session, "campaigns:task:settled", item.account, by=by, at=now, campaign_id=item.campaign_id)


def _words_of(said: Said) -> dict[str, object]:
    """What the trail keeps of an answer's words."""
    words: dict[str, object] = {"note": audit.digest(said.on_record)} if said.on_record else {}
    return words | ({"wrong": list(said.wrong)} if said.wrong else {})


def _demand_open(items: Sequence[CampaignItem]) -> None:
    if not all(item.is_open for item in items):
        raise Conflict(_("Somebody has answered for one of these accounts meanwhile. Reload the page."))


def _claim(session: Session, items: Sequence[CampaignItem], said: Said, by: Person, now: datetime) -> None:
    """Of two who answer at once, one does; older questions about the accounts are thereby no longer missed."""
    wanted = {item.id for item in items}
    answering = (
        update(CampaignItem)
        .where(CampaignItem.id.in_(wanted), CampaignItem.answer.is_(None))
        .values(
            answer=said.answer,
            note=said.on_record,
            wrong=[str(one) for one in said.wrong] or None,
            answered_by_id=by.id,
            answered_at=now,
        )
        .returning(CampaignItem.id)
        .execution_options(synchronize_session=False)
    )
    if set(session.scalars(answering)) != wanted:
        session.rollback()
        raise Conflict(_("Somebody has answered for one of these accounts meanwhile. Reload the page."))
    if said.answer is Answer.ATTESTED:
        session.execute(
            update(CampaignItem)
            .where(CampaignItem.account_id.in_({item.account_id for item in items}), CampaignItem.answer.is_(None))
            .values(missed_on=None)
            .execution_options(synchronize_session=False)
        )
