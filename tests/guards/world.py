"""A small company for the matrix: to each of the cast, things they have every relation to, and things of others."""

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import TypeVar

from sqlalchemy.orm import Session

from govdesk.access import Role
from govdesk.accounts.importing.kept import pack
from govdesk.accounts.importing.models import AccountImport
from govdesk.accounts.importing.reading import Sheet
from govdesk.accounts.models import Custodianship, Ownership, SocialAccount
from govdesk.accounts.platforms.catalogue import catalogue
from govdesk.campaigns.models import Answer, AskedAs, Campaign, CampaignItem, Kind
from govdesk.campaigns.rules import Level
from govdesk.desk.models import Ticket, TicketMessage
from govdesk.desk.rules import TicketKind, TicketState, Visibility
from govdesk.directory.models import Department, Person, PersonRole, PersonState
from govdesk.exposure.findings import Weakness
from govdesk.exposure.models import (
    AccessException,
    AccessGrant,
    ConnectedTool,
    RecoveryMeans,
    SecondFactor,
    TrustedDevice,
    VaultEntry,
)
from govdesk.exposure.rules import Belongs, FactorKind, MeansKind, Way
from govdesk.handover.models import Handover, HandoverBatch
from govdesk.handover.rules import HandoverState
from govdesk.handover.terms import Terms
from govdesk.lifecycle.models import AccountRequest, RequestStep
from govdesk.lifecycle.rules import Act, RequestState
from govdesk.lifecycle.rules import Kind as RequestKind
from govdesk.policies.models import Policy, PolicyVersion
from govdesk.proof.models import Outsider
from govdesk.rotation.models import RotationSchedule
from tests.conftest import NOW
from tests.runs import run_at

Row = TypeVar("Row")

CAST = {
    "grace": ("comms", "Commerce"), "sam": ("security", "Commerce"), "mei": ("agent", "Commerce"),
    "noor": ("auditor", "Commerce"), "root": ("admin", "Commerce"), "ada": ("", "Press"), "olu": ("", "Census"),
    "lars": ("", "Press"),
}  # fmt: skip
"""Login: role beside staff, and home. Lars has left."""
WORK_HERE = tuple(login for login in CAST if login != "lars")
ASKED_FOR = {
    RequestKind.CHANGE: {"wish": "Words"},
    RequestKind.GRANT: {"agency": "Acme Media", "way": "own_login", "reason": "Words"},
}
EMPTY_REPORT = {
    "rows": 0, "new": 0, "changed": 0, "same": 0, "duplicates": 0,
    "refused": [], "unmatched": [], "gone": [], "duplicate_groups": [], "duplicate_accounts": [],
}  # fmt: skip


@dataclass(frozen=True)
class Thing:
    """Something an address can name, with what the reader is to it: known from how it was made."""

    kind: str
    """How the reader stands to it: own, same department, foreign …"""
    values: dict[str, object]
    """What the address and the form need of it."""
    relations: frozenset[str] = frozenset()


@dataclass
class World:
    """Who there is, and by kind of thing what each may be shown."""

    ids: dict[str, int] = field(default_factory=dict)
    things: dict[tuple[str, str], list[Thing]] = field(default_factory=dict)
    """(login, kind of thing) → the things to try."""

    def add(self, login: str, what: str, kind: str, relations: str = "", /, **values: object) -> None:
        thing = Thing(kind, values, frozenset(relations.split()))
        self.things.setdefault((login, what), []).append(thing)


def build(session: Session) -> World:
    """Make all rows."""
    builder = _Builder(session)
    for login in CAST:
        builder.give(login)
    session.commit()
    return builder.world


