"""All that is on record under some keys, in one statement: whoever asks waits for one answer of the database."""

from enum import IntEnum
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, Integer, bindparam, literal, null, select, union_all
from sqlalchemy.orm import Session

from govdesk.accounts.models import FormerHandle, SocialAccount
from govdesk.proof.models import Outsider, Standing
from govdesk.proof.places import Meant
from govdesk.proof.public import SHOWN, Row, Shown


class How(IntEnum):
    """As what a key is on record; of one key the first counts."""

    POSING = 0
    """Communications confirmed an impostor there."""
    OURS = 1
    GIVEN_UP = 2
    """A handle that an account of ours had before."""


class Mention(NamedTuple):
    """One thing on record under a key."""

    how: How
    id: int
    """Of the outsider, the account or the former handle."""
    account: Row | None
    """Ours, as it is today; None for an impostor."""


_KEYS: BindParameter[str] = bindparam("keys", expanding=True)
_VOUCHED: BindParameter[str] = bindparam("vouched", expanding=True)


def _said(how: How, *columns: Any, of: Shown = SHOWN) -> Shown:
    """The rows of `of`, each behind how, key and number."""
    return of.with_only_columns(
        literal(how.value, Integer, literal_execute=True), *columns, *of.selected_columns, maintain_column_froms=True
    )


# Built once: of a statement this long the building takes longer than the answer.
_MENTIONS = union_all(
    _said(How.OURS, SocialAccount.identity, SocialAccount.id.label("number")).where(
        SocialAccount.identity.in_(_VOUCHED)
    ),
    _said(
        How.GIVEN_UP,
        FormerHandle.identity,
        FormerHandle.id,
        of=SHOWN.join(FormerHandle, FormerHandle.account_id == SocialAccount.id),
    ).where(FormerHandle.identity.in_(_VOUCHED)),
    _said(
        How.POSING,
        Outsider.identity,
        Outsider.id,
        of=select(*(null() for _column in SHOWN.selected_columns)).select_from(Outsider),
    ).where(Outsider.identity.in_(_KEYS), Outsider.standing == Standing.IMPOSTOR),
).order_by("number")


def mentioned(session: Session, meant: Meant) -> Mention | None:
    """What counts of all that is on record: of the closest key the worst; of several former handles the last."""
    if not meant.keys:
        return None
    vouched = () if meant.is_seen_elsewhere else meant.keys
    found = {
        (key, how): Mention(How(how), number, None if how == How.POSING else Row(*facts))
        for how, key, number, *facts in session.execute(_MENTIONS, {"keys": meant.keys, "vouched": vouched})
    }
    ways = ((key, how) for key in meant.keys for how in How)
    return next((found[way] for way in ways if way in found), None)
