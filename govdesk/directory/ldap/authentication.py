"""Whether a login and a password are right, and if not, why: for the operator, never for who tries.

In two steps, so that attempts can be counted between them: whom the login means, then whether the password is theirs.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

import ldap

from govdesk.directory.ldap.entries import PersonFacts, directory_id, person_facts
from govdesk.directory.ldap.entry import Entry
from govdesk.directory.ldap.limits import SIGN_IN, Deadline
from govdesk.directory.ldap.line import Line
from govdesk.directory.ldap.logins import bind_names, can_be_login, can_be_sent, counted_as, filter_of, meant
from govdesk.directory.ldap.membership import groups_of
from govdesk.directory.ldap.refusals import Refusal, bound
from govdesk.directory.ldap.server import DirectoryServer

LONGEST_KEY = 220
"""Of `Located.key`: a login at its longest, and the word before it."""

LONGEST_PASSWORD = 1000

__all__ = ["Located", "Refusal", "Verdict", "authenticate", "locate", "locating", "prove"]


@dataclass(frozen=True)
class Located:
    """Whom a login means."""

    login: str
    """As it was typed."""
    key: str
    """The same for every way to write the login: the entry's immutable id, or the folded login when there is none."""
    names: tuple[str, ...]
    """By which to sign in, in turn; of an unknown login one that cannot exist, so that it costs the same."""
    entry: Entry | None = None
    """None when there is none, and when people are not searched before they sign in (`bind_as`)."""
    refusal: Refusal | None = None
    """Why nobody can be signed in, whatever the password."""
    detail: str = ""
    line: Line | None = field(default=None, repr=False)
    """Where the entry was searched, open as long as `locating` lasts: a second one would cost 4 ms."""


@dataclass(frozen=True)
class Verdict:
    """What the directory says of a login and a password: the person, or a refusal."""

    facts: PersonFacts | None
    """None exactly when refused."""
    refusal: Refusal | None
    detail: str = ""
    """A sentence for the operator."""
    password_was_right: bool = False
    """Refused for another reason: whoever tried may be told what to do."""


def authenticate(server: DirectoryServer, login: str, password: str) -> Verdict:
    """Both steps. Raises DirectoryUnreachable."""
    if untried := _untried(password):
        return untried
    with locating(server, login) as located:
        return prove(server, located, password)


def locate(server: DirectoryServer, login: str) -> Located:
    """Whom this login means. Raises DirectoryUnreachable."""
    with locating(server, login) as located:
        return replace(located, line=None)


@contextmanager
def locating(server: DirectoryServer, login: str) -> Iterator[Located]:
    """Whom this login means, with the line to ask more on. Raises DirectoryUnreachable, for what fails later, too."""
    meaning, key = server.meaning, f"login:{counted_as(login, server.meaning)}"[:LONGEST_KEY]
    nobody = f"cn={secrets.token_hex(16)},{server.settings.ldap_base_dn}"
    names = tuple(bind_names(login, meaning))
    if not can_be_login(login) or (meaning.bind_as and not names):
        yield Located(login, key, (nobody,), None, Refusal.UNKNOWN, "no entry can have this login")
        return
    if meaning.bind_as:
        yield Located(login, key, names)
        return
    with _searched(server, login) as (line, entries):
        found = meant(entries, login, meaning)
        # A login may have been given to somebody else while the entry of its former holder is still kept, shut.
        found = [entry for entry in found if not meaning.is_disabled(entry.text)] or found
        if len(found) != 1:
            refusal = Refusal.AMBIGUOUS if found else Refusal.UNKNOWN
            yield Located(login, key, (nobody,), None, refusal, f"{len(found)} entries have this login", line)
        else:
            key = directory_id(found[0], meaning.id) or key
            yield Located(login, key, (found[0].dn,), found[0], line=line)


