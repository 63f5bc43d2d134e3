"""What the directory's attributes and groups mean here: defaults per kind of server, `directory.yml`, `roles.yml`.

The defaults are those of contract.md; a file of the organisation replaces them key by key.
"""

from functools import cached_property
from typing import Any, Self

from ldap.dn import dn2str, str2dn
from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from govdesk.access import Role
from govdesk.files import FileError, PolicyFiles, line_of
from govdesk.settings import LdapKind

_COMMON: dict[str, Any] = {
    "people": "(&(objectClass=person)(uid=*))",
    "login": "uid",
    "id": "entryUUID",
    "name": ["displayName", "cn"],
    "mail": "mail",
    "department": ["ou", "departmentNumber"],
    "manager": "manager",
    "unit_mail": "mail",
    "unit_head": "manager",
}
DEFAULTS: dict[LdapKind, dict[str, Any]] = {
    LdapKind.OPENLDAP: _COMMON,
    LdapKind.DIRSRV: {**_COMMON, "id": "nsUniqueId"},
    LdapKind.AD: {
        **_COMMON,
        "people": "(&(objectCategory=person)(objectClass=user)(sAMAccountName=*))",
        "login": "sAMAccountName",
        "id": "objectGUID",
        "department": ["department"],
    },
}


class Meaning(BaseModel):
    """What attributes mean; every key may stand in `directory.yml`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    people: str
    """Filter that finds people and nothing else."""
    login: str
    id: str
    """Attribute that never changes for a person."""
    name: tuple[str, ...]
    """First of these that is filled is the name."""
    mail: str
    department: tuple[str, ...]
    manager: str
    unit_mail: str
    """Attribute of an organisational unit that holds the department's mailbox."""
    unit_head: str
    """Attribute of an organisational unit that names the department's head."""

    @field_validator("name", "department", mode="before")
    @classmethod
    def _one_or_many(cls, value: Any) -> Any:
        return [value] if isinstance(value, str) else value

    @cached_property
    def attributes(self) -> list[str]:
        """All attributes of a person to ask a server for, by name (operational ones are not in `*`)."""
        plain = [self.login, self.id, self.mail, self.manager, *self.name, *self.department]
        return sorted({*plain, "memberOf", *DISABLING})

    @classmethod
    def read(cls, files: PolicyFiles, kind: LdapKind) -> Self:
        """`directory.yml` over the defaults of this kind of server. Raises FileError."""
        given = files.yaml("directory.yml") or {}
        if not isinstance(given, dict):
            raise FileError("directory.yml", "must be a list of `key: value` lines")
        try:
            return cls.model_validate({**DEFAULTS[kind], **given})
        except ValidationError as error:
            raise FileError.of("directory.yml", error, files.text("directory.yml")) from None


DISABLING = ("userAccountControl", "nsAccountLock", "pwdAccountLockedTime", "accountStatus")
_ACCOUNT_DISABLED = 0x2
"""Bit of userAccountControl: ADS_UF_ACCOUNTDISABLE."""


def is_disabled(values: dict[str, str]) -> bool:
    """Whether any of the usual marks says that an administrator has shut this entry (names in lower case)."""
    control = values.get("useraccountcontrol", "0")
    return (
        (control.isdigit() and bool(int(control) & _ACCOUNT_DISABLED))
        or values.get("nsaccountlock", "").lower() == "true"
        or values.get("pwdaccountlockedtime") == "000001010000Z"
        or values.get("accountstatus", "active").lower() != "active"
    )


class RoleMap:
    """Which role each directory group gives; groups are compared as parsed names, never as text."""

    def __init__(self, groups: dict[str, list[Role]], base_dn: str) -> None:
        self._roles = {dn_key(_absolute(dn, base_dn)): roles for dn, roles in groups.items()}

    @classmethod
    def read(cls, files: PolicyFiles, base_dn: str) -> Self:
        """`roles.yml`: `groups:`, then group: role (or a list). Raises FileError."""
        content = files.yaml("roles.yml") or {}
        groups = content.get("groups") if isinstance(content, dict) else None
        if not isinstance(groups, dict):
            raise FileError("roles.yml", "needs a key `groups:` with lines `group: role`")
        known: dict[str, list[Role]] = {}
        for dn, value in groups.items():
            try:
                dn_key(str(dn))
                known[str(dn)] = _roles(value)
            except ValueError as error:
                line = line_of(files.text("roles.yml"), ("groups", dn))
                raise FileError("roles.yml", str(error), line) from None
        return cls(known, base_dn)

    def roles_of(self, group_dns: list[str]) -> dict[Role, str]:
        """Each role these groups give, with the group it comes from."""
        return {role: dn for dn in group_dns for role in self._roles.get(dn_key(dn), ())}


def dn_key(dn: str) -> str:
    """A distinguished name in one spelling: parsed, case-folded, escapes alike. Raises ValueError."""
    try:
        return str(dn2str(str2dn(dn))).casefold()
    except Exception as error:  # python-ldap raises ldap.DECODING_ERROR, which has no types
        raise ValueError(f"{dn!r} is not a distinguished name such as cn=comms,ou=groups") from error


def _absolute(dn: str, base_dn: str) -> str:
    """A name written relative to the base, made whole."""
    inside = not base_dn or dn_key(dn) == dn_key(base_dn) or dn_key(dn).endswith("," + dn_key(base_dn))
    return dn if inside or "dc=" in dn.casefold() else f"{dn},{base_dn}"


def _roles(value: Any) -> list[Role]:
    names = [value] if isinstance(value, str) else list(value or ())
    try:
        return [Role(name) for name in names]
    except ValueError as error:
        allowed = ", ".join(Role)
        raise ValueError(f"{names!r} holds a role that does not exist; there are {allowed}") from error
