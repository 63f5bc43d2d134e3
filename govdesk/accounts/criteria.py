"""By what a campaign picks its accounts. A room that knows more about accounts adds its own criterion."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.orm import Session

from govdesk.access import Actor
from govdesk.accounts.models import AccountState, Custodianship, Ownership, SocialAccount
from govdesk.accounts.platforms.catalogue import Catalogue
from govdesk.accounts.queries import owning_departments, platforms_in_use
from govdesk.directory.models import Department
from govdesk.i18n import _, _l

Choice = tuple[str, str]


@dataclass(frozen=True)
class Criterion:
    """One question about an account with a few possible answers."""

    key: str
    label: str
    choices: Callable[[Session, Catalogue], Iterable[Choice]]
    """What can be chosen, as value and label; "" stands for all and is put before them."""
    fits: Callable[[str], ColumnElement[bool]]
    """The condition on `SocialAccount` for a chosen value."""
    default: str = ""
    note: Callable[[Session, Sequence[int], str, Actor, datetime], None] | None = None
    """Where an account that fits tells a fact of who can get in: puts on record of these accounts (ids) that somebody
    learnt it, by the chosen value."""


_CRITERIA: dict[str, Criterion] = {}


def adds_criterion(criterion: Criterion) -> None:
    """Let campaigns pick accounts by it."""
    _CRITERIA[criterion.key] = criterion


def criteria() -> list[Criterion]:
    return list(_CRITERIA.values())


def conditions(chosen: Mapping[str, str]) -> list[ColumnElement[bool]]:
    """What `chosen` demands of an account; empty values and unknown keys demand nothing."""
    return [_CRITERIA[key].fits(value) for key, value in chosen.items() if value and key in _CRITERIA]


def told_of_access(chosen: Mapping[str, str]) -> dict[str, str]:
    """What of `chosen` tells facts of who can get in, to whom the accounts are shown that fit."""
    return {key: value for key, value in chosen.items() if value and key in _CRITERIA and _CRITERIA[key].note}


def note_picked(
    session: Session, account_ids: Sequence[int], chosen: Mapping[str, str], *, by: Actor, now: datetime
) -> None:
    """Put on record what `by` learns of each of these accounts."""
    for key, value in told_of_access(chosen).items():
        if note := _CRITERIA[key].note:
            note(session, account_ids, value, by, now)


def department_and_below(department_id: int) -> Select[int]:
    """Ids of a department and all below it; a circle in the tree ends it."""
    tree = select(Department.id).where(Department.id == department_id).cte(recursive=True)
    return select(tree.union(select(Department.id).where(Department.parent_id == tree.c.id)).c.id)


def _owned_below(value: str) -> ColumnElement[bool]:
    owned = select(Ownership.account_id).where(Ownership.department_id.in_(department_and_below(int(value))))
    return SocialAccount.id.in_(owned)


def _departments(session: Session, _platforms: Catalogue) -> Iterable[Choice]:
    return departments_to_choose(session)


def departments_to_choose(session: Session) -> list[Choice]:
    """Those that own an account, and those above them: id and name, by name."""
    found: dict[int, Department] = {}
    for owning in session.scalars(owning_departments()):
        above: Department | None = owning
        while above is not None and above.id not in found:
            found[above.id] = above
            above = above.parent
    return [(str(d.id), d.name) for d in sorted(found.values(), key=lambda d: d.name)]


def _held(value: str) -> ColumnElement[bool]:
    is_held = exists().where(Custodianship.account_id == SocialAccount.id, Custodianship.ended_on.is_(None))
    return is_held if value == "some" else ~is_held


adds_criterion(
    Criterion(
        "department",
        _l("Department, with all below it"),
        _departments,
        _owned_below,
    )
)
adds_criterion(
    Criterion(
        "platform",
        _l("Platform"),
        lambda session, platforms: [(key, platforms.name_of(key)) for key in session.scalars(platforms_in_use())],
        lambda value: SocialAccount.platform == value,
    )
)
adds_criterion(
    Criterion(
        "state",
        _l("State"),
        lambda _session, _platforms: [(state.value, state.label) for state in AccountState],
        lambda value: SocialAccount.state == AccountState(value),
        default=AccountState.ACTIVE.value,
    )
)
adds_criterion(
    Criterion(
        "custodians",
        _l("Who holds the credential"),
        lambda _session, _platforms: [("some", _("Somebody is on record")), ("none", _("Nobody is on record"))],
        _held,
    )
)
