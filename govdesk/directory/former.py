"""Whose a login was before the directory gave them another."""

from collections.abc import Sequence

from sqlalchemy import String, cast, select
from sqlalchemy.orm import Session

from govdesk.audit.models import AuditEvent
from govdesk.directory.models import Person
from govdesk.directory.rules import login_key


def once_called(session: Session, login: str) -> Sequence[Person]:
    """People of another login today whom the trail knows by this one, oldest first.

    Reads all that the trail has of changed logins: for a command, not for a page.
    """
    renames = select(AuditEvent.subject_id, AuditEvent.fields).where(
        AuditEvent.action == "directory:person:changed", cast(AuditEvent.fields, String).contains('"login"')
    )
    key = login_key(login)
    ids = {row.subject_id for row in session.execute(renames) if login_key(row.fields["login"][0]) == key}
    found = select(Person).where(Person.id.in_(ids), Person.login_key != key).order_by(Person.id)
    return session.scalars(found).all()
