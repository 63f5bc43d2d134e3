"""The lists of tickets that a reader may switch between."""

from dataclasses import dataclass

from flask import url_for
from sqlalchemy import Select
from sqlalchemy.orm import Session

from govdesk.access import Permission, may
from govdesk.desk import queries
from govdesk.desk.models import Ticket
from govdesk.directory.models import Person
from govdesk.i18n import _


@dataclass(frozen=True)
class View:
    """One list; `count` is None where counting would cost too much or tell nothing."""

    key: str
    label: str
    tickets: Select[Ticket]
    count: int | None = None

    @property
    def href(self) -> str:
        return url_for("desk.index", view=self.key)

    @property
    def is_of_others(self) -> bool:
        """Whether the list says who asks, rather than who answers."""
        return self.key != "asked"


def views_of(session: Session, reader: Person) -> dict[str, View]:
    """By key, the one to start with first. Who only asks has one list: their own."""
    views = [View("asked", _("Asked by me"), queries.asked_by(reader))]
    if may(reader, Permission.TICKET_QUEUE):
        load = queries.load(session, reader)
        views = [
            View("open", _("All open"), queries.queue(reader), load.open),
            View("unassigned", _("Nobody's yet"), queries.unassigned(reader), load.unassigned),
            View("mine", _("Mine"), queries.assigned_to(reader, reader), load.mine),
            View("resolved", _("Resolved"), queries.resolved(reader)),
            *views,
        ]
    elif queries.HANDLERS & reader.roles:
        views.append(View("roles", _("For your role"), queries.answered_by_roles_of(reader)))
    return {view.key: view for view in views}
