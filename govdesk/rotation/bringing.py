"""Schedules from a file: account (by its address), credential, due day, and who is asked."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from govdesk.accounts.importing import reading
from govdesk.accounts.importing.lookup import Through, find
from govdesk.accounts.models import SocialAccount
from govdesk.accounts.platforms.catalogue import Catalogue
from govdesk.accounts.platforms.identity import Refused, identify
from govdesk.directory.models import Person
from govdesk.directory.queries import active_by_login
from govdesk.errors import Invalid
from govdesk.i18n import _
from govdesk.rotation.actions import Terms, change_schedule, schedule_rotation
from govdesk.rotation.models import RotationSchedule
from govdesk.rotation.office import Office
from govdesk.rotation.queries import schedule_for
from govdesk.rotation.rules import Credential

COLUMNS = ("account", "credential", "due_on", "responsible")
NAMED = {name.casefold(): kind for kind in Credential for name in (kind.value, str(kind.label))}


@dataclass
class Brought:
    """What became of each row; `row` counts as a spreadsheet does, the head included."""

    rows: int = 0
    new: int = 0
    changed: int = 0
    same: int = 0
    refused: list[dict[str, Any]] = field(default_factory=list)
    unmatched: list[dict[str, Any]] = field(default_factory=list)
    outcomes: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class Scene:
    """Where and when rows are brought in."""

    session: Session
    platforms: Catalogue
    now: datetime
    office: Office


def bring(scene: Scene, filename: str, content: bytes) -> Brought:
    """Schedule each row, or say why not; a second time nothing changes. Raises Invalid for what is no such file."""
    sheet = reading.read(filename, content, scene.platforms)[0]
    names = {column.strip().casefold(): column for column in sheet.columns}
    if missing := [name for name in COLUMNS[:3] if name not in names]:
        raise Invalid(_("The file has no column %(name)s.", name=", ".join(missing)))
    brought, seen = Brought(rows=len(sheet.lines) + len(sheet.refused)), set[tuple[int, str]]()
    for unfit in sheet.refused:
        brought.refused.append({"row": unfit.number, "reason": unfit.reason})
    for line in sheet.lines:
        cells = {name: _text(line.cells.get(names.get(name, ""), "")) for name in COLUMNS}
        try:
            _bring_one(scene, brought, line.number, cells, seen)
        except Invalid as error:
            brought.refused.append({"row": line.number, "reason": str(error)})
    brought.refused.sort(key=lambda refused: int(refused["row"]))
    return brought


def _bring_one(scene: Scene, brought: Brought, row: int, cells: dict[str, str], seen: set[tuple[int, str]]) -> None:
    account, credential = _account(scene, cells["account"]), _credential(cells["credential"])
    due_on = _day(cells["due_on"])
    if (account.id, credential) in seen:
        raise Invalid(_("An earlier row schedules the same credential."))
    seen.add((account.id, credential))
    person = _responsible(scene, brought, row, cells["responsible"])
    outcome = _schedule(scene, account, credential, due_on, person, knows_whom=not cells["responsible"])
    setattr(brought, outcome, getattr(brought, outcome) + 1)
    brought.outcomes.append({"row": row, "account": account.url, "credential": str(credential), "outcome": outcome})


def _schedule(
    scene: Scene, account: SocialAccount, credential: Credential, due_on: date, person: Person | None, *,
    knows_whom: bool,
) -> str:  # fmt: skip
    """Who is asked now stays, where the file names nobody that is known."""
    session, at = scene.session, {"by": None, "now": scene.now, "office": scene.office}
    existing: RotationSchedule | None = schedule_for(session, account, credential)
    if existing is None:
        schedule_rotation(session, account, credential, Terms(due_on, None, person), **at)  # type: ignore[arg-type]
        return "new"
    asked = person if person or knows_whom else existing.responsible
    before = existing.calendar_on, existing.responsible
    if before == (due_on, asked):
        return "same"
    change_schedule(session, existing, Terms(due_on, existing.every_days, asked), **at)  # type: ignore[arg-type]
    return "changed"


def _account(scene: Scene, address: str) -> SocialAccount:
    meant = identify(address, scene.platforms)
    hit = None if isinstance(meant, Refused) else find(scene.session, meant)
    if hit is None or hit.through is Through.FORMER:
        raise Invalid(_("The register has no account at this address."))
    return hit.account


def _credential(text: str) -> Credential:
    if text.casefold() not in NAMED:
        raise Invalid(_("There is no such credential. There are: %(names)s.", names=", ".join(Credential)))
    return NAMED[text.casefold()]


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        raise Invalid(_("Write the day as 2027-03-01.")) from None


def _responsible(scene: Scene, brought: Brought, row: int, login: str) -> Person | None:
    """Nobody is guessed, and who has left is nobody."""
    person = active_by_login(scene.session, login) if login else None
    if login and person is None:
        brought.unmatched.append({"row": row, "field": "responsible", "value": login})
    return person


def _text(value: reading.Value) -> str:
    return (" ".join(value) if isinstance(value, list) else value).strip()
