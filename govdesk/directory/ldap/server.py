"""The errands Govdesk sends to the directory; the servers are tried in turn.

A new connection for each errand: 4 ms over TLS, and nothing is shared between threads or survives a fork.
"""

import logging
import math
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import BoundedSemaphore
from typing import TypeVar

import ldap

from govdesk.directory.ldap.address import endpoints
from govdesk.directory.ldap.endpoint import Endpoint
from govdesk.directory.ldap.entry import Entry
from govdesk.directory.ldap.failover import REST_SECONDS, Resting
from govdesk.directory.ldap.limits import READING, SIGN_IN, Deadline, Limits
from govdesk.directory.ldap.line import GONE, Line
from govdesk.directory.ldap.meaning import Meaning
from govdesk.directory.ldap.reading import Reading
from govdesk.directory.ldap.reasons import why
from govdesk.settings import Settings

log = logging.getLogger(__name__)
T = TypeVar("T")

MOST_AT_ONCE = 8
"""Errands of one process at the same time: a directory that hangs must not take every thread with it."""
WAIT_SECONDS = 2
LOOK_UP_SECONDS = 2

resting_names: Resting[str] = Resting()
resting: Resting[Endpoint] = Resting()
"""Of this process, so that nobody pays twice for finding out."""


class DirectoryUnreachable(Exception):
    """No directory server answered, or it refused what we need of it; the text is for the operator."""


class DirectoryServer:
    """The configured directory servers."""

    def __init__(self, settings: Settings, meaning: Meaning, group_base: str = "") -> None:
        self.settings, self.meaning = settings, meaning
        self.group_base = group_base or settings.ldap_base_dn
        """Where groups are searched: above all that give a role."""
        self._places = BoundedSemaphore(MOST_AT_ONCE)
        self._was_down_at = -math.inf

    @contextmanager
    def reading(self) -> Iterator[Reading]:
        """One line for a whole synchronisation. Raises DirectoryUnreachable, also for what fails later."""
        with self.as_service(READING) as line:
            yield Reading(line, self.settings, self.group_base)

    def entry(self, dn: str, attributes: Sequence[str]) -> Entry | None:
        """One entry by its name; None when it is not there or may not be read."""
        with self.as_service(SIGN_IN) as line:
            return line.entry(dn, attributes)

    def check(self) -> None:
        """Sign in as the service account and read the base, or raise DirectoryUnreachable."""
        with self.as_service(SIGN_IN) as line:
            if line.entry(self.settings.ldap_base_dn, ["1.1"]) is None:
                raise ldap.NO_SUCH_OBJECT  # what may not be read is not there

    @contextmanager
    def as_service(self, limits: Limits, deadline: Deadline | None = None) -> Iterator[Line]:
        """A line on which the service account is signed in."""
        with self.reached(self.sign_in_as_service, limits, deadline) as (line, _none):
            yield line

    @contextmanager
    def as_nobody(self, limits: Limits, deadline: Deadline) -> Iterator[Line]:
        """A line to a server that answers, on which nobody is signed in yet."""
        with self.reached(lambda _line: None, limits, deadline) as (line, _none):
            yield line

    def sign_in_as_service(self, line: Line) -> None:
        """Raises DirectoryUnreachable when the account is refused."""
        try:
            line.bind(self.settings.ldap_bind_dn, self.settings.ldap_bind_password.get_secret_value())
        except GONE:
            raise
        except ldap.LDAPError as error:
            raise DirectoryUnreachable(
                f"the service account cannot sign in (GOVDESK_LDAP_BIND_DN, …_PASSWORD): {why(error)}"
            ) from error

    @contextmanager
    def reached(
        self, begin: Callable[[Line], T], limits: Limits, deadline: Deadline | None = None
    ) -> Iterator[tuple[Line, T]]:
        """A line to the first server that can `begin`, with what that gave; `begin` may run at several servers.

        Raises DirectoryUnreachable, for what happens on the line later, too.
        """
        if not self._places.acquire(timeout=self._patience):
            raise DirectoryUnreachable(f"{MOST_AT_ONCE} errands wait for it already")
        try:
            line, begun = self._begun(begin, limits, deadline or Deadline(limits.whole))
            try:
                yield line, begun
            except GONE as error:
                resting.put_to_rest(line.endpoint)
                raise DirectoryUnreachable(_told(line.endpoint, error)) from error
            except (ldap.LDAPError, TimeoutError) as error:
                raise DirectoryUnreachable(why(error)) from error
            finally:
                line.close()
        finally:
            self._places.release()

    @property
    def _patience(self) -> float:
        """Seconds to wait for a place: none soon after nobody answered, or whoever waits would take every thread."""
        return 0.0 if time.monotonic() - self._was_down_at < REST_SECONDS else WAIT_SECONDS

    def _begun(self, begin: Callable[[Line], T], limits: Limits, deadline: Deadline) -> tuple[Line, T]:
        faults: list[str] = []
        for endpoint in self._endpoints(faults):
            if deadline.is_over:
                faults.append(f"{endpoint}: no time was left to ask")
                continue
            try:
                begun = self._begun_at(endpoint, begin, limits, deadline)
            except (*GONE, OSError) as error:
                resting.put_to_rest(endpoint)
                faults.append(_told(endpoint, error))
            except ldap.LDAPError as error:
                raise DirectoryUnreachable(why(error)) from error
            else:
                resting.wake(endpoint)
                self._was_down_at = -math.inf
                return begun
        self._was_down_at = time.monotonic()
        raise DirectoryUnreachable("; ".join(faults) or "GOVDESK_LDAP_URI is not set")

    def _begun_at(
        self, endpoint: Endpoint, begin: Callable[[Line], T], limits: Limits, deadline: Deadline
    ) -> tuple[Line, T]:
        line = Line.open(endpoint, self.settings.ldap_ca_file, limits, deadline)
        try:
            return line, begin(line)
        except BaseException:
            line.close()
            raise

    def _endpoints(self, faults: list[str]) -> Iterator[Endpoint]:
        """Every address of every server, those that failed lately last; names that lead nowhere go to `faults`."""
        return resting.in_order(
            endpoint
            for uri in resting_names.in_order(self.settings.ldap_uri)
            for endpoint in self._addresses(uri, faults)
        )

    def _addresses(self, uri: str, faults: list[str]) -> list[Endpoint]:
        try:
            found = endpoints(uri, self.settings.ldap_tls, LOOK_UP_SECONDS)
        except OSError as error:
            resting_names.put_to_rest(uri)
            faults.append(f"{uri}: {why(error)}")
            return []
        resting_names.wake(uri)
        return found


def _told(endpoint: Endpoint, error: Exception) -> str:
    return f"{endpoint}: {why(error)}"
