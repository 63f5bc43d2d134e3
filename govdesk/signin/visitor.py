"""Whoever sends a request, for Flask-Login: a token in the cookie that opens a session row."""

from sqlalchemy.orm import Session

from govdesk.directory.models import Person, WebSession
from govdesk.directory.queries import web_session


class Visitor:
    """A signed-in browser. Flask-Login keeps `get_id()` in the cookie and hands it back to the user loader."""

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def __init__(self, token: str, person: Person) -> None:
        self.token, self.person = token, person

    def get_id(self) -> str:
        return self.token

    def row(self, session: Session) -> WebSession:
        """The session row, in `session`."""
        found = web_session(session, self.token)
        assert found is not None, "the row was there when the request began"
        return found
