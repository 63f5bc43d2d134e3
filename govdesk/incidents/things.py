"""What is on the access list of one account, as an incident sees it: each a thing that strangers may have now."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from govdesk.accounts.models import Custodianship, SocialAccount
from govdesk.accounts.touching import PASSWORD, Touched, Was
from govdesk.exposure.models import AccessGrant, Held, RecoveryMeans
from govdesk.exposure.reading import Lines, WayIn, agency_key, person_key
from govdesk.exposure.rules import FactorKind, MeansKind, Way
from govdesk.exposure.touched import of_line
from govdesk.i18n import _
from govdesk.incidents.rules import ThingKind
from govdesk.rotation.models import RotationSchedule

ITSELF = frozenset({Was.ITSELF})
Key = tuple[str, int | None]
"""Credential and line."""
BY_MEANS = {MeansKind.MAILBOX: ThingKind.MAILBOX, MeansKind.PHONE: ThingKind.PHONE, MeansKind.CODES: ThingKind.CODES}


@dataclass(frozen=True)
class Thing:
    """A person, an agency, a mailbox, a tool …"""

    key: str
    """`person:7`, `agency:acme`, else its kind and the line of the list: names stay where they are kept."""
    kind: ThingKind
    name: str
    """For those who may read who can get in."""


def things_of(lines: Lines) -> list[Thing]:
    """Each once, the people first."""
    found = [thing for way in lines.ways if (thing := _of_way(way))]
    found += [_of_means(row) for row in lines.means if row.kind is not MeansKind.NONE]
    found += [
        Thing(f"factor:{row.id}", ThingKind.FACTOR, _held(str(row.kind.label), row))
        for row in lines.factors
        if row.kind is not FactorKind.OFF
    ]
    found += [Thing(f"tool:{row.id}", ThingKind.TOOL, row.name) for row in lines.tools]
    found += [Thing(f"device:{row.id}", ThingKind.DEVICE, _held(row.name, row)) for row in lines.devices]
    return list({thing.key: thing for thing in found}.values())


def touched_itself(account: SocialAccount, lines: Lines, schedules: list[RotationSchedule]) -> list[Touched]:
    """All that is to be changed of the account itself: its password, its list line by line, and what is scheduled."""
    found: dict[Key, Touched] = {(PASSWORD, None): Touched(account.id, PASSWORD, ITSELF)}
    for one in _touched(lines):
        found.setdefault((one.credential, one.line), replace(one, was=ITSELF))
    kinds = {credential for credential, _line in found}
    for schedule in schedules:
        if schedule.credential not in kinds:
            key = schedule.credential, schedule.line_id
            found[key] = Touched(account.id, schedule.credential, ITSELF, schedule.line_id)
    return list(found.values())


def _touched(lines: Lines) -> Iterator[Touched]:
    grants = (way for way in lines.ways if isinstance(way, AccessGrant))
    for line in (*grants, *lines.means, *lines.factors, *lines.tools, *lines.devices):
        if touched := of_line(line):
            yield touched


def _of_way(way: WayIn) -> Thing | None:
    """Whoever can sign in; of a seat or a token the seat or the token."""
    if isinstance(way, Custodianship):
        return Thing(person_key(way.person_id), ThingKind.PERSON, way.person.name)
    holder = way.person.name if way.person else way.agency or _("unknown who")
    if way.way in (Way.TOOL_SEAT, Way.API_TOKEN):
        kind = ThingKind.SEAT if way.way is Way.TOOL_SEAT else ThingKind.TOKEN
        return Thing(f"{kind}:{way.id}", kind, f"{way.role}, {holder}" if way.role else holder)
    if way.person_id:
        return Thing(person_key(way.person_id), ThingKind.PERSON, holder)
    key = agency_key(way.agency)
    return Thing(key, ThingKind.AGENCY, holder) if key else None


def _of_means(row: RecoveryMeans) -> Thing:
    kind = BY_MEANS.get(row.kind, ThingKind.MAILBOX)
    return Thing(f"{kind}:{row.id}", kind, row.sent_to or _held(_("unknown which"), row))


def _held(what: str, row: Held) -> str:
    who = [person.name for person in (row.holder, row.backup) if person] + ([row.agency] if row.agency else [])
    return f"{what}, {', '.join(who)}" if who else what
