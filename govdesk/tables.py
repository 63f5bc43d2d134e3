"""Imports every room's models, so that the metadata is whole."""

from govdesk.accounts import confirming
from govdesk.accounts import models as accounts
from govdesk.accounts.importing import models as importing
from govdesk.audit import models as audit
from govdesk.campaigns import models as campaigns
from govdesk.db import Base
from govdesk.desk import models as desk
from govdesk.desk.clocks import models as desk_clocks
from govdesk.desk.tools import models as desk_tools
from govdesk.desk.types import models as desk_types
from govdesk.directory import models as directory
from govdesk.exposure import models as exposure
from govdesk.handover import models as handover
from govdesk.incidents import models as incidents
from govdesk.lifecycle import models as lifecycle
from govdesk.notify import models as notify
from govdesk.policies import models as policies
from govdesk.proof import models as proof
from govdesk.rotation import models as rotation
from govdesk.rotation.audience import models as audience
from govdesk.rotation.calendar import models as rotation_calendar
from govdesk.rotation.plan import models as rotation_plan
from govdesk.rotation.work import models as rotation_work
from govdesk.signin import models as signin
from govdesk.signin.oidc import models as oidc

ROOMS = (
    audit,
    directory,
    notify,
    signin,
    oidc,
    accounts,
    confirming,
    importing,
    exposure,
    rotation,
    rotation_plan,
    audience,
    rotation_work,
    rotation_calendar,
    policies,
    desk,
    desk_clocks,
    desk_types,
    desk_tools,
    handover,
    proof,
    campaigns,
    lifecycle,
    incidents,
)
ALL_TABLES = Base.metadata


def is_ours(name: str | None, _kind: str, _parents: object) -> bool:
    """Whether the metadata speak of it: what each database has for searching does not stand in them."""
    return not (name or "").startswith("social_account_search")
