"""A small company for the matrix: to each of the cast, things they have every relation to, and things of others."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from govdesk.accounts.importing.kept import pack
from govdesk.accounts.importing.models import AccountImport
from govdesk.accounts.importing.reading import Sheet
from govdesk.accounts.models import Custodianship, Ownership, SocialAccount
from govdesk.accounts.platforms.catalogue import catalogue
from govdesk.campaigns.models import Answer, AskedAs, Campaign, CampaignItem, Kind
from govdesk.campaigns.rules import Level
from govdesk.desk.models import Ticket, TicketMessage
from govdesk.desk.rules import TicketKind, TicketState, Visibility
from govdesk.desk.tools.models import SanctionedTool
from govdesk.desk.tools.rules import ToolKind, ToolState
from govdesk.desk.typed import TicketStep
from govdesk.directory.models import Department, Person
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
from govdesk.incidents.models import Incident, Suspicion
from govdesk.policies.models import Policy, PolicyVersion
from govdesk.proof.models import Outsider
from govdesk.rotation.audience.models import Audience, AudienceReminder
from govdesk.rotation.audience.rules import Unit
from govdesk.rotation.models import RotationEvent, RotationLoss, RotationReason, RotationSchedule
from govdesk.rotation.plan.models import RotationPolicyVersion, Source
from govdesk.rotation.work.models import RotationWork
from tests.conftest import NOW
from tests.guards.things import CAST, World
from tests.guards.underway import Underway
from tests.runs import run_at

DUE = date(2027, 5, 1)
EMPTY_REPORT = {
    "rows": 0, "new": 0, "changed": 0, "same": 0, "duplicates": 0,
    "refused": [], "unmatched": [], "gone": [], "duplicate_groups": [], "duplicate_accounts": [],
}  # fmt: skip


def build(session: Session) -> World:
    """Make all rows."""
    builder = _Builder(session)
    for login in CAST:
        builder.give(login)
    session.commit()
    return builder.world


class _Builder(Underway):
    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.policy = self._policy()
        self.run = self._add(run_at(NOW))
        self.rules = self._add(
            RotationPolicyVersion(number=1, digest="d" * 64, text="grace_days: 1\n", source=Source.FILE, made_at=NOW)
        )
        self.outsider = self._add(
            Outsider(
                identity="x:account:n0aa_", platform="x", handle="n0aa_", url="https://x.com/n0aa_", reported_at=NOW
            )
        )
        self.campaign = self._add(_campaign(NOW))
        self.tool = self._add(
            SanctionedTool(name="Canvas", name_key="canvas", kind=ToolKind.DESIGN, state=ToolState.REVIEW)
        )
        self.reminder, self.resting = self._add(_reminder(False)), self._add(_reminder(True))
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
        add(login, "rotation_policy_version", "of all", number=self.rules.number)
        add(login, "sanctioned_tool", "of all", tool=self.tool.id, version=self.tool.version)
        add(login, "sync_run", "of all", run=self.run.id)
        add(login, "audience_reminder", "of all", reminder=self.reminder.id, version=self.reminder.version)
        add(login, "text of a reminder", "of all", reminder=self.reminder.id)
        add(login, "audience_reminder that rests", "of all", reminder=self.resting.id)

    def _give_accounts(self, login: str, person: Person) -> None:
        home = person.department
        headed = self._department(f"Headed by {login}", head=person)
        elsewhere = self.homes["Elsewhere"]
        self._account(login, "heads one that owns it along", "", departments=[elsewhere, headed])
        self._account(login, "same department", "", departments=[home])
        self._account(login, "owner", "owner", departments=[elsewhere], owner=person)
        self._account(login, "deputy", "deputy", departments=[elsewhere], deputy=person)
        self._account(login, "custodian", "custodian", departments=[elsewhere], custodians=[person])
        self._account(login, "head", "head", departments=[headed, elsewhere])
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
                account_id=account.id,
                calendar_on=DUE,
                due_on=DUE,
                responsible_id=responsible.id if responsible else None,
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
        self._change(login, kind, asked, account, responsible)
        event = self._add(
            RotationEvent(
                kind=RotationReason.REQUEST, occasion=handle, happened_at=NOW, opened_at=NOW, account=account
            )
        )
        loss = RotationLoss(event=event, schedule=schedule, lost_at=NOW, due_on=NOW.date(), was=["itself"])
        self.session.add(loss)
        self.world.add(login, "rotation_event", kind, asked, event=event.id)
        self._give_incident(login, kind, relations, account, event)

    def _give_incident(
        self, login: str, kind: str, relations: str, account: SocialAccount, event: RotationEvent
    ) -> None:
        """Which goes on about the account, without being fed by what others of the matrix do there."""
        incident = self._add(
            Incident(
                account=account, reason="Strange posts", opened_at=NOW, opened_by=self.stranger, event=event,
            )
        )  # fmt: skip
        self.world.add(login, "incident", kind, relations, incident=incident.id)
        told = self._add(Suspicion(account=account, reason="Strange posts", by=self.stranger, at=NOW))
        self.world.add(login, "incident_suspicion", kind, relations, suspicion=told.id)

    def _change(
        self, login: str, kind: str, relations: str, account: SocialAccount, responsible: Person | None
    ) -> None:
        """Changes that wait for a second person: one made by somebody else, one by the reader."""
        is_entitled = {"owner", "deputy", "custodian"} & set(relations.split()) or CAST[login][0] == "security"
        for credential, doer in (("api_token", self.stranger), ("app_password", self.people[login])):
            schedule = RotationSchedule(
                account_id=account.id, credential=credential, responsible_id=responsible.id if responsible else None
            )
            work = self._add(
                RotationWork(
                    schedule=schedule, begun_at=NOW, said_by=doer, said_at=NOW, rotated_on=NOW.date(), rotated_at=NOW,
                    statements=[], later=[],
                )
            )  # fmt: skip
            part = ("approver" if doer is self.stranger else "requester") if is_entitled else ""
            self.world.add(login, "rotation_work", f"{kind}, {credential}", f"{relations} {part}", work=work.id)

    def _lines(self, account: SocialAccount) -> dict[str, int]:
        """One line of each kind on the access list: its id, by the kind as addresses and cases call it."""
        of = {"account_id": account.id}
        lines = {
            "grants": AccessGrant(way=Way.OWN_LOGIN, person=self.stranger, **of),
            "recovery": RecoveryMeans(kind=MeansKind.MAILBOX, belongs=Belongs.PERSONAL, **of),
            "factors": SecondFactor(kind=FactorKind.SMS, **of),
            "devices": TrustedDevice(name="Phone", **of),
            "tools": ConnectedTool(name="Planner", **of),
            "vault": VaultEntry(pointer="Vault, Press", **of),
            "exceptions": AccessException(
                weakness=Weakness.SHARED_LOGIN, reason="Busy", asked_by=self.stranger, ends_on=date(2099, 1, 1), **of
            ),
        }
        return {key: self._add(line).id for key, line in lines.items()}

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
                    steps=[TicketStep(position=1, title="Look at it", is_required=True)],
                )
            )  # fmt: skip
            values = {"number": ticket.id, "seen": said.id, "assignee": ticket.assignee_id or ""}
            handles = " handler" if CAST.get(login, ("",))[0] == "agent" else ""
            if not state.is_over:
                self.world.add(login, "step of a ticket", kind, relations + handles, step=1, **values)
            self.world.add(
                login, "ticket" if not state.is_over else "ticket that is over", kind, relations + handles, **values
            )

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

    def _policy(self) -> PolicyVersion:
        version = PolicyVersion(
            number=1, digest="d" * 64, title="Voice", text="Be kind.", effective_on=date(2026, 1, 1),
            front_matter={"review_by": "2030-01-01", "owner": "Comms", "summary": "Be kind.", "language": "en"},
            published_at=NOW,
        )  # fmt: skip
        self._add(Policy(slug="voice", title="Voice", versions=[version]))
        return version


def _reminder(is_paused: bool) -> AudienceReminder:
    return AudienceReminder(
        subject="Words", text="Words of before", audience=Audience.EVERYBODY, first_on=DUE, unit=Unit.NEVER, every=1,
        made_at=NOW, is_paused=is_paused,
    )  # fmt: skip


def _campaign(now: datetime) -> Campaign:
    return Campaign(
        kind=Kind.RECERTIFICATION, title="Spring", started_at=now, due_on=date(2027, 5, 1), look_at=now, criteria={}
    )