def prove(server: DirectoryServer, located: Located, password: str) -> Verdict:
    """Whether the password is theirs: one sign-in at one server, never repeated. Raises DirectoryUnreachable."""
    if untried := _untried(password):
        return untried
    if located.line is not None:
        return _tried(server, located.line, located, located.names[0], password)
    verdict, deadline = Verdict(None, Refusal.UNKNOWN, located.detail), Deadline(SIGN_IN.whole)
    for name in located.names:
        with server.as_nobody(SIGN_IN, deadline) as line:
            verdict = _tried(server, line, located, name, password)
        if verdict.refusal is not Refusal.NOT_ACCEPTED:
            break
    return verdict


def _untried(password: str) -> Verdict | None:
    """The refusal of a password that must not reach the directory; None when it may."""
    # Some servers let an empty one in as "anonymous".
    if not (password or "").strip():
        return Verdict(None, Refusal.NOTHING_TYPED, "an empty password")
    if not can_be_sent(password, LONGEST_PASSWORD):
        return Verdict(None, Refusal.NOT_ACCEPTED, "no password can be like this: too long, or not text")
    return None


@contextmanager
def _searched(server: DirectoryServer, login: str) -> Iterator[tuple[Line, list[Entry]]]:
    meaning = server.meaning

    def search(line: Line) -> list[Entry]:
        server.sign_in_as_service(line)
        return line.search(server.settings.ldap_base_dn, filter_of(login, meaning), meaning.attributes)

    with server.reached(search, SIGN_IN) as reached:
        yield reached


def _tried(server: DirectoryServer, line: Line, located: Located, name: str, password: str) -> Verdict:
    """What comes of signing in by one name."""
    no = bound(line, name, password)
    if located.refusal:
        return Verdict(None, located.refusal, located.detail)
    if no is not None and located.entry is not None and server.meaning.is_disabled(located.entry.text):
        return Verdict(None, Refusal.DISABLED, f"{name} is disabled in the directory", no.password_was_right)
    if no is not None:
        return Verdict(None, no.refusal, no.detail, no.password_was_right)
    entry = located.entry or _own_entry(server, line, located.login, name, password)
    if entry is None:
        base = server.settings.ldap_base_dn
        detail = f"{name} signed in but finds no entry of their own below {base} that they may read"
        return Verdict(None, Refusal.UNUSABLE, detail, password_was_right=True)
    return _verdict(server, line, entry, is_searched=located.entry is not None)


def _own_entry(server: DirectoryServer, line: Line, login: str, name: str, password: str) -> Entry | None:
    """The entry of whoever has signed in by `name` on this line, read with their own rights."""
    meaning, base = server.meaning, server.settings.ldap_base_dn
    try:
        if "=" in name:
            found = line.search(name, meaning.people, meaning.attributes, scope=ldap.SCOPE_BASE)
            return next(iter(found), None)
        found = meant(line.search(base, filter_of(login, meaning), meaning.attributes), login, meaning)
    except (ldap.NO_SUCH_OBJECT, ldap.INSUFFICIENT_ACCESS):
        return None
    # A server resolves such names by rules of its own: the entry found must take the password, too.
    return found[0] if len(found) == 1 and bound(line, found[0].dn, password) is None else None


def _verdict(server: DirectoryServer, line: Line, entry: Entry, *, is_searched: bool) -> Verdict:
    """The person of this entry, who has just proved who they are on this line."""
    try:
        facts = person_facts(entry, server.meaning)
    except ValueError as error:
        return Verdict(None, Refusal.UNUSABLE, f"{entry.dn} cannot be used: {error}", password_was_right=True)
    if facts.is_disabled:
        return Verdict(None, Refusal.DISABLED, f"{facts.dn} is disabled in the directory", password_was_right=True)
    if facts.is_over(server.meaning.today):
        detail = f"the last day of {facts.dn} was {facts.leaves_on}"
        return Verdict(None, Refusal.ACCOUNT_EXPIRED, detail, password_was_right=True)
    if is_searched:  # people may seldom read groups: what follows is the service account's again
        server.sign_in_as_service(line)
    groups = groups_of(line, entry, server.meaning, base=server.group_base, kind=server.settings.ldap_kind)
    return Verdict(facts._replace(group_dns=groups), None)
