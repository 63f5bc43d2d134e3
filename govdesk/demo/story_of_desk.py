"""Requests of several types at the sample company's desk, and the tools that were decided about."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from govdesk import clock
from govdesk.accounts.deeds import Deed
from govdesk.accounts.models import SocialAccount
from govdesk.desk.tools.actions import Verdict, list_tool
from govdesk.desk.tools.rules import ToolKind, ToolState
from govdesk.desk.types.filing import Filled, file_typed
from govdesk.desk.types.versions import newest, publish_files
from govdesk.directory.queries import person_by_login
from govdesk.files import PolicyFiles

TOOLS: tuple[dict[str, Any], ...] = (
    {"name": "Postplanner", "kind": ToolKind.PLANNER, "state": ToolState.ALLOWED},
    {"name": "Picture Desk", "kind": ToolKind.DESIGN, "state": ToolState.CONDITIONAL,
     "conditions": "No unpublished texts and no pictures of people who did not agree."},
    {"name": "Shortly", "kind": ToolKind.LINKS, "state": ToolState.REFUSED,
     "reason": "Readers cannot see where a link leads.", "alternative": "Links as they are; platforms shorten them."},
    {"name": "Trendwatch", "kind": ToolKind.LISTENING, "state": ToolState.REVIEW},
)  # fmt: skip


def tell_desk(session: Session, held: list[SocialAccount], *, now: datetime, today: date, tz: ZoneInfo) -> None:
    """Put the tools on the list, and file what was asked lately."""
    list(publish_files(session, PolicyFiles(), now=now))
    mei = Deed(person_by_login(session, "mei"), now, today)
    for number, facts in enumerate(TOOLS):
        until = today + timedelta(days=10 if facts["state"] is ToolState.CONDITIONAL else 200)
        ends = until if facts["state"].is_allowed else None
        list_tool(session, Verdict({**facts, "until_on": ends}), form_key=f"sample-tool-{number}", deed=mei, tz=tz)
    _ask(session, "olu", "blocked-site", None, now - timedelta(hours=20), tz, {
        "tool": {"name": "https://www.trendwatch.example", "id": None}, "personal_data": False,
        "reason": "We want to see what visitors say about the service point.",
        "until": (today + timedelta(days=120)).isoformat(),
    })  # fmt: skip
    _ask(session, "ada", "takedown", held[0], now - timedelta(hours=5), tz, {
        "posts": [f"{held[0].url}/posts/1"], "reason": "error", "wrong": "The opening hours are those of last year.",
    })  # fmt: skip


def _ask(
    session: Session, login: str, key: str, account: SocialAccount | None, at: datetime, tz: ZoneInfo,
    answers: dict[str, Any],
) -> None:  # fmt: skip
    version = newest(session, key)
    assert version is not None, "published above"
    deed = Deed(person_by_login(session, login), at, clock.local_date(at, tz))
    file_typed(session, Filled(version, answers, f"sample-typed-{key}", account), deed)