class _Builder:
    def __init__(self, session: Session) -> None:
        self.session, self.world, self.numbers = session, World(), iter(range(1, 10_000))
        self.homes = {name: self._department(name) for name in ("Commerce", "Press", "Census", "Elsewhere")}
        self.people = {login: self._person(login, role, self.homes[home]) for login, (role, home) in CAST.items()}
        self.people["lars"].state, self.people["lars"].left_on = PersonState.DISABLED, date(2027, 2, 15)
        self.stranger = self._person("stranger", "", self.homes["Elsewhere"])
        self.successor = self._person("successor", "", self.homes["Elsewhere"])
        self.left = self._person("former", "", self.homes["Elsewhere"])
        self.left.state = PersonState.LEFT
        self.world.ids = {login: person.id for login, person in self.people.items()}
        self.policy = self._policy()
        self.run = self._add(run_at(NOW))
        self.outsider = self._add(
            Outsider(
                identity="x:account:n0aa_", platform="x", handle="n0aa_", url="https://x.com/n0aa_", reported_at=NOW
            )
        )
        self.campaign = self._add(_campaign(NOW))
        self.received = self._add(
            AccountImport(
                filename="a.csv",
                digest="0" * 64,
                content=pack([Sheet("", ())], catalogue()),
                uploaded_at=NOW,
                report=EMPTY_REPORT,
            )
        )

    def give(self, login: str) -> None:
        """What this person can be shown."""
        person = self.people[login]
        self._give_accounts(login, person)
        self._give_handovers(login, person)
        self._give_requests(login, person)
        self._give_tickets(login, person)
        self._give_people(login, person)
        add = self.world.add
        add(login, "policy", "of all", slug="voice", digest=self.policy.digest)
        add(login, "account_import", "of all", import_=self.received.id)
        add(login, "outsider", "of all", outsider=self.outsider.id, version=self.outsider.version)
        add(login, "campaign", "of all", campaign=self.campaign.id)
        add(login, "sync_run", "of all", run=self.run.id)

    def _give_accounts(self, login: str, person: Person) -> None:
        home = person.department
        headed = self._department(f"Headed by {login}", head=person)
        elsewhere = self.homes["Elsewhere"]
        self._account(login, "foreign", "", departments=[elsewhere])
        self._account(login, "same department", "", departments=[home])
        self._account(login, "owner", "owner", departments=[elsewhere], owner=person)
        self._account(login, "deputy", "deputy", departments=[elsewhere], deputy=person)
        self._account(login, "custodian", "custodian", departments=[elsewhere], custodians=[person])
        self._account(login, "head", "head", departments=[elsewhere, headed])
        self._account(login, "responsible", "", departments=[elsewhere], responsible=person)

    def _account(
        self, login: str, kind: str, relations: str, *, departments: list[Department | None],
        owner: Person | None = None, deputy: Person | None = None,
        custodians: list[Person] | None = None, responsible: Person | None = None,
    ) -> None:  # fmt: skip
        handle = f"a{next(self.numbers)}"
        account = self._add(
            SocialAccount(
                identity=f"x:{handle}", platform="x", kind="profile", handle=handle, url=f"https://x.com/{handle}",
                name=handle, owner=owner, deputy=deputy, registered_at=NOW,
                ownerships=[Ownership(department=d, position=n) for n, d in enumerate(departments)],
            )
        )  # fmt: skip
        held = [
            self._add(Custodianship(account_id=account.id, person_id=p.id, since_on=date(2027, 1, 4)))
            for p in [self.stranger, *(custodians or [])]
        ]
        schedule = self._add(
            RotationSchedule(
                account_id=account.id, due_on=date(2027, 5, 1), responsible_id=responsible.id if responsible else None
            )
        )
        here = {"account": account.id, "version": account.version, "department": self.homes["Elsewhere"].id}
        self.world.add(login, "social_account", kind, relations, **here)
        self._ask(login, kind, relations, account.id, None)
        if not relations:
            self._ask(login, f"{kind}, asked", "asked", account.id, self.people[login])
        self.world.add(login, "custodianship", kind, relations, custodianship=held[0].id, **here)
        for key, line in self._lines(account).items():
            self.world.add(login, f"line of {key}", kind, relations, line=line, **here)
        self.world.add(login, "line of custodians", kind, relations, line=held[0].id, **here)
        asked = "custodian" if responsible else relations
        self.world.add(login, "rotation_schedule", kind, asked, schedule=schedule.id, version=schedule.version)

    def _lines(self, account: SocialAccount) -> dict[str, int]:
        """One line of each kind on the access list: its id, by the kind as addresses and cases call it."""
        of = {"account_id": account.id}
        lines = {
            "grants": AccessGrant(way=Way.OWN_LOGIN, person=self.stranger, **of),
            "recovery": RecoveryMeans(kind=MeansKind.MAILBOX, belongs=Belongs.PERSONAL, **of),
            "factors": SecondFactor(kind=FactorKind.OFF, **of),
            "devices": TrustedDevice(name="Phone", **of),
            "tools": ConnectedTool(name="Planner", **of),
            "vault": VaultEntry(pointer="Vault, Press", **of),
            "exceptions": AccessException(
                weakness=Weakness.SHARED_LOGIN, reason="Busy", asked_by=self.stranger, ends_on=date(2099, 1, 1), **of
            ),
        }
        return {key: self._add(line).id for key, line in lines.items()}

    def _give_handovers(self, login: str, person: Person) -> None:
        report = self._person(f"successor-below-{login}", "", self.homes["Elsewhere"], manager=person)
        headed = self._department(f"Handed on by {login}", head=person)
        for state in (HandoverState.LISTING, HandoverState.CONFIRMING, HandoverState.CLOSING):
            self._handover(login, "foreign", "", state)
            self._handover(login, "outgoing", "outgoing owner", state, outgoing=person)
            self._handover(login, "incoming", "incoming", state, incoming=person)
            self._handover(login, "manager", "manager", state, incoming=report)
            self._handover(login, "opener", "requester", state, opened_by=person)
            self._handover(login, "head", "head", state, headed=headed)
            is_comms = CAST[login][0] == "comms"
            left = "outgoing" if is_comms else ""
            self._handover(login, "outgoing has left", left, state, outgoing=self.left)

    def _handover(
        self, login: str, kind: str, relations: str, state: HandoverState, *, outgoing: Person | None = None,
        incoming: Person | None = None, opened_by: Person | None = None, headed: Department | None = None,
    ) -> None:  # fmt: skip
        handle, place = f"h{next(self.numbers)}", headed or self.homes["Elsewhere"]
        account = self._add(
            SocialAccount(
                identity=f"x:{handle}", platform="x", kind="profile", handle=handle, url=f"https://x.com/{handle}",
                name=handle, owner=outgoing or self.stranger, registered_at=NOW,
                ownerships=[Ownership(department=place, position=0)],
            )
        )  # fmt: skip
        batch = HandoverBatch(opened_by=opened_by or self.stranger, opened_at=NOW)
        handover = self._add(
            Handover(
                batch=batch, account=account, state=state, outgoing=account.owner,
                incoming=incoming or self.successor, owner=incoming or self.successor,
                department_ids=[self.homes["Census"].id], opened_by=opened_by,
                found=Terms.of(account).ids, opened_at=NOW, changed_at=NOW,
            )
        )  # fmt: skip
        what = {"listing": "handover to list", "confirming": "handover to confirm", "closing": "handover to close"}
        self.world.add(login, what[state], kind, relations, handover=handover.id)
        if state is HandoverState.LISTING:
            self.world.add(login, "handover_batch", kind, relations, batch=batch.id)

    def _give_requests(self, login: str, person: Person) -> None:
        office = self._department(f"Asked beside {login}", head=self.successor)
        headed = self._department(f"Asked of {login}", head=person)
        is_comms = "approver" if CAST[login][0] == "comms" else ""
        for state in (RequestState.DEPARTMENT, RequestState.RETURNED, RequestState.APPROVED):
            head = "head approver" if state is RequestState.DEPARTMENT else "head"
            self._request(login, "foreign", "", state, office)
            self._request(login, "requester", "requester", state, office, requester=person)
            self._request(login, "head", head, state, headed)
            self._request(login, "owner", "owner", state, office, owner=person)
            self._request(login, "had a say", "asked", state, office, said_by=person)
        self._give_access_requests(login, person, office, headed)
        self._request(login, "nobody heads it", is_comms, RequestState.DEPARTMENT, self.homes["Elsewhere"])

    def _give_access_requests(self, login: str, person: Person, office: Department, headed: Department) -> None:
        """Who asks for most of them owns the account, so that the head is asked."""
        for state in (RequestState.OWNER, RequestState.APPROVED):
            asked = partial(self._request, login, state=state, asks_for=RequestKind.GRANT)
            approver = " approver" if state is RequestState.OWNER else ""
            asked("foreign", "", place=office)
            asked("requester", "requester", place=office, requester=person)
            asked("owner", f"owner{approver}", place=office, owner=person)
            asked("head", f"head{approver}", place=headed)
        asked("gets in", "incoming", state=RequestState.OWNER, place=office, whose=person)

    def _request(
        self, login: str, kind: str, relations: str, state: RequestState, place: Department, *,
        requester: Person | None = None, owner: Person | None = None, said_by: Person | None = None,
        asks_for: RequestKind = RequestKind.CHANGE, whose: Person | None = None,
    ) -> None:  # fmt: skip
        handle = f"r{next(self.numbers)}"
        account = self._add(
            SocialAccount(
                identity=f"x:{handle}", platform="x", kind="profile", handle=handle, url=f"https://x.com/{handle}",
                name=handle, owner=owner or self.stranger, registered_at=NOW,
                ownerships=[Ownership(department=place, position=0)],
            )
        )  # fmt: skip
        said = RequestStep(act=Act.RETURNED, round=1, by=said_by or self.successor, text="Why?", done_at=NOW)
        asked = self._add(
            AccountRequest(
                kind=asks_for, state=state, requester=requester or self.stranger, account=account, person=whose,
                platform="x", handle=handle, facts=ASKED_FOR[asks_for], asked_at=NOW, changed_at=NOW, form_key=handle,
                asked_by_state=RequestState.COMMS if state is RequestState.RETURNED else None, steps=[said],
            )
        )  # fmt: skip
        what = {"department": "request to approve", "returned": "request to answer", "approved": "request to finish"}
        if asks_for.is_access:
            what = {"owner": "access to approve", "approved": "access to give"}
        self.world.add(login, what[state], kind, relations, asked=asked.id, version=asked.version)

    def _ask(self, login: str, kind: str, relations: str, account_id: int, asked: Person | None) -> None:
        """What a campaign asks about an account; `relations` are to the account, asking is one of its own."""
        campaign = self.campaign if asked is None else self._add(_campaign(NOW))
        asked_as = AskedAs.DELEGATE if asked else AskedAs.COMMS
        item = self._add(
            CampaignItem(
                campaign_id=campaign.id, account_id=account_id, asked_id=asked.id if asked else None,
                asked_as=asked_as, level=Level.OWNER,
            )
        )  # fmt: skip
        self.world.add(login, "campaign_item", kind, relations, item=item.id)
        item = self._add(
            CampaignItem(
                campaign_id=self._add(_campaign(NOW)).id, account_id=account_id, asked_id=item.asked_id,
                asked_as=asked_as, level=Level.OWNER, answer=Answer.RETIRE, note="Unused", answered_at=NOW,
            )
        )  # fmt: skip
        self.world.add(login, "campaign_item to settle", kind, relations, item=item.id)

    def _give_tickets(self, login: str, person: Person) -> None:
        neighbour = self._person(f"beside-{login}", "", person.department)
        self._ticket(login, "own", "requester", requester=person)
        self._ticket(login, "same department", "", requester=neighbour)
        self._ticket(login, "foreign", "", requester=self.stranger)
        self._ticket(login, "assigned", "assignee", requester=self.stranger, assignee=person)

    def _ticket(
        self, login: str, kind: str, relations: str, *, requester: Person, assignee: Person | None = None
    ) -> None:
        for state in (TicketState.OPEN, TicketState.RESOLVED):
            key = f"k{next(self.numbers)}"
            said = TicketMessage(
                author_id=requester.id, visibility=Visibility.PUBLIC, text="Help", written_at=NOW, form_key=key
            )
            ticket = self._add(
                Ticket(
                    kind=TicketKind.INCIDENT, subject="Strange posts", requester_id=requester.id, state=state,
                    assignee_id=assignee.id if assignee else None, opened_at=NOW, changed_at=NOW, form_key=key,
                    resolved_at=NOW if state.is_over else None, messages=[said],
                )
            )  # fmt: skip
            values = {"number": ticket.id, "seen": said.id, "assignee": ticket.assignee_id or ""}
            self.world.add(login, "ticket" if not state.is_over else "ticket that is over", kind, relations, **values)

    def _give_people(self, login: str, person: Person) -> None:
        neighbour = self._person(f"neighbour-of-{login}", "", person.department)
        report = self._person(f"report-of-{login}", "", self.homes["Elsewhere"], manager=person)
        self._shown(login, "own", "self colleague", person)
        self._shown(login, "same department", "colleague", neighbour)
        self._shown(login, "reports to them", "colleague manager", report)
        self._shown(login, "foreign", "colleague", self.stranger)
        self._shown(login, "leaver", "", self.left)

    def _shown(self, login: str, kind: str, relations: str, person: Person) -> None:
        self.world.add(login, "person", kind, relations, login=person.login, person=person.id)

    def _department(self, name: str, head: Person | None = None) -> Department:
        return self._add(Department(key=name.casefold(), name=name, head=head))

    def _person(self, login: str, role: str, home: Department | None, manager: Person | None = None) -> Person:
        granted = [PersonRole(role=Role(role), group_dn=f"cn={role},dc=example")] if role else []
        return self._add(
            Person(
                directory_id=f"id-of-{login}", login=login, login_key=login, name=login.title(),
                department=home, manager=manager, granted=granted,
            )
        )  # fmt: skip

    def _policy(self) -> PolicyVersion:
        version = PolicyVersion(
            number=1, digest="d" * 64, title="Voice", text="Be kind.", effective_on=date(2026, 1, 1),
            front_matter={"review_by": "2030-01-01", "owner": "Comms", "summary": "Be kind.", "language": "en"},
            published_at=NOW,
        )  # fmt: skip
        self._add(Policy(slug="voice", title="Voice", versions=[version]))
        return version

    def _add(self, row: Row) -> Row:
        self.session.add(row)
        self.session.flush()
        return row


def _campaign(now: datetime) -> Campaign:
    return Campaign(
        kind=Kind.RECERTIFICATION, title="Spring", started_at=now, due_on=date(2027, 5, 1), look_at=now, criteria={}
    )
