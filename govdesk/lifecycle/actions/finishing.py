"""What was approved is done: the register changes now, all of it in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from govdesk.access import Permission, may
from govdesk.accounts.actions import naming
from govdesk.accounts.actions.changing import put
from govdesk.accounts.actions.custody import add_custodian
from govdesk.accounts.actions.ownership import assign_departments, assign_deputy, assign_owner
from govdesk.accounts.actions.turning import change_state
from govdesk.accounts.confirming import forget_confirmed
from govdesk.accounts.deeds import Deed
from govdesk.accounts.heeding import registered_by_hand
from govdesk.accounts.models import AccountState, SocialAccount
from govdesk.accounts.platforms.catalogue import Catalogue
from govdesk.accounts.platforms.identity import Identity, identify
from govdesk.accounts.states import NEXT
from govdesk.directory.models import Department, Person
from govdesk.errors import Conflict, Invalid
from govdesk.i18n import _
from govdesk.lifecycle.actions.placing import demand_place
from govdesk.lifecycle.actions.stepping import go_on
from govdesk.lifecycle.models import AccountRequest
from govdesk.lifecycle.neighbours import Owed, neighbours
from govdesk.lifecycle.rules import Act, HandlePlan, Kind, RequestState


@dataclass(frozen=True)
class Opened:
    """What there is now."""

    identity: Identity
    """Where the account really is."""
    holders: Sequence[Person]
    """Those of owner and deputy who know its password."""


def owed_by_holders(session: Session, request: AccountRequest, today: date) -> dict[Person, Sequence[Owed]]:
    """What those named have to acknowledge before an account opens or they get in; nobody who is done."""
    if request.kind not in (Kind.OPEN, Kind.GRANT) or not request.state.is_open:
        return {}
    owed = {person: neighbours().owed_policies(session, person, today) for person in request.named}
    return {person: texts for person, texts in owed.items() if texts}


def demand_acknowledged(session: Session, request: AccountRequest, today: date) -> None:
    """Raises Conflict while somebody named in it owes a policy."""
    if owed := owed_by_holders(session, request, today):
        names = ", ".join(person.name for person in owed)
        raise Conflict(_("Not yet: %(names)s must first acknowledge the policies in force.", names=names))


def open_account(session: Session, request: AccountRequest, opened: Opened, deed: Deed) -> None:
    """The account is there, and official from now on; owner and deputy are asked whether they can sign in.

    Raises Conflict while somebody who is to hold it owes a policy, where it is not its turn, or where it may not be
    at this address (see `demand_place`); Invalid for an address elsewhere or a holder who has left.
    """
    account = _demand(request, Kind.OPEN)
    for person in (request.owner, request.deputy):
        if person is None or not person.is_employed:
            raise Invalid(_("Somebody who was to hold it has left. Withdraw this and ask anew."))
    demand_acknowledged(session, request, deed.today)
    demand_place(session, request, opened.identity, deed.by)
    naming.rename(session, account, opened.identity, until_on=None, by=deed.by, now=deed.now)
    if request.department is not None and request.department not in account.departments:
        assign_departments(session, account, [request.department], by=deed.by, now=deed.now)
    assign_owner(session, account, request.owner, by=deed.by, now=deed.now)
    assign_deputy(session, account, request.deputy, by=deed.by, now=deed.now)
    reason = _("Opened as request %(number)s.", number=request.id)
    _turn(session, account, AccountState.ACTIVE, reason, deed)
    for person in opened.holders:
        if person not in account.custodians:
            add_custodian(session, account, person, by=deed.by, now=deed.now, today=deed.today)
    neighbours().keep_mailbox(session, account, request.facts["mailbox"], deed)
    forget_confirmed(session, account)
    registered_by_hand(session, account, deed.by, deed.now)
    finish(session, request, deed)


def change_account(session: Session, request: AccountRequest, deed: Deed, platforms: Catalogue) -> None:
    """Name and address are on record now; for a change of hands the hand-over is open.

    Raises Conflict and Invalid where the address is another account's, or a hand-over is open already.
    """
    account = _demand(request, Kind.CHANGE)
    if name := request.facts.get("name"):
        put(session, account, {"name": name}, by=deed.by, now=deed.now)
    if request.url is not None:
        meant = identify(request.url, platforms, called=request.platform)
        if not isinstance(meant, Identity):
            raise Invalid(meant.reason)
        naming.rename(session, account, meant, until_on=deed.today, by=deed.by, now=deed.now)
    if request.department or request.owner or request.deputy:
        departments = _with_first(account, request)
        owner, deputy = request.owner or account.owner, request.deputy or account.deputy
        neighbours().hand_over(session, account, departments, owner, deputy, request.facts["wish"][:500], deed)
    finish(session, request, deed)


def close_account(session: Session, request: AccountRequest, last_on: date, deed: Deed) -> None:
    """The account is retired; its handle stays on record, and the public is told what replaced it.

    Raises Conflict where the account cannot be retired now, as while security keeps it frozen, or not by this person.
    """
    account = _demand(request, Kind.CLOSE)
    _demand_retirable(account, deed.by)
    _turn(session, account, AccountState.RETIRED, request.facts["reason"][:500], deed)
    if request.facts["plan"] == HandlePlan.GIVEN_UP:
        neighbours().end_access(session, account, deed)
    neighbours().tell_public(session, account, last_on, request.replaced_by, deed)
    finish(session, request, deed)


def _demand(request: AccountRequest, kind: Kind) -> SocialAccount:
    if request.state is not RequestState.APPROVED or request.kind is not kind or request.account is None:
        raise Conflict(_("This is done already, or not approved yet. Look at the request again."))
    return request.account


def _demand_retirable(account: SocialAccount, by: Person) -> None:
    """What communications have to say they said when they approved; what is security's to say is said today."""
    needed = NEXT[account.state].get(AccountState.RETIRED)
    if needed is Permission.ACCOUNT_FREEZE and not may(by, needed, account):
        state = str(account.state.label).lower()
        raise Conflict(
            _("This account is %(state)s now: only security can put on record that it is closed.", state=state)
        )


def _with_first(account: SocialAccount, request: AccountRequest) -> list[Department]:
    first = [request.department] if request.department else []
    return [*first, *(department for department in account.departments if department not in first)]


def _turn(session: Session, account: SocialAccount, state: AccountState, reason: str, deed: Deed) -> None:
    change_state(session, account, state, reason=reason, by=deed.by, now=deed.now, today=deed.today)


def finish(session: Session, request: AccountRequest, deed: Deed) -> None:
    """Nothing is left to do about it."""
    go_on(session, request, Act.DONE, RequestState.DONE, by=deed.by, now=deed.now)
