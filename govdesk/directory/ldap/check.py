"""Trying the directory step by step, and saying of each what came of it and what to change."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import ldap

from govdesk.directory.company import Company
from govdesk.directory.ldap.address import endpoints
from govdesk.directory.ldap.authentication import authenticate
from govdesk.directory.ldap.endpoint import Endpoint
from govdesk.directory.ldap.inspection import inspect
from govdesk.directory.ldap.limits import SIGN_IN, Deadline
from govdesk.directory.ldap.line import Line
from govdesk.directory.ldap.reasons import why
from govdesk.directory.ldap.server import LOOK_UP_SECONDS, DirectoryUnreachable
from govdesk.directory.ldap.steps import Step, StepState, ended, failed, failures, fine, skipped, worrying
from govdesk.settings import Settings

SOON = timedelta(days=21)
"""A certificate that ends so soon is worth a word."""


def steps(company: Company, *, login: str | None = None, password: str = "") -> list[Step]:
    """Everything there is to say about the directory; with a login, whether this person could sign in.

    Takes seconds, and never hangs. The service account signs in once at each server until one refuses it, the
    person once.
    """
    tried = [*_tried_all(company)]
    if login is not None:
        tried.append(_sign_in(company, login, password))
    return tried


def _tried_all(company: Company) -> Iterator[Step]:
    settings = company.server.settings
    if not settings.ldap_uri:
        yield failed("Settings", "GOVDESK_LDAP_URI is not set: name the directory, such as ldaps://ldap.example.org")
        return
    servers = _Servers(settings)
    try:
        for uri in settings.ldap_uri:
            yield from servers.try_one(uri)
        if servers.line is None:
            yield skipped("Reading", "no server can be used")
        else:
            yield from inspect(servers.line, company)
    finally:
        servers.close()


class _Servers:
    """Each server tried by itself, also those that sign-in leaves in peace just now."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.line: Line | None = None
        """To the first server where the service account is signed in."""
        self._is_refused = False

    def close(self) -> None:
        if self.line is not None:
            self.line.close()

    def try_one(self, uri: str) -> Iterator[Step]:
        try:
            found = endpoints(uri, self._settings.ldap_tls, LOOK_UP_SECONDS)
        except OSError as error:
            yield replace(failed(f"{uri}: connect", why(error)), server=uri)
            return
        for endpoint in found:
            yield from (replace(step, server=str(endpoint)) for step in self._try_address(endpoint))

    def _try_address(self, endpoint: Endpoint) -> Iterator[Step]:
        name = f"{endpoint}: connect"
        try:
            line = Line.open(endpoint, self._settings.ldap_ca_file, SIGN_IN, Deadline(SIGN_IN.whole))
        except (OSError, ldap.LDAPError) as error:
            yield failed(name, why(error))
            return
        yield _sealed(name, line)
        yield self._signed_in(f"{endpoint}: sign in as service account", line)
        if line is not self.line:
            line.close()

    def _signed_in(self, name: str, line: Line) -> Step:
        if self._is_refused:
            # Every server counts wrong passwords, and some count them together.
            return skipped(name, "another server refused the account: not tried, so that it is not locked")
        try:
            line.bind(self._settings.ldap_bind_dn, self._settings.ldap_bind_password.get_secret_value())
        except ldap.LDAPError as error:
            self._is_refused = isinstance(error, ldap.INVALID_CREDENTIALS)
            return failed(name, self._not_signed_in(error))
        self.line = self.line or line
        if not self._settings.ldap_bind_dn:
            return worrying(name, "GOVDESK_LDAP_BIND_DN is not set: Govdesk reads as anybody could")
        return fine(name, self._settings.ldap_bind_dn)

    def _not_signed_in(self, error: ldap.LDAPError) -> str:
        has_name = bool(self._settings.ldap_bind_dn)
        has_password = bool(self._settings.ldap_bind_password.get_secret_value())
        if has_name is not has_password:
            return f"GOVDESK_LDAP_BIND_{'PASSWORD' if has_name else 'DN'} is empty: {why(error)}"
        if not isinstance(error, ldap.INVALID_CREDENTIALS):
            return why(error)
        return f"the account is refused; are GOVDESK_LDAP_BIND_DN and GOVDESK_LDAP_BIND_PASSWORD right? {why(error)}"


def _sealed(name: str, line: Line) -> Step:
    if line.tls is None:
        local = line.endpoint.is_local
        return fine(name, "by a local socket") if local else worrying(name, "GOVDESK_LDAP_TLS=off: " + _IN_CLEAR)
    until = line.tls.certificate_until
    told = f"{line.tls.version}, certificate good until {until:%Y-%m-%d}"
    is_ending = until - datetime.now(UTC) < SOON
    return worrying(name, f"{told}: have it renewed") if is_ending else fine(name, told)


_IN_CLEAR = "passwords travel in clear, and anybody on the way can read and change what is said"


def _sign_in(company: Company, login: str, password: str) -> Step:
    name = f"Sign-in of {login}"
    try:
        verdict = authenticate(company.server, login, password)
    except DirectoryUnreachable as error:
        return failed(name, str(error))
    if verdict.facts is None:
        return failed(name, f"{login} cannot sign in: {verdict.detail}")
    facts, roles = verdict.facts, company.roles.roles_of(verdict.facts.group_dns)
    given = ", ".join(f"{role} by {dn}" for role, dn in roles.items()) or "staff"
    worry = f"; {verdict.detail}" if verdict.detail else ""
    number = len(facts.group_dns)
    groups = "1 group" if number == 1 else f"{number} groups"
    return fine(name, f"{login} can sign in as {facts.name} ({facts.dn}), in {groups}; roles: {given}{worry}")


def reason(tried: list[Step]) -> str:
    """The one sentence that says how a check went: the first failure, or that all is well.

    Where a server can be used, what keeps people out comes before a server that is down.
    """
    servers = {step.server for step in tried if step.server}
    down = {step.server for step in tried if step.server and step.state in (StepState.FAILED, StepState.SKIPPED)}
    wrong = failures(tried)
    if down < servers:
        wrong.sort(key=lambda step: bool(step.server))
    first = next(iter(wrong), None)
    if first is None:
        worries = sum(step.state is StepState.WORRYING for step in tried)
        look = f" Look at what is marked so ({worries})." if worries else ""
        return f"The directory answers and the service account can sign in.{look}"
    told = ended(f"{first.name}: {first.text}")
    if first.server and down < servers:
        number = f"{len(down)} of {len(servers)} servers"
        return f"People can sign in, but {number} cannot be used, and nothing may stand by for the others: {told}"
    return told
