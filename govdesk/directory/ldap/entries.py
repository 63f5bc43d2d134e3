"""What an entry says about a person."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

from ldap.dn import str2dn

from govdesk.directory.ldap.entry import Entry
from govdesk.directory.ldap.meaning import UNIT_OF_THE_ENTRY, Meaning
from govdesk.directory.ldap.moments import last_day
from govdesk.directory.ldap.names import dn_key
from govdesk.directory.rules import (
    LONGEST_ID,
    LONGEST_LOGIN,
    LONGEST_MAIL,
    LONGEST_NAME,
    department_name,
    login_key,
    shortened,
)


class PersonFacts(NamedTuple):
    """What an entry says about one person, short enough to be stored."""

    dn: str
    directory_id: str
    login: str
    name: str
    mail: str | None
    department: str
    """Name of the main department; "" when the entry names none."""
    manager_dn: str
    group_dns: list[str]
    is_disabled: bool
    leaves_on: date | None = None
    """The last day at work, where the directory knows it."""
    department_number: str | None = None
    primary_group: int | None = None

    def is_over(self, today: date) -> bool:
        """Whether the last day at work has passed."""
        return self.leaves_on is not None and self.leaves_on < today


def person_facts(entry: Entry, meaning: Meaning, immutable: str | None = None) -> PersonFacts:
    """Read an entry as a person; `immutable` is its `directory_id`, where it is known already.

    Raises ValueError when it has no usable login or immutable id.
    """
    login = entry.text(meaning.login)
    immutable = directory_id(entry, meaning.id) if immutable is None else immutable
    if not login or not immutable:
        raise ValueError(f"the entry has no {meaning.id if login else meaning.login}")
    longest = len(login) if login.isascii() else max(len(login), len(login_key(login)))
    if longest > LONGEST_LOGIN or len(immutable) > LONGEST_ID:
        raise ValueError(f"its {meaning.login} or {meaning.id} is too long")
    number = entry.text(meaning.department_number) if meaning.department_number else ""
    primary_group = entry.text(meaning.primary_group) if meaning.primary_group else ""
    return PersonFacts(
        entry.dn,
        immutable,
        login,
        " ".join(shortened(entry.text(*meaning.name) or login, LONGEST_NAME).split()),
        entry.mail(meaning.mail) or _main_mail(entry, meaning),
        department_name(_department(entry, meaning)),
        entry.first_dn(meaning.manager),
        entry.dns("memberOf") if "memberof" in entry.values else [],
        not meaning.disabling.isdisjoint(entry.values) and meaning.is_disabled(entry.text),
        _last_day(entry, meaning),
        number if 0 < len(number) <= LONGEST_ID else None,
        int(primary_group) if primary_group.isdecimal() else None,
    )


def _main_mail(entry: Entry, meaning: Meaning) -> str | None:
    told = entry.texts(meaning.all_mails) if meaning.all_mails else ()
    main = (text.removeprefix("SMTP:") for text in told if text.startswith("SMTP:"))
    return next((text for text in main if text and len(text) <= LONGEST_MAIL), None)


def directory_id(entry: Entry, attribute: str) -> str:
    """The immutable id as canonical text; "" when the entry has none."""
    if attribute.lower() != "objectguid":
        return entry.text(attribute).lower()
    raw = entry.values.get("objectguid", [b""])[0]
    # Active Directory stores the first three parts little-endian.
    return str(UUID(bytes_le=raw)) if len(raw) == 16 else ""


def _last_day(entry: Entry, meaning: Meaning) -> date | None:
    told = entry.text(meaning.leaves_on) if meaning.leaves_on else ""
    return last_day(told, meaning.leaves_on, meaning.tz) if told else None


def _department(entry: Entry, meaning: Meaning) -> str:
    for attribute in meaning.department:
        found = unit_of(entry.dn) if attribute == UNIT_OF_THE_ENTRY else entry.text(attribute)
        if found:
            return found
    return ""


def unit_of(dn: str) -> str:
    """Name of the organisational unit in which an entry lies; "" for none. Raises ValueError."""
    dn_key(dn)
    for part in str2dn(dn)[1:]:
        for name, value, _flags in part:
            if name.lower() == "ou":
                return str(value)
    return ""
