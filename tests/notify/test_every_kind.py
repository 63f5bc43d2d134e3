"""Every kind of mail says why its reader gets it, and leads to a page."""

from functools import cache

import pytest
from jinja2 import meta

from govdesk import worker  # noqa: F401 - registers the words of every room
from govdesk.notify import kinds
from govdesk.notify.leaving import leavable
from govdesk.notify.letters import _environment

KINDS = sorted(kinds._KINDS)  # noqa: SLF001


@cache
def said(name: str) -> str:
    """The source of a template and of all that it extends or includes."""
    environment = _environment()
    assert environment.loader is not None
    source = environment.loader.get_source(environment, name)[0]
    others = meta.find_referenced_templates(environment.parse(source))
    return source + "".join(said(other) for other in others if other)


def test_all_rooms_have_told_of_theirs() -> None:
    assert {"rotation_reminder", "ticket_filed", "sync_alarm", "mail_refused", "campaign_asked"} <= set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_it_says_why(kind: str) -> None:
    why = str(kinds.why_of(kind))
    assert why.endswith(".")
    assert why[0].islower()
    for form in ("txt", "html"):
        assert "Why you get this" in said(f"mail/{kind}.{form}")


@pytest.mark.parametrize("kind", KINDS)
def test_it_leads_to_a_page_and_says_what_to_do_among_others(kind: str) -> None:
    for form in ("txt", "html"):
        body = said(f"mail/{kind}.{form}").replace(said(f"mail/_base.{form}"), "")
        assert "link(" in body
    assert said(f"mail/{kind}.subject.txt").strip()
    if kinds.digested(kind):
        assert said(f"mail/{kind}.line.txt").strip()


def test_only_what_nobody_relies_on_can_be_left() -> None:
    assert set(leavable()) == {"ticket_filed", "impostor_decided"}
