"""Accounts by what somebody remembers of them, or by an address however it is written."""

from sqlalchemy import ColumnElement, Integer, Select, and_, any_, column, func, or_, select, table, union
from sqlalchemy.orm import InstrumentedAttribute, Session

from govdesk.accounts.listing.wishes import Wish
from govdesk.accounts.models import FormerHandle, SocialAccount, fold
from govdesk.accounts.platforms.catalogue import Catalogue
from govdesk.accounts.platforms.identity import Identity, identify

SHORT = 3
"""Fewer characters are looked for at the beginning of handle and name only: three in a row are what is indexed."""
MOST_NAMED = 100

searched = table("social_account_search", column("rowid", Integer), column("social_account_search"))
"""SQLite's index of three letters in a row: see the migration 0020. PostgreSQL's belongs to the table itself."""


def mentioning(session: Session, text: str, platforms: Catalogue) -> Wish:
    """Handle, name or address hold the text, or a handle it had before begins with it; or it is the address."""
    named = set(session.scalars(_named(text, platforms).limit(MOST_NAMED)))
    is_named = SocialAccount.id.in_(named)
    wish = _on_sqlite(text) if session.get_bind().dialect.name == "sqlite" else _on_postgresql(text)
    if not named:
        return wish
    both = union(wish.ids, select(SocialAccount.id).where(is_named))
    return Wish([select(both.subquery().c[0])], or_(wish.tells, is_named), wish.stands_together, wish.is_costly)


def _on_sqlite(text: str) -> Wish:
    if len(text) < SHORT:
        begins = (_between(key, fold(text)) for key in (SocialAccount.handle_key, SocialAccount.name_key))
        return Wish([select(SocialAccount.id).where(or_(*begins))], stands_together=True)
    # Its LIKE knows no case.
    words = (SocialAccount.handle, SocialAccount.name, SocialAccount.url)
    told = or_(*(word.contains(text, autoescape=True) for word in words))
    return Wish([_holds_on_sqlite(text)], told, is_costly=True)


def _on_postgresql(text: str) -> Wish:
    wanted, keys = fold(text), (SocialAccount.handle_key, SocialAccount.name_key)
    if len(text) < SHORT:
        told = or_(*(key.startswith(wanted, autoescape=True) for key in keys))
        # As an array: the planner would else walk the list for them, which may end with all of them.
        some = func.array(select(SocialAccount.id).where(told).scalar_subquery())
        return Wish([select(SocialAccount.id).where(SocialAccount.id == any_(some))], told, stands_together=True)
    told = or_(*(key.contains(wanted, autoescape=True) for key in (*keys, func.lower(SocialAccount.url))))
    return Wish([select(SocialAccount.id).where(told)], told, is_costly=True)


def _holds_on_sqlite(text: str) -> Select[int]:
    phrase = '"' + text.replace('"', '""') + '"'
    return select(searched.c.rowid).where(searched.c.social_account_search.op("MATCH")(phrase))


def _between(key: InstrumentedAttribute[str], beginning: str) -> ColumnElement[bool]:
    return and_(key >= beginning, key < beginning[:-1] + chr(ord(beginning[-1]) + 1))


def _named(text: str, platforms: Catalogue) -> Select[int]:
    """What an address means, and whose former handle begins so."""
    meant = identify(text, platforms)
    former = select(FormerHandle.account_id).where(_between(FormerHandle.handle_key, fold(text)))
    if not isinstance(meant, Identity):
        return former
    ways = [
        former,
        select(FormerHandle.account_id).where(FormerHandle.identity == meant.key),
        select(SocialAccount.id).where(SocialAccount.identity == meant.key),
    ]
    if meant.platform_id:
        same_id = SocialAccount.platform == meant.platform, SocialAccount.platform_id == meant.platform_id
        ways.append(select(SocialAccount.id).where(*same_id))
    return select(ways[0].union(*ways[1:]).subquery().c[0])
