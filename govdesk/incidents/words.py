"""How pages, files and the history speak of incidents."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk import audit
from govdesk.accounts.models import AccountState
from govdesk.accounts.queries import account_names
from govdesk.accounts.touching import PASSWORD
from govdesk.directory.queries import people_names
from govdesk.exposure.concerned import line_names
from govdesk.i18n import _, _l, ngettext
from govdesk.incidents.models import Incident, IncidentEntry
from govdesk.incidents.rules import EntryKind, Step
from govdesk.rotation.rules import credential_name

LINES = {"mailbox": "recovery_mailbox", "phone": "recovery_phone", "tool": "connected_tool"}
"""Things that are lines of a list → what rotations call their credential."""


@dataclass(frozen=True)
class Told:
    """A line of the log in words."""

    at: datetime
    who: str
    kind: EntryKind
    what: str


def told(session: Session, entries: Sequence[IncidentEntry]) -> list[Told]:
    """`entries` in the same order."""
    handles = account_names(session, {id_ for entry in entries if (id_ := entry.facts.get("account_id"))})
    return [
        Told(entry.at, entry.by.name if entry.by else _("Govdesk"), entry.kind, _sentence(entry, handles))
        for entry in entries
    ]


def _sentence(entry: IncidentEntry, handles: dict[int, str]) -> str:
    facts = entry.facts
    account = handles.get(facts.get("account_id", 0), _("an account"))
    if entry.kind is EntryKind.OPENED:
        accounts = ngettext("%(n)d account", "%(n)d accounts", facts["number"])
        changes = ngettext("%(n)d credential", "%(n)d credentials", facts["credentials"])
        return _("Incident mode began: %(changes)s to change on %(accounts)s", changes=changes, accounts=accounts)
    if entry.kind is EntryKind.STATE:
        state = str(AccountState(facts["state"]).label).lower()
        return _("%(account)s is %(state)s from now on", account=account, state=state)
    if entry.kind is EntryKind.ROTATED:
        return _("%(what)s of %(account)s was changed", what=_numbered(facts), account=account)
    if entry.kind is EntryKind.ENDED:
        return _("somebody's access to %(account)s was ended", account=account)
    if entry.kind is EntryKind.ENTERED:
        return _entered(facts, account)
    if entry.kind is EntryKind.CALLED:
        return ngettext(
            "%(n)d person was called to the emergency sheet by mail",
            "%(n)d people were called to the emergency sheet by mail",
            facts["number"],
        )
    if entry.kind is EntryKind.TAKEN_IN:
        return _("%(account)s was taken in after all", account=account)
    if entry.kind is EntryKind.STEP:
        assert entry.step is not None, "such an entry is about one"
        return str(entry.step.label)
    if entry.kind is EntryKind.CLOSED and facts["number"]:
        return ngettext(
            "Incident mode ended; %(n)d credential was left open",
            "Incident mode ended; %(n)d credentials were left open",
            facts["number"],
        )
    return entry.text or str(entry.kind.label)


def _entered(facts: dict[str, object], account: str) -> str:
    if facts["credential"] == PASSWORD:
        return _("somebody was given the password of %(account)s", account=account)
    if facts["number"]:
        return _(
            "%(what)s came onto the access list of %(account)s, and is to be changed, too",
            what=_numbered(facts), account=account,
        )  # fmt: skip
    return _("%(what)s of %(account)s was put into other hands", what=_numbered(facts), account=account)


def _numbered(facts: dict[str, object]) -> str:
    name = credential_name(str(facts["credential"]))
    return f"{name} {facts['line']}" if facts.get("line") else name


def link_names(session: Session, keys: Iterable[str]) -> dict[str, str]:
    """What links accounts, by its key, for those who may read lists; what stands on none any more is left out."""
    parted = {key: key.partition(":") for key in keys}
    people = {int(rest): key for key, (kind, _colon, rest) in parted.items() if kind == "person"}
    lines: dict[tuple[str, int | None], str] = {
        (LINES[kind], int(rest)): key for key, (kind, _colon, rest) in parted.items() if kind in LINES
    }
    found = {people[id_]: name for id_, name in people_names(session, people).items()}
    found |= {lines[line]: name for line, name in line_names(session, lines).items()}
    found |= {key: rest for key, (kind, _colon, rest) in parted.items() if kind == "agency"}
    return found


def incident_things(session: Session, ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Ids to names and pages, for the trail."""
    found = session.scalars(select(Incident).where(Incident.id.in_(ids)))
    return {
        row.id: (_("Incident of %(account)s", account=row.account.handle), f"/incidents/{row.id}") for row in found
    }


audit.tells(
    {
        "incidents:reach:read": _l("looked at what a compromise would reach, from the access lists"),
        "incidents:suspicion:told": _l("told security that somebody else may be in"),
        "incidents:suspicion:dismissed": _l("found nothing in what was suspected"),
        "incidents:incident:opened": _l("began an incident"),
        "incidents:incident:read": _l("read an incident and its log"),
        "incidents:incident:ended": _l("ended an incident"),
        "incidents:account:taken-in": _l("took a linked account in after all"),
        "incidents:log:noted": _l("wrote in the log of an incident"),
        "incidents:log:taken": _l("took the log of an incident along as a file"),
        "incidents:step:ticked": _l("ticked a step of an incident"),
        "incidents:sheet:read": _l("took the emergency sheet, with who can get in"),
        "incidents:sheet:sent": _l("called people to the emergency sheet by mail"),
    },
    fields={
        "account_ids": _l("Accounts"),
        "account_id": _l("Account"),
        "left_out_ids": _l("Linked, and left out"),
        "text_digest": _l("Fingerprint of the text"),
        "step": _l("Step"),
        "recipient_ids": _l("Who was called"),
    },
)
audit.labels(Step, "step")
audit.names(people_names, "recipient_ids")
audit.names(account_names, "left_out_ids", "account_id")
audit.things("incident", incident_things)
