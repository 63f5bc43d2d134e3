"""Whether a login and a password are right, and if not, why: for the operator, never for who tries."""

from dataclasses import dataclass
from enum import StrEnum

from govdesk.directory.ldap.entries import PersonFacts, person_facts
from govdesk.directory.ldap.server import DirectoryServer


class Refusal(StrEnum):
    """Why nobody is signed in."""

    NOTHING_TYPED = "nothing-typed"
    UNKNOWN = "unknown"
    """No entry has this login."""
    AMBIGUOUS = "ambiguous"
    """Several entries have it: a mistake in the directory."""
    NOT_ACCEPTED = "not-accepted"
    DISABLED = "disabled"
    UNUSABLE = "unusable"
    """The entry lacks what a person needs here."""


@dataclass(frozen=True)
class Verdict:
    """What the directory says of a login and a password: the person, or a refusal."""

    facts: PersonFacts | None
    """None exactly when refused."""
    refusal: Refusal | None
    detail: str = ""
    """A sentence for the operator."""


def authenticate(server: DirectoryServer, login: str, password: str) -> Verdict:
    """Ask the directory once. Raises DirectoryUnreachable."""
    if not password.strip():
        # Some servers let it in as "anonymous".
        return _refused(Refusal.NOTHING_TYPED, "an empty password")
    found = server.find(login)
    if len(found) != 1:
        server.accept_nobody(password)
        refusal = Refusal.AMBIGUOUS if found else Refusal.UNKNOWN
        return _refused(refusal, f"{len(found)} entries have this login")
    if not server.accepts(found[0], password):
        return _refused(Refusal.NOT_ACCEPTED, "the directory does not take this password")
    try:
        facts = person_facts(found[0], server.meaning)
    except ValueError as error:
        return _refused(Refusal.UNUSABLE, f"{found[0].dn} cannot be used: {error}")
    if facts.is_disabled:
        return _refused(Refusal.DISABLED, f"{facts.dn} is disabled in the directory")
    return Verdict(facts, None)


def _refused(refusal: Refusal, detail: str) -> Verdict:
    return Verdict(None, refusal, detail)
