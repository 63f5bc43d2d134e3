"""Where a way back in goes to a mailbox or number that is not known to be ours."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, select
from sqlalchemy.orm import joinedload

from govdesk.access import Permission
from govdesk.accounts.models import SocialAccount
from govdesk.directory.models import Person
from govdesk.exposure.findings import Weakness
from govdesk.exposure.models import AccessException, RecoveryMeans
from govdesk.exposure.rules import Belongs, MeansKind
from govdesk.i18n import _, _l
from govdesk.reports.report import Batched, Choice, Report
from govdesk.reports.scene import Scene
from govdesk.reports.scope import ACCOUNT, ORDERS, about, accounts, count, first_of
from govdesk.reports.tables import Cell, Column, Figure, Kind, Line, alarming, who
from govdesk.words import Tone

NOTHING = "nothing"
IN_FORCE = RecoveryMeans.ended_on.is_(None)


def choices(_scene: Scene) -> Sequence[Choice]:
    return (
        ("", _("Somebody's own, or unknown whose")),
        (Belongs.PERSONAL.value, _("Somebody's own")),
        (Belongs.UNKNOWN.value, _("Unknown whose")),
        (NOTHING, _("Nothing on record")),
    )


def _fits(shown: str) -> ColumnElement[bool]:
    if shown == NOTHING:
        return RecoveryMeans.id.is_(None)
    if shown:
        return and_(RecoveryMeans.kind != MeansKind.NONE, RecoveryMeans.belongs == Belongs(shown))
    return and_(RecoveryMeans.kind != MeansKind.NONE, RecoveryMeans.belongs != Belongs.ORGANISATION)


def query(scene: Scene) -> Select[Any]:
    people = [joinedload(held).lazyload(Person.granted) for held in (RecoveryMeans.holder, RecoveryMeans.backup)]
    on_record = and_(RecoveryMeans.account_id == SocialAccount.id, IN_FORCE)
    found = accounts(scene).outerjoin(RecoveryMeans, on_record).add_columns(RecoveryMeans)
    return found.where(_fits(scene.chosen.shown)).options(*people)


def draw(scene: Scene, rows: Sequence[Any]) -> Iterable[Line]:
    excused = _excused(scene, [account.id for account in first_of(rows)])
    for account, means in rows:
        cells = about(account, scene) | _of(means) | {"excused_until": excused.get(account.id)}
        yield Line(cells, f"/accounts/{account.id}/access")


def _of(means: RecoveryMeans | None) -> dict[str, Cell]:
    if means is None:
        return {"kind": MeansKind.UNKNOWN, "whose": Belongs.UNKNOWN}
    return {
        "kind": means.kind,
        "sent_to": means.sent_to,
        "whose": means.belongs,
        "holder": who(means.holder) or means.agency,
        "backup": who(means.backup),
        "verified_on": means.verified_on,
    }


def _excused(scene: Scene, ids: Sequence[int]) -> dict[int, date]:
    """Id of an account → the last day of an approved exception for a personal mailbox."""
    query = select(AccessException.account_id, AccessException.ends_on).where(
        AccessException.account_id.in_(ids),
        AccessException.weakness == Weakness.PERSONAL_MAILBOX,
        AccessException.approved_by_id.is_not(None),
        AccessException.ended_on.is_(None),
    )
    return dict(scene.session.execute(query).all())


def figures(scene: Scene) -> Iterator[Figure]:
    found = select(RecoveryMeans.account_id).where(IN_FORCE)
    personal = count(scene, SocialAccount.id.in_(found.where(_fits(Belongs.PERSONAL))))
    yield Figure(_("accounts that somebody's own mailbox or number opens"), personal, alarming(personal))
    unknown = count(scene, SocialAccount.id.in_(found.where(_fits(Belongs.UNKNOWN))))
    yield Figure(_("of which nobody knows whose it is"), unknown, Tone.UNKNOWN)
    yield Figure(
        _("with nothing about recovery on record"), count(scene, SocialAccount.id.not_in(found)), Tone.UNKNOWN
    )


BY_ACCOUNT = {key: (*order, RecoveryMeans.id) for key, order in ORDERS.items()}
COLUMNS = (
    *ACCOUNT,
    Column("kind", _l("By what"), Kind.STATE),
    Column("sent_to", _l("Mailbox or number")),
    Column("whose", _l("Whose it is"), Kind.STATE),
    Column("holder", _l("Who gets it")),
    Column("backup", _l("Who gets it, too"), in_page=False),
    Column("verified_on", _l("Last tried on"), Kind.DAY),
    Column("excused_until", _l("Excused until"), Kind.DAY),
)

REPORT = Report(
    number=4,
    key="personal-recovery",
    title=_l("Recovery on personal mail"),
    purpose=_l(
        "Whoever gets the recovery mail has the account. These ways back go to a mailbox or number of somebody's "
        "own, or nobody knows whose it is."
    ),
    counted=_l(
        "Ways to recover accounts in use, one line each. Whose a mailbox is was told by whoever keeps the access "
        "list; the address alone is not judged."
    ),
    permission=Permission.REPORT_ACCESS,
    columns=lambda _scene: COLUMNS,
    figures=figures,
    lines=Batched(query, draw, BY_ACCOUNT, "department"),
    choices=choices,
)
