"""Why a directory refused a password, read from the dialects of three kinds of server."""

import re
from dataclasses import dataclass
from typing import Any

import ldap

from govdesk.directory.ldap.line import Line, policy_of
from govdesk.directory.ldap.reasons import facts_of
from govdesk.i18n import _l
from govdesk.words import Labelled, Tone


class Refusal(Labelled):
    """Why nobody is signed in."""

    NOTHING_TYPED = "nothing-typed", _l("no password was typed"), Tone.UNKNOWN
    UNKNOWN = "unknown", _l("nobody has this login"), Tone.UNKNOWN
    AMBIGUOUS = "ambiguous", _l("several entries have this login"), Tone.UNKNOWN
    """Several entries have it: a mistake in the directory."""
    NOT_ACCEPTED = "not-accepted", _l("wrong password"), Tone.UNKNOWN
    DISABLED = "disabled", _l("disabled in the directory"), Tone.UNKNOWN
    LOCKED = "locked", _l("locked in the directory"), Tone.UNKNOWN
    """Too many wrong passwords, or locked by hand."""
    PASSWORD_EXPIRED = "password-expired", _l("the password has run out"), Tone.UNKNOWN
    MUST_CHANGE = "must-change", _l("the password must be changed first"), Tone.UNKNOWN
    """The password is right, but was given by somebody else and must be replaced first."""
    ACCOUNT_EXPIRED = "account-expired", _l("the last day is over"), Tone.UNKNOWN
    NOT_NOW = "not-now", _l("not at this hour or from this machine"), Tone.UNKNOWN
    UNUSABLE = "unusable", _l("the entry lacks what a person needs"), Tone.UNKNOWN


@dataclass(frozen=True)
class BindRefusal:
    """What a server's refusal means."""

    refusal: Refusal
    detail: str
    """For the operator."""
    password_was_right: bool = False


_REFUSING = (
    ldap.INVALID_CREDENTIALS,
    ldap.UNWILLING_TO_PERFORM,
    ldap.CONSTRAINT_VIOLATION,
    ldap.INAPPROPRIATE_AUTH,
    ldap.NO_SUCH_OBJECT,
    ldap.INVALID_DN_SYNTAX,
)
"""Answers that mean this person, not the server or its settings."""

_WRONG = BindRefusal(Refusal.NOT_ACCEPTED, "the directory does not take this password")
_MUST_CHANGE = BindRefusal(
    Refusal.MUST_CHANGE, "the password is right but must be changed first, in the directory", password_was_right=True
)

_WINDOWS: dict[str, BindRefusal] = {
    "525": BindRefusal(Refusal.UNKNOWN, "the directory knows no such account (525)"),
    "52e": BindRefusal(Refusal.NOT_ACCEPTED, "the directory does not take this password (52e)"),
    "52f": BindRefusal(Refusal.NOT_NOW, "a restriction of the account forbids it (52f)"),
    "530": BindRefusal(Refusal.NOT_NOW, "the account may not sign in at this hour (530)", password_was_right=True),
    "531": BindRefusal(
        Refusal.NOT_NOW, "the account may not sign in from this machine (531)", password_was_right=True
    ),
    "532": BindRefusal(Refusal.PASSWORD_EXPIRED, "the password has expired (532)", password_was_right=True),
    "533": BindRefusal(Refusal.DISABLED, "the account is disabled (533)", password_was_right=True),
    "701": BindRefusal(Refusal.ACCOUNT_EXPIRED, "the account has expired (701)", password_was_right=True),
    "773": BindRefusal(Refusal.MUST_CHANGE, "the password must be changed first (773)", password_was_right=True),
    "775": BindRefusal(Refusal.LOCKED, "the account is locked (775)"),
}
"""By the code that Active Directory writes into its diagnostic text. Source: Win32 error codes, in hexadecimal."""

_CHANGE_AFTER_RESET = 2
_POLICY: dict[int, BindRefusal] = {
    # Said to the right password only, by OpenLDAP and 389 Directory Server alike.
    0: BindRefusal(Refusal.PASSWORD_EXPIRED, "the password has expired", password_was_right=True),
    1: BindRefusal(Refusal.LOCKED, "the account is locked"),
    _CHANGE_AFTER_RESET: _MUST_CHANGE,
}
"""By the error of the password policy control. Source: draft-behera-ldap-password-policy, 6.2."""

_BY_RESULT: dict[type[Exception], BindRefusal] = {
    ldap.UNWILLING_TO_PERFORM: BindRefusal(
        Refusal.DISABLED, "the directory is unwilling: the account is deactivated"
    ),
    ldap.CONSTRAINT_VIOLATION: BindRefusal(Refusal.LOCKED, "too many wrong passwords: the account is locked"),
    ldap.INAPPROPRIATE_AUTH: BindRefusal(Refusal.NOT_ACCEPTED, "the entry has no password to sign in with"),
}
"""By result code, for 389 Directory Server."""


def bound(line: Line, name: str, password: str) -> BindRefusal | None:
    """Sign in by `name`, once; None when that is all right. Raises ldap.LDAPError for what is not the person's."""
    try:
        policy = line.bind(name, password)
    except _REFUSING as error:
        return _meaning_of(error)
    # The server took the password, but for nothing else than to change it.
    return _MUST_CHANGE if policy is not None and policy.error == _CHANGE_AFTER_RESET else None


def _meaning_of(error: Any) -> BindRefusal:
    facts = facts_of(error)
    code = re.search(r"\bdata ([0-9a-f]+)", str(facts.get("info", "")))
    if code and code.group(1) in _WINDOWS:
        return _WINDOWS[code.group(1)]
    policy = policy_of(facts.get("ctrls"))
    if policy is not None and policy.error in _POLICY:
        return _POLICY[policy.error]
    return _BY_RESULT.get(type(error), _WRONG)
