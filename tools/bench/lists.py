"""How fast the register is listed and filtered, with a thousand accounts and with a hundred thousand.

Asked of the application itself, without a network between. Both registers take turns, so that noise hits both. What
counts is the ratio of the medians: at most `MOST_TIMES`. Where filters meet and the small register has fewer lines to
show, the large one's page is held against the small one's of a single filter, which is as full, fetched in turn.
"""

import resource
import secrets
import statistics
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from flask import Flask
from flask.testing import FlaskClient

from govdesk import clock, create_app, schema
from govdesk.directory.models import WebSession
from govdesk.directory.queries import token_hash
from govdesk.exposure.jobs import keep_all
from govdesk.settings import Settings
from tools.bench import holding
from tools.servers.postgres import Postgres
from tools.servers.unprivileged import passing_folder

SMALL, LARGE = 1_000, 100_000
ROUNDS, WARM_UP = 15, 2
MOST_TIMES = 1.3
FAR = 0.9
"""How far behind “a page far behind” is, as a share of the list."""

COMMS_PAGES = {
    "accounts": "/accounts",
    "accounts, far behind": "/accounts?after={far}",
    "by handle": "/accounts?sort=handle",
    "by platform, downwards": "/accounts?sort=-platform",
    "by department": "/accounts?sort=department",
    "by state": "/accounts?sort=state",
    "text, many": "/accounts?q=harbour",
    "text, one": "/accounts?q=office+{one:06}",
    "text, none": "/accounts?q=nobodysuchthing",
    "text, two letters": "/accounts?q=zq",
    "text, an address": "/accounts?q=https%3A%2F%2Fwww.facebook.com%2Fnothing{one}",
    "platform, frequent": "/accounts?platform=x",
    "platform, rare": "/accounts?platform=tiktok",
    "department": "/accounts?department=7",
    "department, by state": "/accounts?department=7&sort=-state",
    "retired": "/accounts?state=retired",
    "orphans": "/accounts?state=orphan",
    "owner has left": "/accounts?state=owner_gone",
    "without an owner": "/accounts?state=ownerless",
    "not confirmed": "/accounts?state=unconfirmed",
    "hangs by one": "/accounts?access=red",
    "nobody gets in": "/accounts?access=black",
    "unknown who gets in": "/accounts?access=unknown",
    "by name, downwards": "/accounts?sort=-name",
    "by department, far behind": "/accounts?sort=department&after={far}",
    "by state, far behind": "/accounts?sort=state&after={far}",
    "platform, by platform": "/accounts?platform=youtube&sort=platform",
    "owner has left, by state": "/accounts?state=owner_gone&sort=state",
    "text, all": "/accounts?q=office",
    "three filters": "/accounts?platform=facebook&state=active&access=red",
    "rotations": "/rotations",
    "my day of communications": "/",
    "one account": "/accounts/{one}",
    "a person": "/people/p10",
}
FILTERS_THAT_MEET = {
    "department, platform": ("/accounts?department=7&platform=tiktok", "department"),
    "department, retired": ("/accounts?department=7&state=retired", "retired"),
    "department, owner has left": ("/accounts?department=7&state=owner_gone", "owner has left"),
    "department, orphans": ("/accounts?department=7&state=orphan", "orphans"),
    "platform, owner has left": ("/accounts?platform=tiktok&state=owner_gone", "owner has left"),
    "platform, nobody gets in": ("/accounts?platform=tiktok&access=black", "nobody gets in"),
    "owner has left, hangs by one": ("/accounts?state=owner_gone&access=red", "owner has left"),
    "text, platform": ("/accounts?q=harbour&platform=tiktok", "text, many"),
    "text, department": ("/accounts?q=harbour&department=7", "text, many"),
    "text none, platform": ("/accounts?q=nobodysuchthing&platform=x", "text, none"),
    "four filters, none": ("/accounts?q=harbour&platform=tiktok&department=7&state=retired", "text, none"),
}
"""Of 1,000 accounts these leave a line or none, of 100,000 a page; beside it a filter that fills the small one's."""
HOLDERS_PAGES = {"rotations, mine": "/rotations?whose=mine", "my day of a holder": "/"}
SECURITY_PAGES = {
    "access list": "/accounts/{one}/access",
    "what if a person leaves": "/people/id/10/leaving",
    "my day of security": "/",
}
ANYBODYS_PAGES = {"verify, page": "/verify?url=https%3A%2F%2Fx.com%2Fnobody{one}"}


