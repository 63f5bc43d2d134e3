"""An entry as the directory gives it, and what it says about a person."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from govdesk.directory.ldap.meaning import Meaning, dn_key
from govdesk.directory.rules import (
    LONGEST_DN,
    LONGEST_ID,
    LONGEST_LOGIN,
    LONGEST_MAIL,
    LONGEST_NAME,
    department_name,
    login_key,
    shortened,
)


@dataclass(frozen=True)
class Entry:
    """One entry: its name and its values as bytes, attribute names in lower case."""

    dn: str
    values: Mapping[str, list[bytes]]

    def texts(self, attribute: str) -> list[str]:
        """All values of an attribute as text; undecodable bytes are replaced, NULs and blanks round it dropped."""
        found = (value.decode("utf-8", "replace") for value in self.values.get(attribute.lower(), []))
        return [text for value in found if (text := value.replace("\0", "").strip())]

    def text(self, *attributes: str) -> str:
        """The first value of the first of these attributes that has one; "" when none has."""
        return next((texts[0] for name in attributes if (texts := self.texts(name))), "")

    def dns(self, attribute: str) -> list[str]:
        """The values of an attribute that are distinguished names."""
        return [text for text in self.texts(attribute) if len(text) <= LONGEST_DN and _is_dn(text)]

    def mail(self, attribute: str) -> str | None:
        """The first value that is short enough to be an address."""
        return next((text for text in self.texts(attribute) if len(text) <= LONGEST_MAIL), None)


@dataclass(frozen=True)
class PersonFacts:
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


def person_facts(entry: Entry, meaning: Meaning) -> PersonFacts:
    """Read an entry as a person. Raises ValueError when it has no usable login or immutable id."""
    login, immutable = entry.text(meaning.login), directory_id(entry, meaning.id)
    if not login or not immutable:
        raise ValueError(f"the entry has no {meaning.id if login else meaning.login}")
    if max(len(login), len(login_key(login))) > LONGEST_LOGIN or len(immutable) > LONGEST_ID:
        raise ValueError(f"its {meaning.login} or {meaning.id} is too long")
    return PersonFacts(
        dn=entry.dn,
        directory_id=immutable,
        login=login,
        name=shortened(entry.text(*meaning.name) or login, LONGEST_NAME),
        mail=entry.mail(meaning.mail),
        department=department_name(entry.text(*meaning.department)),
        manager_dn=next(iter(entry.dns(meaning.manager)), ""),
        group_dns=entry.dns("memberOf"),
        is_disabled=meaning.is_disabled(entry.text),
    )


def directory_id(entry: Entry, attribute: str) -> str:
    """The immutable id as canonical text; "" when the entry has none."""
    if attribute.lower() != "objectguid":
        return entry.text(attribute).lower()
    raw = entry.values.get("objectguid", [b""])[0]
    # Active Directory stores the first three parts little-endian.
    return str(UUID(bytes_le=raw)) if len(raw) == 16 else ""


def _is_dn(text: str) -> bool:
    try:
        return bool(dn_key(text))
    except ValueError:
        return False
