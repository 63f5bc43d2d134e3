"""The rules in force, for pages: looked up once for each request, so that all processes follow a new version."""

from flask import g

from govdesk.rotation.office import Office
from govdesk.web import settings


def office_now() -> Office:
    """What every page of rotations goes by."""
    if "rotation_office" not in g:
        g.rotation_office = Office.in_force(g.db, settings())
    found: Office = g.rotation_office
    return found
