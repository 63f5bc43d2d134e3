"""The terms of the moment, for pages."""

from flask import g

from govdesk.desk.clocks.keeping import reckon
from govdesk.desk.clocks.promises import Terms
from govdesk.desk.clocks.reading import read_desk
from govdesk.desk.models import Ticket
from govdesk.files import PolicyFiles
from govdesk.web import settings


def terms_now() -> Terms:
    """As the file says; read once for each request."""
    if "desk_terms" not in g:
        g.desk_terms = read_desk(PolicyFiles(settings().policies), settings().timezone)
    found: Terms = g.desk_terms
    return found


def keep_clocks(ticket: Ticket) -> None:
    """What was just done counts at once, rather than when the worker comes by."""
    reckon(g.db, ticket, terms_now())
