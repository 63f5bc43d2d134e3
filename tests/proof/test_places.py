"""What pasted text may stand for: whatever it is, it is read without harm and with little work."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, event
from sqlalchemy.orm import Session

from govdesk.accounts.models import SocialAccount
from govdesk.accounts.platforms.catalogue import catalogue
from govdesk.proof.places import DEEPEST, meant_by
from govdesk.proof.public import Speaker
from govdesk.proof.verifying import verify
from tests.conftest import VIENNA

AROUND = st.sampled_from(
    ["", "https://", "x.com/", "https://facebook.com/", "notx.com/", "@a@", "//", "https://a.example/"]
)


@settings(deadline=None)  # a busy machine is no fault
@given(AROUND, st.text(max_size=200), AROUND)
@example("https://a.example/", "b/" * 200, "")
def test_any_text_is_read_and_asks_for_a_few_keys_at_most(before: str, text: str, after: str) -> None:
    keys = meant_by(before + text + after, catalogue()).keys
    assert len(keys) == len(set(keys)) <= DEEPEST + 2
    assert all(key.isprintable() and len(key) <= 500 for key in keys)


def test_of_a_site_the_closest_place_comes_first() -> None:
    assert meant_by("https://www.a.example/b/c", catalogue()).keys == (
        "website:site:a.example/b/c",
        "website:site:a.example/b",
        "website:site:a.example",
    )


@pytest.mark.parametrize("url", ["x.com/noaa_storms", "x.com/nobody", "notx.com/x", "a.example/b/c/d"])
def test_known_and_unknown_addresses_take_the_same_one_statement(
    session: Session, connection: Connection, storms: SocialAccount, url: str
) -> None:
    said: list[str] = []

    def listen(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("SELECT"):
            said.append(statement)

    session.expire_all()
    event.listen(connection, "before_cursor_execute", listen)
    verify(session, url, Speaker(catalogue(), VIENNA))
    event.remove(connection, "before_cursor_execute", listen)
    assert len(said) == 1
