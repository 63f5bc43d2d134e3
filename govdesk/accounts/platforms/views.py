"""Pages that tell what is known of the platforms."""

from flask import g
from flask.typing import ResponseReturnValue

from govdesk.access import Permission
from govdesk.accounts import queries
from govdesk.accounts.pages import bp, platforms
from govdesk.errors import NotFound
from govdesk.i18n import _l
from govdesk.web import page, requires
from govdesk.web.guard import NO_SUCH_PAGE

KINDS = {
    "account": _l("Account"), "ad_account": _l("Ad account"), "apple": _l("Apple Podcasts"), "beehiiv": "beehiiv",
    "blog": _l("Blog"), "blogger": "Blogger", "buttondown": "Buttondown", "channel": _l("Channel"),
    "community": _l("Community"), "company": _l("Company page"), "custom": _l("Address of one's own"),
    "google": "Google Ads", "group": _l("Group"), "handle": _l("Handle"), "id": _l("Number"),
    "invitation": _l("Invitation"), "meta": "Meta Ads", "number": _l("Telephone number"), "page": _l("Page"),
    "person": _l("Person"), "publication": _l("Publication"), "school": _l("School page"), "server": _l("Server"),
    "showcase": _l("Showcase page"), "site": _l("Website"), "spotify": "Spotify", "substack": "Substack",
    "substack_author": _l("Author on Substack"), "tiktok": "TikTok Ads", "user": _l("User name"),
    "wordpress": "WordPress.com", "x": "X Ads",
}  # fmt: skip
"""What people call the kinds of account that the shipped files tell apart."""
LIMITS = {
    "post": _l("Post"), "title": _l("Title"), "comment": _l("Comment"), "name": _l("Name"), "about": _l("About"),
    "handle": _l("Handle"), "hashtags": _l("Hashtags"), "links": _l("Links"),
}  # fmt: skip
UNITS = {
    "characters": _l("characters"), "graphemes": _l("graphemes"), "utf16": _l("UTF-16 units"), "bytes": _l("bytes"),
    "weighted": _l("as X weighs them"), "mastodon": _l("as Mastodon counts them"),
    "emoji_bytes": _l("characters, emoji as bytes"),
}  # fmt: skip
"""What people call the ways to count."""


@bp.app_template_filter("kind_words")
def kind_words(kind: str) -> str:
    """A kind of account as people say it; an organisation's own as its file says it."""
    return KINDS.get(kind, kind.replace("_", " "))


@bp.get("/accounts/platforms")
@requires(Permission.PLATFORM_READ)
def show_platforms() -> ResponseReturnValue:
    """Those first on which we are."""
    counts = queries.accounts_by_platform(g.db)
    known = sorted(platforms(), key=lambda platform: (platform.key not in counts, platform.name.casefold()))
    return page("accounts/platforms.html", known=known, counts=counts)


@bp.get("/accounts/platforms/<key>")
@requires(Permission.PLATFORM_READ)
def show_platform(key: str) -> ResponseReturnValue:
    if key not in platforms().platforms:
        raise NotFound(NO_SUCH_PAGE)
    platform, count = platforms()[key], queries.accounts_by_platform(g.db).get(key, 0)
    limits = (
        [(LIMITS[part], most, UNITS[platform.limits.unit_of(part)]) for part, most in platform.limits.of.items()]
        if platform.limits
        else []
    )
    further = [
        (LIMITS[limit.of], limit, UNITS[limit.counts] if limit.of == "post" else "")
        for limit in (platform.limits.further if platform.limits else ())
    ]
    places = list(dict.fromkeys((form.kind, form.url) for form in platform.addresses))
    return page(
        "accounts/platform.html", platform=platform, count=count, limits=limits, places=places, further=further
    )
