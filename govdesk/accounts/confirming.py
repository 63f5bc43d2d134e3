"""Who stated that they can sign in to an account they answer for. Being named is not yet answering for it."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, ForeignKey, Select, and_, delete, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from govdesk.accounts.models import IN_USE, SocialAccount
from govdesk.db import Base
from govdesk.directory.models import Person, PersonState


class OwnerConfirmation(Base):
    """An owner or deputy stated that sign-in and second factor of an account work for them.

    Counts for as long as they are owner or deputy: of others it says nothing.
    """

    __tablename__ = "owner_confirmation"

    account_id: Mapped[int] = mapped_column(ForeignKey("social_account.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    confirmed_at: Mapped[datetime]


def note_confirmed(session: Session, pairs: Collection[tuple[int, int]], *, now: datetime) -> None:
    """Note it for each account and person, whether it is new or said again."""
    if not pairs:
        return
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    statement = insert(OwnerConfirmation)
    rows = [{"account_id": account, "person_id": person, "confirmed_at": now} for account, person in sorted(pairs)]
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["account_id", "person_id"], set_={"confirmed_at": statement.excluded.confirmed_at}
        ),
        rows,
    )


def take_back(session: Session, account_id: int, person_id: int, *, confirmed_at: datetime) -> None:
    """Whoever said so then has taken it back."""
    session.execute(
        delete(OwnerConfirmation).where(
            OwnerConfirmation.account_id == account_id,
            OwnerConfirmation.person_id == person_id,
            OwnerConfirmation.confirmed_at == confirmed_at,
        )
    )


def forget_confirmed(session: Session, account: SocialAccount) -> None:
    """What was said of an account before it was retired says nothing of the one that is open now."""
    session.execute(delete(OwnerConfirmation).where(OwnerConfirmation.account_id == account.id))


def has_confirmed(session: Session, account: SocialAccount, person: Person) -> bool:
    return session.get(OwnerConfirmation, (account.id, person.id), populate_existing=True) is not None


def owners_unconfirmed() -> Select[int]:
    """Ids of these accounts."""
    return select(SocialAccount.id).where(owner_unconfirmed())


def owner_unconfirmed() -> ColumnElement[bool]:
    """Of an account: it is in use and has an owner who works here, but they have not said that they can sign in."""
    owner_is_here = SocialAccount.owner.has(Person.state == PersonState.ACTIVE)
    said = select(OwnerConfirmation.account_id).where(
        OwnerConfirmation.account_id == SocialAccount.id, OwnerConfirmation.person_id == SocialAccount.owner_id
    )
    return and_(SocialAccount.state.in_(IN_USE), owner_is_here, ~said.exists())


def unconfirmed_by(person: Person) -> Select[SocialAccount]:
    """The accounts in use that `person` is owner or deputy of and has never confirmed, by id."""
    said = select(OwnerConfirmation.account_id).where(OwnerConfirmation.person_id == person.id)
    return (
        select(SocialAccount)
        .where(
            or_(SocialAccount.owner_id == person.id, SocialAccount.deputy_id == person.id),
            SocialAccount.state.in_(IN_USE),
            SocialAccount.id.not_in(said),
        )
        .order_by(SocialAccount.id)
    )
