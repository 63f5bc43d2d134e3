"""Beginning an incident: what has to happen, in one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from govdesk import audit
from govdesk.accounts.actions.turning import change_state
from govdesk.accounts.models import AccountState, SocialAccount
from govdesk.accounts.states import may_follow
from govdesk.accounts.touching import Touched
from govdesk.directory.models import Person
from govdesk.errors import Conflict
from govdesk.i18n import _
from govdesk.incidents.logbook import enter, refuse_secrets
from govdesk.incidents.models import Incident, ReachedAccount
from govdesk.incidents.queries import event_without_incident, open_one_of
from govdesk.incidents.reach import Linked, Reach
from govdesk.incidents.rules import EntryKind
from govdesk.incidents.suspecting import settle_all
from govdesk.incidents.telling import tell_at_once
from govdesk.rotation.compromise import occasion_of
from govdesk.rotation.happening import Happening
from govdesk.rotation.models import RotationEvent, RotationReason
from govdesk.rotation.office import Office
from govdesk.rotation.opening import open_event
from govdesk.rotation.resting import rest
from govdesk.rotation.widening import widen


@dataclass(frozen=True)
class Decided:
    """What security has looked at, and decided."""

    reach: Reach
    reason: str
    left_out: Mapping[int, str]
    """Account → why it is left out though it is linked."""

    @property
    def taken_in(self) -> list[Linked]:
        return [linked for linked in self.reach.linked if linked.account.id not in self.left_out]

    @property
    def touched(self) -> list[Touched]:
        """All that is to be changed."""
        return [*self.reach.touched, *(one for linked in self.taken_in for one in linked.touched)]


def begin(
    session: Session, decided: Decided, *, by: Person, form_key: str | None, now: datetime, office: Office
) -> Incident:
    """Declare the account compromised and let all that was decided on fall due as one event; ordinary reminders rest.

    The same form twice is one incident. Raises Conflict when one is going on already or the account is in a state
    from which that cannot follow, Invalid for a reason that would open an account.
    """
    if form_key and (known := session.scalar(select(Incident).where(Incident.form_key == form_key))):
        return known
    account = decided.reach.account
    _demand_possible(session, account)
    refuse_secrets(decided.reason, *decided.left_out.values())
    event = _event(session, decided, by, now, office)
    if account.state is not AccountState.COMPROMISED:
        change_state(
            session, account, AccountState.COMPROMISED, reason=decided.reason, by=by, now=now, today=office.today(now)
        )
    incident = Incident(
        account=account, reason=decided.reason, opened_at=now, opened_by=by, event=event, form_key=form_key,
        reached=_reached(decided),
    )  # fmt: skip
    try:
        session.add(incident)
        session.flush()
    except IntegrityError:  # somebody else, at this very moment
        raise goes_on() from None
    enter(
        session, incident, EntryKind.OPENED, by=by, now=now,
        number=len(decided.taken_in) + 1, credentials=len(event.losses),
    )  # fmt: skip
    settle_all(session, account, by=by, now=now)
    rest(session, incident.in_it, now=now)
    tell_at_once(session, incident, now=now)
    audit.record(
        session, "incidents:incident:opened", incident, by=by, at=now,
        account_ids=incident.in_it, left_out_ids=sorted(decided.left_out), reason_digest=audit.digest(decided.reason),
    )  # fmt: skip
    return incident


def _demand_possible(session: Session, account: SocialAccount) -> None:
    if open_one_of(session, account) is not None:
        raise goes_on()
    if account.state is not AccountState.COMPROMISED and not may_follow(account.state, AccountState.COMPROMISED):
        state = str(account.state.label).lower()
        raise Conflict(_("This account is %(state)s now: that cannot follow.", state=state))


def goes_on() -> Conflict:
    return Conflict(_("An incident is going on about this account already. Open the account's page to see it."))


def _event(session: Session, decided: Decided, by: Person, now: datetime, office: Office) -> RotationEvent:
    """Opened before the state changes, so that no second one is; one that has been opened so becomes this one."""
    account = decided.reach.account
    happening = Happening(
        RotationReason.COMPROMISE, occasion_of(account, now), now, now, office.today(now),
        by=by, account=account, reason=decided.reason,
    )  # fmt: skip
    event = event_without_incident(session, account)
    if event is not None:
        widen(session, event, happening, decided.touched)
        return event
    event = open_event(session, happening, decided.touched)
    assert event is not None, "the password of an account in use can always be changed"
    return event


def _reached(decided: Decided) -> Sequence[ReachedAccount]:
    itself = ReachedAccount(account_id=decided.reach.account.id, links=[])
    return [
        itself,
        *(
            ReachedAccount(
                account_id=linked.account.id,
                links=[thing.key for thing in linked.things],
                left_out=decided.left_out.get(linked.account.id),
            )
            for linked in decided.reach.linked
        ),
    ]
