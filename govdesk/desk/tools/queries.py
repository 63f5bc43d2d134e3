"""Reading the list of tools."""

from collections.abc import Sequence
from datetime import date, datetime
from urllib.parse import urlsplit

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, joinedload, lazyload

from govdesk.desk.tools.models import SanctionedTool
from govdesk.desk.tools.rules import STORED, ToolState
from govdesk.directory.models import Person
from govdesk.directory.rules import name_key
from govdesk.errors import NotFound
from govdesk.web.guard import NO_SUCH_PAGE


def tool(session: Session, tool_id: int) -> SanctionedTool:
    """One of them, with what its page shows. Raises NotFound."""
    return _one(session, _listed().where(SanctionedTool.id == tool_id))


def tool_to_change(session: Session, tool_id: int) -> SanctionedTool:
    """The same, kept from others until the transaction ends. Raises NotFound."""
    session.execute(select(SanctionedTool.id).where(SanctionedTool.id == tool_id).with_for_update())
    return tool(session, tool_id)


def _one(session: Session, query: Select[SanctionedTool]) -> SanctionedTool:
    found = session.scalar(query)
    if found is None:
        raise NotFound(NO_SUCH_PAGE)
    return found


def tools(words: str = "", state: str = "", *, today: date) -> Select[SanctionedTool]:
    """The list by name; `words` stand in name, address or what to use instead, `state` is what holds today."""
    query = _listed().order_by(SanctionedTool.name_key)
    for word in words.casefold().split()[:8]:
        columns = (SanctionedTool.name, SanctionedTool.url, SanctionedTool.alternative)
        query = query.where(or_(*(func.lower(column).contains(word, autoescape=True) for column in columns)))
    is_over = SanctionedTool.until_on < today
    allowed = SanctionedTool.state.in_([one for one in STORED if one.is_allowed])
    if state == ToolState.OVER:
        return query.where(allowed, is_over)
    if state in STORED:
        query = query.where(SanctionedTool.state == state)
        return query.where(or_(SanctionedTool.until_on.is_(None), ~is_over)) if ToolState(state).is_allowed else query
    return query


def tool_called(session: Session, text: str) -> SanctionedTool | None:
    """By its name, or by an address at its host; None when it is not on the list."""
    found = session.scalar(select(SanctionedTool).where(SanctionedTool.name_key == name_key(text)))
    host = host_of(text)
    if found is not None or host is None:
        return found
    return session.scalar(
        select(SanctionedTool).where(SanctionedTool.host == host).order_by(SanctionedTool.id).limit(1)
    )


def names_of_tools(session: Session) -> Sequence[str]:
    """To choose from."""
    return session.scalars(select(SanctionedTool.name).order_by(SanctionedTool.name_key)).all()


def owing_a_reminder(now: datetime) -> Select[SanctionedTool]:
    """Tools whose time ends and of which somebody is to be told, the oldest first; others' rows are passed over."""
    due = _listed().where(SanctionedTool.remind_at <= now)
    return due.order_by(SanctionedTool.remind_at, SanctionedTool.id).with_for_update(
        skip_locked=True, of=SanctionedTool
    )


def host_of(text: str) -> str | None:
    """The host of an address, without www; None for what is none."""
    address = text.strip() if "://" in text else f"https://{text.strip()}"
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        return None
    host = host.removeprefix("www.")
    return host[:260] if "." in host and " " not in text.strip() else None


def _listed() -> Select[SanctionedTool]:
    return select(SanctionedTool).options(
        joinedload(SanctionedTool.reviewed_by).options(lazyload(Person.granted)), joinedload(SanctionedTool.ticket)
    )
