"""A browser that does nothing but ask."""

import re
import time
from http.client import HTTPConnection
from urllib.parse import urlencode, urlsplit


class Door:
    """One browser's connection, kept open."""

    def __init__(self, address: str) -> None:
        self._connection = HTTPConnection(urlsplit(address).netloc, timeout=30)
        self._cookie = ""
        self._token = ""

    def get(self, path: str, **headers: str) -> bytes:
        return self._ask("GET", path, None, headers)

    def sign_in(self, login: str) -> None:
        """Through the page, like everybody. Raises RuntimeError when it does not work."""
        self.open_form()
        self.send_form(login)
        if b"/signout" not in self.get("/"):
            raise RuntimeError(f"{login} could not sign in")

    def open_form(self) -> None:
        """Fetch the sign-in page."""
        token = re.search(rb'name="csrf_token" value="([^"]+)"', self.get("/signin"))
        self._token = token.group(1).decode() if token else ""

    def send_form(self, login: str) -> None:
        """Send it: the sample company's password is everybody's."""
        form = {"login": login, "password": "govdesk", "csrf_token": self._token}
        self._ask("POST", "/signin", urlencode(form), {"Content-Type": "application/x-www-form-urlencoded"})

    def _ask(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> bytes:
        self._connection.request(method, path, body, {"Cookie": self._cookie, **headers})
        answer = self._connection.getresponse()
        if cookie := answer.getheader("Set-Cookie"):
            self._cookie = cookie.partition(";")[0]
        return answer.read()


def wait_for(address: str) -> None:
    """Until somebody answers there. Raises OSError after half a minute."""
    until = time.monotonic() + 30
    while True:
        try:
            Door(address).get("/")
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
        else:
            return
