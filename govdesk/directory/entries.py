"""An entry as the directory gives it, and what it says about a person."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from govdesk.directory.meaning import Meaning, is_disabled


@dataclass(frozen=True)
class Entry:
    """One entry: its name and its values as bytes, attribute names in lower case."""

    dn: str
    values: Mapping[str, list[bytes]]

    def texts(self, attribute: str) -> list[str]:
        """All values of an attribute as text; undecodable bytes are replaced, blanks round it dropped."""
        return [
            text
            for value in self.values.get(attribute.lower(), [])
            if (text := value.decode("utf-8", "replace").strip())
        ]

    def text(self, *attributes: str) -> str:
        """The first value of the first of these attributes that has one; "" when none has."""
        return next((texts[0] for name in attributes if (texts := self.texts(name))), "")


@dataclass(frozen=True)
class PersonFacts:
    """What an entry says about one person."""

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
    """Read an entry as a person. Raises ValueError when it has no login or no immutable id."""
    login, directory_id = entry.text(meaning.login), _directory_id(entry, meaning.id)
    if not login or not directory_id:
        raise ValueError(f"the entry has no {meaning.id if login else meaning.login}")
    return PersonFacts(
        dn=entry.dn,
        directory_id=directory_id,
        login=login,
        name=entry.text(*meaning.name) or login,
        mail=entry.text(meaning.mail) or None,
        department=entry.text(*meaning.department),
        manager_dn=entry.text(meaning.manager),
        group_dns=entry.texts("memberOf"),
        is_disabled=is_disabled({name: entry.text(name) for name in entry.values}),
    )


def _directory_id(entry: Entry, attribute: str) -> str:
    if attribute.lower() != "objectguid":
        return entry.text(attribute).lower()
    raw = entry.values.get("objectguid", [b""])[0]
    # Active Directory stores the first three parts little-endian.
    return str(UUID(bytes_le=raw)) if len(raw) == 16 else ""
