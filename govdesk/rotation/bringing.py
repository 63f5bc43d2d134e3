"""Schedules from a file: account (by its address), credential, due day, and who is asked."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from govdesk.access import Actor
from govdesk.accounts.importing import reading
from govdesk.accounts.importing.lookup import Hit, Through, registered
from govdesk.accounts.models import SocialAccount
from govdesk.accounts.platforms.catalogue import Catalogue
from govdesk.accounts.platforms.identity import Identity, Refused, identify
from govdesk.directory.models import Person
from govdesk.directory.queries import active_by_login
from govdesk.errors import Invalid
from govdesk.i18n import _
from govdesk.rotation.actions import Terms, Wanted, change_schedule, schedule_all
from govdesk.rotation.models import RotationSchedule
from govdesk.rotation.office import Office
from govdesk.rotation.queries import schedules_by_credential
from govdesk.rotation.rules import FURTHEST, Credential

COLUMNS = ("account", "credential", "due_on", "responsible")
_A_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}.*)?", re.ASCII)
"""As a spreadsheet gives it, with or without midnight."""
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
    by: Actor | None = None
    """None: somebody at the command line."""
    is_trial: bool = False
    """Say what would come of each row, and change nothing."""


@dataclass
class Known:
    """What the rows of one file speak of, read in a few statements; and the new schedules, written so at the end."""

    meant: list[Identity | Refused]
    """Of each row in turn."""
    accounts: dict[str, Hit]
    schedules: dict[tuple[int, str], RotationSchedule]
    people: dict[str, Person | None] = field(default_factory=dict)
    seen: set[tuple[int, str]] = field(default_factory=set)
    fresh: list[Wanted] = field(default_factory=list)


def bring(scene: Scene, filename: str, content: bytes) -> Brought:
    """Schedule each row, or say why not; a second time nothing changes. Raises Invalid for what is no such file."""
    sheet = reading.read(filename, content, scene.platforms)[0]
    names = {column.strip().casefold(): column for column in sheet.columns}
    if missing := [name for name in COLUMNS[:3] if name not in names]:
        raise Invalid(_("The file has no column %(name)s.", name=", ".join(missing)))
    brought = Brought(rows=len(sheet.lines) + len(sheet.refused))
    for unfit in sheet.refused:
        brought.refused.append({"row": unfit.number, "reason": unfit.reason})
    rows = [{name: _text(line.cells.get(names.get(name, ""), "")) for name in COLUMNS} for line in sheet.lines]
    known = _known(scene, [cells["account"] for cells in rows])
    for line, cells, meant in zip(sheet.lines, rows, known.meant, strict=True):
        try:
            _bring_one(scene, brought, known, line.number, cells, meant)
        except Invalid as error:
            brought.refused.append({"row": line.number, "reason": str(error)})
    if known.fresh and not scene.is_trial:
        schedule_all(scene.session, known.fresh, by=scene.by, now=scene.now)
    brought.refused.sort(key=lambda refused: int(refused["row"]))
    return brought


def _known(scene: Scene, addresses: list[str]) -> Known:
    meant = [identify(address, scene.platforms) for address in addresses]
    accounts = registered(scene.session, (one for one in meant if not isinstance(one, Refused)))
    return Known(
        meant, accounts, schedules_by_credential(scene.session, {hit.account.id for hit in accounts.values()})
    )


def _bring_one(
    scene: Scene, brought: Brought, known: Known, row: int, cells: dict[str, str], meant: Identity | Refused
) -> None:
    account, credential = _account(known, meant), _credential(cells["credential"])
    due_on, key = _day(cells["due_on"], scene.office.today(scene.now)), (account.id, credential.value)
    if key in known.seen:
        raise Invalid(_("An earlier row schedules the same credential."))
    known.seen.add(key)
    person, login = _responsible(scene, brought, known, row, cells["responsible"]), cells["responsible"]
    existing = known.schedules.get(key)
    was_on = existing.calendar_on if existing else None
    if existing is None:
        known.fresh.append(Wanted(account.id, credential, Terms(due_on, None, person)))
    outcome = _change(scene, existing, due_on, person, knows_whom=not login) if existing else "new"
    setattr(brought, outcome, getattr(brought, outcome) + 1)
    told = {"row": row, "account": account.url, "credential": str(credential), "outcome": outcome}
    brought.outcomes.append({**told, "due_on": due_on, "was_on": was_on, "responsible": login})


def _change(
    scene: Scene, existing: RotationSchedule, due_on: date, person: Person | None, *, knows_whom: bool
) -> str:
    """Who is asked now stays, where the file names nobody that is known."""
    asked = person if person or knows_whom else existing.responsible
    if (existing.calendar_on, existing.responsible) == (due_on, asked):
        return "same"
    if not scene.is_trial:
        terms = Terms(due_on, existing.every_days, asked)
        change_schedule(scene.session, existing, terms, by=scene.by, now=scene.now, office=scene.office)
    return "changed"


def _account(known: Known, meant: Identity | Refused) -> SocialAccount:
    if isinstance(meant, Refused):
        raise Invalid(_("No account can be found by what stands there: %(why)s", why=meant.reason))
    hit = known.accounts.get(meant.key)
    if hit is None:
        raise Invalid(_("The register has no account at this address. Register it first."))
    if hit.through is Through.FORMER:
        raise Invalid(
            _("This account has another handle now. Write its present address: %(url)s", url=hit.account.url)
        )
    return hit.account


def _credential(text: str) -> Credential:
    """What is no credential is not shown again: it may be a secret in the wrong column."""
    if not text:
        raise Invalid(_("The row does not say what is to be changed. Write password, or another credential."))
    if text.casefold() not in NAMED:
        raise Invalid(_("There is no such credential. There are: %(names)s.", names=", ".join(Credential)))
    return NAMED[text.casefold()]


def _day(text: str, today: date) -> date:
    if not text:
        raise Invalid(_("The row has no day. Write it as 2027-03-01."))
    if not _A_DAY.fullmatch(text):
        raise Invalid(_("The day cannot be read. Write it as 2027-03-01, the year first."))
    try:
        day = date.fromisoformat(text[:10])
    except ValueError:
        raise Invalid(_("There is no such day in the calendar. Look at the month and the day.")) from None
    if abs(day - today) > FURTHEST:
        raise Invalid(_("The day is more than ten years away. Look at the year."))
    return day


def _responsible(scene: Scene, brought: Brought, known: Known, row: int, login: str) -> Person | None:
    """Nobody is guessed, and who has left is nobody."""
    if login and login not in known.people:
        known.people[login] = active_by_login(scene.session, login)
    person = known.people.get(login)
    if login and person is None:
        brought.unmatched.append({"row": row, "field": "responsible", "value": login})
    return person


def _text(value: reading.Value) -> str:
    return (" ".join(value) if isinstance(value, list) else value).strip()
