"""Some accounts are of high risk, and Sam has made a rule for them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from govdesk.accounts.actions.ranking import set_tier
from govdesk.accounts.models import SocialAccount, Tier
from govdesk.directory.queries import person_by_login
from govdesk.files import PolicyFiles
from govdesk.rotation.plan.drafting import with_rule
from govdesk.rotation.plan.models import Source
from govdesk.rotation.plan.versions import Written, make_version, newest, publish_file

HIGH, LOW = 6, 4
"""How many accounts are of another risk than most."""
RULE = {
    "name": "High risk",
    "applies_to": {"tiers": ["high"]},
    "escalate": {2: ["deputy"], 4: ["manager"], 7: ["head", "security"]},
    "second_person": True,
}
WHY = "What is posted there is taken for the word of the whole house."


def tell_rules(session: Session, held: Sequence[SocialAccount], files: PolicyFiles, *, now: datetime) -> None:
    """Grace says how risky some accounts are; the shipped rules are the first version, Sam's the second."""
    grace, sam = person_by_login(session, "grace"), person_by_login(session, "sam")
    # Ada's stand first: what she changes counts at once.
    for account in held[HIGH : 2 * HIGH]:
        set_tier(session, account, Tier.HIGH, by=grace, now=now)
    for account in held[-LOW:]:
        set_tier(session, account, Tier.LOW, by=grace, now=now)
    shipped = publish_file(session, files, now=now) or newest(session)
    if shipped is not None:
        written = Written(with_rule(shipped.text, RULE, first=True), Source.PAGE, WHY, sam)
        make_version(session, written, after=shipped.number, now=now)
