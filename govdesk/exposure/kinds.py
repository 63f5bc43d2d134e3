"""The kinds of lines on an access list: what they are called, which table and which forms they have."""

from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy.orm import Session

from govdesk.access import Actor, Permission, Relation
from govdesk.accounts.models import Custodianship, SocialAccount
from govdesk.accounts.queries import account
from govdesk.errors import NotFound
from govdesk.exposure import forms
from govdesk.exposure.models import (
    AccessGrant,
    ConnectedTool,
    Line,
    RecoveryMeans,
    SecondFactor,
    TrustedDevice,
    VaultEntry,
)
from govdesk.i18n import _l
from govdesk.web.guard import NO_SUCH_PAGE


@dataclass(frozen=True)
class Kind:
    key: str
    """In addresses."""
    table: Any
    form: type[forms.LineForm]
    adding: str
    """Title of the page that adds one."""
    form_to_add: type[forms.LineForm] | None = None
    """Where it is another form."""


KINDS = {
    kind.key: kind
    for kind in (
        Kind("grants", AccessGrant, forms.TermsForm, _l("Add somebody who can get in"), forms.GrantForm),
        Kind("custodians", Custodianship, forms.CustodianshipForm, _l("Add somebody who can get in")),
        Kind("recovery", RecoveryMeans, forms.RecoveryForm, _l("Add a way to recover")),
        Kind("factors", SecondFactor, forms.FactorForm, _l("Add a second factor")),
        Kind("devices", TrustedDevice, forms.DeviceForm, _l("Add a trusted device")),
        Kind("tools", ConnectedTool, forms.ToolForm, _l("Add a connected tool")),
        Kind("vault", VaultEntry, forms.VaultForm, _l("Say where the password is kept")),
    )
}


@dataclass(frozen=True)
class Drawer:
    """The lines of one kind on the list of one account: where a new one goes."""

    account: SocialAccount
    kind: Kind
    __tablename__: ClassVar = SocialAccount.__tablename__

    @property
    def seen_by(self) -> Permission:
        return Permission.ACCOUNT_READ

    def relations_of(self, person: Actor) -> frozenset[Relation]:
        return self.account.relations_of(person)


@dataclass(frozen=True)
class Entry:
    """One line, and its kind. That it is there is known only to those who read the list."""

    line: Line | Custodianship
    kind: Kind
    __tablename__: ClassVar = "access_line"

    @property
    def seen_by(self) -> Permission:
        return self.line.seen_by

    def relations_of(self, person: Actor) -> frozenset[Relation]:
        return self.line.relations_of(person)


def drawer(session: Session, account_id: int, kind: str) -> Drawer:
    """Raises NotFound."""
    return Drawer(account(session, account_id), KINDS[kind])


def entry(session: Session, account_id: int, kind: str, line_id: int) -> Entry:
    """One line of the list of one account, kept from others until the transaction ends. Raises NotFound."""
    subject = account(session, account_id)
    table = KINDS[kind].table
    found = session.get(table, line_id, with_for_update={"of": table})
    if found is None or found.account_id != subject.id:
        raise NotFound(NO_SUCH_PAGE)
    return Entry(found, KINDS[kind])