def measure_lists(large: int) -> None:
    """Prints tables. Raises RuntimeError where a page is not there."""
    with ExitStack() as stack:
        own = Path(stack.enter_context(TemporaryDirectory(prefix="govdesk-bench-")))
        postgres = stack.enter_context(Postgres(stack.enter_context(passing_folder("bench-pg"))))
        for name, urls in {
            "SQLite": [f"sqlite:///{own}/{size}.db" for size in (SMALL, large)],
            "PostgreSQL": [postgres.create(f"lists{size}") for size in (SMALL, large)],
        }.items():
            with _register(urls[0], SMALL) as small, _register(urls[1], large) as big:
                _tell(name, small, big)


class House:
    """A register of some size, and who looks at it."""

    def __init__(self, app: Flask, size: int) -> None:
        self._app, self.size = app, size
        people = (holding.COMMS, holding.SECURITY, holding.HOLDER)
        comms, security, holder = (self._browser(number) for number in people)
        anybody = app.test_client()
        self._far = int(size * FAR)
        self.lines: dict[str, int] = {}
        """By page, how many lines of a table it showed."""
        self.pages: dict[str, tuple[FlaskClient, str]] = {
            name: (browser, address)
            for browser, pages in (
                (comms, COMMS_PAGES | {name: address for name, (address, _) in FILTERS_THAT_MEET.items()}),
                (holder, HOLDERS_PAGES),
                (security, SECURITY_PAGES),
                (anybody, ANYBODYS_PAGES),
            )
            for name, address in pages.items()
        }

    def fetch(self, name: str, number: int) -> float:
        """Milliseconds of one page."""
        browser, address = self.pages[name]
        one = number * 37 % self.size + 1
        path = address.format(one=one, far=self._far)
        began = time.perf_counter()
        answer = browser.get(path)
        taken = (time.perf_counter() - began) * 1000
        if answer.status_code != 200:
            raise RuntimeError(f"{path} was answered {answer.status_code}")
        self.lines[name] = answer.data.count(b"<tr")
        return taken

    def _browser(self, person: int) -> FlaskClient:
        token, now = secrets.token_urlsafe(32), clock.utcnow()
        with self._app.extensions["sessions"]() as session:
            session.add(
                WebSession(
                    token_hash=token_hash(token), person_id=person, address="127.0.0.1", agent="bench",
                    created_at=now, seen_at=now + timedelta(minutes=5),
                )
            )  # fmt: skip
            session.commit()
        browser = self._app.test_client()
        with browser.session_transaction() as cookie:
            cookie["_user_id"] = token
        return browser


@contextmanager
def _register(url: str, size: int) -> Iterator[House]:
    schema.upgrade(url)
    holding.load(url, size)
    app = create_app(Settings(database_url=url, secret_key="only for the bench", base_url="http://localhost"))  # noqa: S106
    _forecast(app, size)
    holding.tidy(app.extensions["engine"])
    yield House(app, size)
    app.extensions["engine"].dispose()


def _forecast(app: Flask, size: int) -> None:
    now, memory = clock.utcnow(), _megabytes()
    began = time.perf_counter()
    keep_all(app.extensions["sessions"], now=now, today=now.date(), tz=ZoneInfo("UTC"))
    taken, more = time.perf_counter() - began, _megabytes() - memory
    print(f"forecasts of {size:,} accounts: {taken:.1f} s, {more:.0f} MB more", flush=True)


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _tell(database: str, small: House, big: House) -> None:
    print(f"\n{'median ms, ' + database:32}{small.size:>12,}{big.size:>12,}{'times':>8}")
    for name in small.pages:
        meets = FILTERS_THAT_MEET.get(name)
        fetched = [(small, name), (big, name)] + ([(small, meets[1])] if meets else [])
        few, many, *full = _medians(fetched)
        is_fuller = bool(full) and big.lines[name] > small.lines[name]
        beside = max(few, *full) if is_fuller else few
        mark = ("  of a full page" if is_fuller else "") + ("  slower than promised" * (many > MOST_TIMES * beside))
        print(f"{name:32}{few:12.2f}{many:12.2f}{many / beside:8.2f}{mark}", flush=True)


def _medians(fetched: Sequence[tuple[House, str]]) -> list[float]:
    """Of each page in milliseconds; they take turns, for a machine is not as fast at all times."""
    rounds = [[house.fetch(name, number) for house, name in fetched] for number in range(WARM_UP + ROUNDS)]
    return [statistics.median(times) for times in zip(*rounds[WARM_UP:], strict=True)]
