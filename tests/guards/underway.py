"""The people of the matrix, their departments, and what is underway between them: hand-overs and requests."""

from datetime import date
from functools import partial
from typing import TypeVar

from sqlalchemy.orm import Session

from govdesk.access import Role
from govdesk.accounts.models import Ownership, SocialAccount
from govdesk.directory.models import Department, Person, PersonRole, PersonState
from govdesk.handover.models import Handover, HandoverBatch
from govdesk.handover.rules import HandoverState
from govdesk.handover.terms import Terms
from govdesk.lifecycle.models import AccountRequest, RequestStep
from govdesk.lifecycle.rules import Act, RequestState
from govdesk.lifecycle.rules import Kind as RequestKind
from tests.conftest import NOW
from tests.guards.things import CAST, World

Row = TypeVar("Row")

ASKED_FOR = {
    RequestKind.CHANGE: {"wish": "Words"},
    RequestKind.GRANT: {"agency": "Acme Media", "way": "own_login", "reason": "Words"},
}


class Underway:
    """`world.py` adds what is not underway."""

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

    def _add(self, row: Row) -> Row:
        self.session.add(row)
        self.session.flush()
        return row
