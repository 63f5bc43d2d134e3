"""What the pages of the desk know of request types at this moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import current_app, g
from sqlalchemy.orm import Session

from govdesk import clock
from govdesk.accounts.deeds import Deed
from govdesk.accounts.models import SocialAccount
from govdesk.accounts.pages import people_called, platforms
from govdesk.desk import queries
from govdesk.desk.models import Ticket
from govdesk.desk.neighbours import neighbours
from govdesk.desk.tools.queries import tool_called
from govdesk.desk.types.drafts import drafts_of
from govdesk.desk.types.fields import Sources
from govdesk.desk.types.finding import folded, ranked
from govdesk.desk.types.reading import RequestType
from govdesk.desk.types.terms import Group
from govdesk.desk.types.versions import types_in_force
from govdesk.directory.models import Person
from govdesk.directory.queries import departments
from govdesk.files import PolicyFiles
from govdesk.web import settings

MOST_TICKETS = 3


def types_here() -> dict[str, RequestType]:
    """All types in force by key."""
    return types_in_force(g.db, policy_files())


def policy_files() -> PolicyFiles:
    return PolicyFiles(settings().policies)


def deed_now() -> Deed:
    """Something that the reader does now."""
    now = clock.utcnow()
    return Deed(g.person, now, clock.local_date(now, settings().timezone))


def sources() -> Sources:
    """What the forms of types look answers up in."""
    return Sources(
        find_account=account_called,
        find_people=people_called,
        departments=g.db.scalars(departments()).all(),
        find_tool=lambda text: tool.id if (tool := tool_called(g.db, text)) else None,
        tz=current_app.config["GOVDESK"].timezone,
    )


def account_called(address: str) -> SocialAccount | None:
    """The registered account that an address, however pasted, means."""
    return queries.account_at(g.db, address, platforms())


def catalogue_of_types() -> dict[str, Any]:
    """For the page where asking begins: what can be asked, under its headings, and what the reader has begun."""
    types = types_here()
    offered = sorted((one for one in types.values() if one.content.offered), key=_place)
    groups = [(group, [one for one in offered if one.content.group is group]) for group in Group]
    begun = [(draft, types[draft.key]) for draft in drafts_of(g.db, g.person) if draft.key in types]
    return {"groups": [(group, some) for group, some in groups if some], "begun": begun}


def _place(one: RequestType) -> tuple[int, str]:
    return one.content.place, one.content.title


@dataclass(frozen=True)
class Suggestions:
    """What a few words may mean, and what may answer them already."""

    types: Sequence[RequestType]
    sections: Sequence[Any]
    tickets: Sequence[Ticket]


def suggestions_here(question: str) -> dict[str, Any]:
    """Of the reader's words; none for no words."""
    words = question.strip()
    return {"question": words, "found": _suggestions(g.db, g.person, words, deed_now().today) if words else None}


def _suggestions(session: Session, person: Person, words: str, today: date) -> Suggestions:
    return Suggestions(
        [match.type for match in ranked(types_here().values(), words)],
        neighbours().sections_about(session, words, today),
        _alike(session, person, words),
    )


def _alike(session: Session, person: Person, words: str) -> Sequence[Ticket]:
    """Open tickets of the reader's own whose subject has one of the words."""
    said = {word for word in folded(words).split() if len(word) > 3}
    mine = queries.open_tickets_asked_by(session, person, person)
    return [ticket for ticket in mine if said & set(folded(ticket.subject).split())][:MOST_TICKETS]
