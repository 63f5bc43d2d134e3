"""`/preflight`: a draft is looked at while it is written."""

from collections.abc import Sequence

from flask import Blueprint, g, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from govdesk import clock
from govdesk.access import Permission
from govdesk.accounts.models import SocialAccount
from govdesk.accounts.pages import platforms
from govdesk.accounts.platforms.views import UNITS
from govdesk.accounts.queries import accounts_held_by
from govdesk.files import PolicyFiles
from govdesk.i18n import _l
from govdesk.policies.queries import in_force
from govdesk.preflight.forms import DraftForm
from govdesk.preflight.marking import MOST_SHOWN, segments
from govdesk.preflight.reviewing import Review, checks_of, review
from govdesk.web import offers, page, requires, settings

bp = Blueprint("preflight", __name__)
offers(_l("Check a draft"), "preflight.show", icon="pencil", permission=Permission.PREFLIGHT, place=52)


@bp.app_template_filter("unit_words")
def unit_words(unit: str) -> str:
    """A way to count as people say it."""
    return UNITS[unit]


@bp.get("/preflight")
@requires(Permission.PREFLIGHT)
def show() -> ResponseReturnValue:
    return _page(_form())


@bp.post("/preflight")
@requires(Permission.PREFLIGHT)
def check() -> ResponseReturnValue:
    """Looks at the draft, and mends it where the reader pressed a button for that; nothing is kept."""
    form = _form()
    if not form.validate():
        return _page(form, status=422)
    reviewed = _review(form)
    if mended := _mended(reviewed, request.form.get("fix", "")):
        form.text.data = mended
        reviewed = _review(form)
    return _page(form, reviewed)


def _form() -> DraftForm:
    return DraftForm(request.form, catalogue=platforms(), accounts=_accounts())


def _accounts() -> Sequence[SocialAccount]:
    """Those whose credential the reader holds."""
    theirs = SocialAccount.id.in_(accounts_held_by(g.db, g.person))
    accounts: Sequence[SocialAccount] = g.db.scalars(
        select(SocialAccount).where(theirs).order_by(SocialAccount.handle)
    ).all()
    return accounts


def _review(form: DraftForm) -> Review:
    return review(form.draft, checks_of(PolicyFiles(settings().policies)))


def _mended(reviewed: Review, asked: str) -> str | None:
    """The text with the fix of the finding that is called `rule:start`; None when there is no such one."""
    for finding in reviewed.findings:
        if finding.fix and asked == f"{finding.rule}:{finding.start}":
            text, fix = reviewed.draft.text, finding.fix
            return text[: fix.start] + fix.text + text[fix.end :]
    return None


def _page(form: DraftForm, reviewed: Review | None = None, *, status: int = 200) -> ResponseReturnValue:
    shown = reviewed.findings[:MOST_SHOWN] if reviewed else []
    return page(
        "preflight/show.html",
        status=status,
        form=form,
        review=reviewed,
        shown=shown,
        segments=segments(reviewed.draft.text, shown) if reviewed else [],
        policies=_policies() if shown else set(),
    )


def _policies() -> set[str]:
    """Those in force, by slug."""
    today = clock.local_date(clock.utcnow(), settings().timezone)
    return {version.policy.slug for version in g.db.scalars(in_force(today))}
