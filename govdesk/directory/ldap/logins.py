"""What a person types, and whom it may mean."""

import re

from ldap.dn import escape_dn_chars
from ldap.filter import escape_filter_chars

from govdesk.directory.ldap.entry import Entry
from govdesk.directory.ldap.meaning import Meaning
from govdesk.directory.rules import LONGEST_LOGIN, login_key

WHOLE = ("{login}",)
"""The template of who types a whole name."""
_ACCOUNT = re.compile(r"(?P<name>[^=/@\\]+)@[^=/@\\]+|[^=/@\\]+\\(?P<login>[^=/@\\]+)")
"""A whole name: ada@corp.example or CORP\\ada. Active Directory would take distinguished names, too, and more, in
endless spellings. Source: MS-ADTS 5.1.1.1.1."""


def can_be_login(typed: str) -> bool:
    """Whether a directory may be asked for it at all."""
    return bool(typed.strip()) and can_be_sent(typed, LONGEST_LOGIN)


def can_be_sent(typed: str, longest: int) -> bool:
    """Whether this is text that LDAP can carry, and no more of it than anybody types."""
    try:
        return len(typed) <= longest and b"\0" not in typed.encode()
    except UnicodeEncodeError:  # half of a character; the error itself would show what was typed
        return False


def without_domain(typed: str, meaning: Meaning) -> str:
    """`login` of `DOMAIN\\login`, where that is our domain; else what was typed."""
    domain, slash, login = typed.partition("\\")
    is_ours = bool(slash and meaning.domain) and domain.strip().casefold() == meaning.domain.casefold()
    return login if is_ours else typed


def implicit_login(typed: str, meaning: Meaning) -> str:
    """`ada` of `ada@corp.example`: so Active Directory takes everybody of the domain, whatever their
    userPrincipalName says. "" for any other text. Source: MS-ADTS 5.1.1.1.1."""
    name, _at, domain = typed.strip().rpartition("@")
    has_such_names = "userprincipalname" in map(str.lower, meaning.typed_as)
    return name if has_such_names and meaning.dns_domain and domain.lower() == meaning.dns_domain else ""


def filter_of(typed: str, meaning: Meaning) -> str:
    """The filter that finds whom `typed` may mean."""
    value = escape_filter_chars(without_domain(typed, meaning))
    tests = [f"({name}={value})" for name in meaning.typed_as]
    if implicit := implicit_login(typed, meaning):
        tests.append(f"({meaning.login}={escape_filter_chars(implicit)})")
    return f"(&{meaning.people}(|{''.join(tests)}))"


def meant(found: list[Entry], typed: str, meaning: Meaning) -> list[Entry]:
    """Those of the entries found who are meant: whoever has it as login goes before whoever has it as mail.

    Else who may write his own mail address could shut out the person whose login he writes there.
    """
    wanted, implicit = login_key(without_domain(typed, meaning)), implicit_login(typed, meaning)
    tests = [(name, wanted) for name in meaning.typed_as]
    tests += [(meaning.login, login_key(implicit))] if implicit else []
    for name, value in tests:
        if holders := [entry for entry in found if value in map(login_key, entry.texts(name))]:
            return holders
    return found


def bind_names(typed: str, meaning: Meaning) -> list[str]:
    """The names by which `bind_as` signs this login in, escaped where they are distinguished names.

    None for what is no whole name where one is to be typed.
    """
    typed = typed.strip()
    if meaning.bind_as == WHOLE:
        return [typed] if _ACCOUNT.fullmatch(typed) else []
    login = without_domain(typed, meaning)
    return [one.replace("{login}", escape_dn_chars(login) if "=" in one else login) for one in meaning.bind_as]


def counted_as(typed: str, meaning: Meaning) -> str:
    """By which tries are counted where nobody is searched first: one name for all that may lead to one account.

    Several accounts may share it, and its tries: better than an account that has tries for each way to write it.
    """
    if meaning.bind_as == WHOLE and (account := _ACCOUNT.fullmatch(typed.strip())):
        typed = account["name"] or account["login"]
    return login_key(without_domain(typed, meaning))
