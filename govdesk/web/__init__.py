"""What all views share: who may, answers, forms, paging, and how pages speak."""

from govdesk.web.answers import done, page
from govdesk.web.forms import Form
from govdesk.web.guard import may_in_page, public, requires, safe_next
from govdesk.web.navigation import offers
from govdesk.web.paging import Listing, Pages
from govdesk.web.panels import adds_panel, panels_of
from govdesk.web.shared import kept_for, same_for_all
from govdesk.web.state import settings
from govdesk.web.stretches import Stretch

__all__ = [
    "Form",
    "Listing",
    "Pages",
    "Stretch",
    "adds_panel",
    "done",
    "kept_for",
    "may_in_page",
    "offers",
    "page",
    "panels_of",
    "public",
    "requires",
    "safe_next",
    "same_for_all",
    "settings",
]
