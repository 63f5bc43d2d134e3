"""What the directory's attributes and groups mean here: defaults per kind of server, `directory.yml`, `roles.yml`.

The defaults are those of contract.md; a file of the organisation replaces them key by key.
"""

import re
from collections.abc import Callable
from datetime import UTC, date, tzinfo
from functools import cached_property
from typing import Annotated, Any, Self

from ldap.dn import str2dn
from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, ValidationError, field_validator

from govdesk import clock
from govdesk.access import Role
from govdesk.directory.ldap.names import dn_key
from govdesk.files import FileError, PolicyFiles, line_of
from govdesk.settings import LdapKind

_COMMON: dict[str, Any] = {
    "people": "(&(objectClass=person)(uid=*))",
    "login": "uid",
    "id": "entryUUID",
    "name": ["displayName", "cn"],
    "mail": "mail",
    "all_mails": "",
    "department": ["ou", "departmentNumber"],
    "manager": "manager",
    "unit_mail": "mail",
    "unit_head": "manager",
    "leaves_on": "",
    "department_number": "",
    "heads": "",
    "leavers_share": 0.1,
    "leavers_least": 5,
    "full_every_minutes": 60,
    "primary_group": "",
    "mail_groups_count": False,
    "disabled_when": [
        "userAccountControl&2",
        "nsAccountLock=true",
        "pwdAccountLockedTime=000001010000Z",
        "accountStatus!=active",
    ],
}
DEFAULTS: dict[LdapKind, dict[str, Any]] = {
    LdapKind.OPENLDAP: {**_COMMON, "leaves_on": "pwdEndTime"},
    LdapKind.DIRSRV: {**_COMMON, "id": "nsUniqueId"},
    LdapKind.AD: {
        **_COMMON,
        "people": "(&(objectCategory=person)(objectClass=user)(sAMAccountName=*))",
        "login": "sAMAccountName",
        "id": "objectGUID",
        "department": ["department"],
        "unit_head": "managedBy",
        "leaves_on": "accountExpires",
        "sign_in_with": ["sAMAccountName", "userPrincipalName"],
        "primary_group": "primaryGroupID",
        "all_mails": "proxyAddresses",
    },
}
UNIT_OF_THE_ENTRY = "dn"
"""Among the attributes of `department`: the organisational unit in which the entry lies."""


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
    all_mails: str
    """Attribute with all addresses as Exchange writes them (`SMTP:` the main one, `smtp:` another), whose main one is
    the mail address of who has no `mail`; "" for none."""
    department: tuple[str, ...]
    """First of these that is filled is the main department; `dn` is the unit in which the entry lies."""
    department_number: str
    """Attribute with a number that the department keeps when it is renamed; "" for none."""
    manager: str
    leaves_on: str
    """Attribute with the last day or the moment from which the account is of no use; "" for none."""
    unit_mail: str
    """Attribute of an organisational unit that holds the department's mailbox."""
    unit_head: str
    """Attribute of an organisational unit that names the department's head."""
    heads: str
    """Name of a group whose members head the departments they work in; "" for none."""
    sign_in_with: tuple[str, ...] = ()
    """Attributes in which what a person types may stand; the first that fits counts. None: `login`."""
    domain: str = ""
    """Short (NetBIOS) name of the Active Directory domain, for people who type DOMAIN\\login."""
    bind_as: tuple[str, ...] = ()
    """Names to sign people in by, `{login}` standing for what they type, instead of searching them first."""
    disabled_when: tuple[str, ...]
    """Marks of an entry that an administrator has shut: `name=value`, `name!=value` (filled, with another value)
    or `name&bits`."""
    primary_group: str
    """Attribute that names the one group which does not list its members; "" for none."""
    mail_groups_count: bool
    """Whether Active Directory's distribution groups, too, may give roles."""
    leavers_share: Annotated[float, Field(gt=0, le=1)]
    """A synchronisation that would take away more than this share of the people stops …"""
    leavers_least: Annotated[int, Field(ge=1)]
    """… unless they are fewer than this."""
    full_every_minutes: Annotated[int, Field(ge=1)]
    """How long changes only may be asked for before everybody is read again."""

    _tz: tzinfo = PrivateAttr(UTC)
    _dns_domain: str = PrivateAttr("")

    @field_validator("name", "department", "sign_in_with", "bind_as", "disabled_when", mode="before")
    @classmethod
    def _one_or_many(cls, value: Any) -> Any:
        return [value] if isinstance(value, str) else value

    @field_validator("bind_as")
    @classmethod
    def _can_be_bound_as(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if not all("{login}" in template for template in value):
            raise ValueError("needs {login} where the login is to stand, such as uid={login},ou=people,dc=example")
        # Each is tried in turn: two for one account would count one wrong password twice.
        if len(value) > 1 and not all("=" in template for template in value):
            raise ValueError("may hold several distinguished names, or one name such as {login}@corp.example")
        return value

    @field_validator("disabled_when")
    @classmethod
    def _is_mark(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for mark in value:
            if not _MARK.fullmatch(mark):
                raise ValueError(f"{mark!r} is not written like name=value, name!=value or name&bits")
        return value

    @cached_property
    def attributes(self) -> list[str]:
        """All attributes of a person to ask a server for, by name (operational ones are not in `*`)."""
        primary = {"objectSid"} if self.primary_group else set()
        return sorted({*self.own_attributes, *self.typed_as, *primary, "memberOf"})

    @cached_property
    def own_attributes(self) -> list[str]:
        """Those of them that tell of the person alone: a synchronisation reads groups from the other side."""
        named = [self.login, self.id, self.mail, self.manager, *self.name, *self.department]
        marks = [name for name, _sign, _value in self._marks]
        more = [self.all_mails, self.leaves_on, self.department_number, self.primary_group, *marks]
        return sorted({name for name in (*named, *more) if name not in ("", UNIT_OF_THE_ENTRY)})

    @property
    def tz(self) -> tzinfo:
        """Office time: what is the last day before a moment depends on it."""
        return self._tz

    @property
    def today(self) -> date:
        """The day in office time at which somebody is let in, or not."""
        return clock.utcnow().astimezone(self._tz).date()

    def in_office_time(self, tz: tzinfo) -> Self:
        """The same meaning, in a zone of the settings."""
        copy = self.model_copy()
        copy._tz = tz  # noqa: SLF001 (its own kind)
        return copy

    def below(self, base_dn: str) -> Self:
        """The same meaning, where people are searched below `base_dn`."""
        copy = self.model_copy()
        parts = str2dn(base_dn) if base_dn else []
        copy._dns_domain = ".".join(value for [(name, value, _), *_] in parts if name.lower() == "dc").lower()  # noqa: SLF001 (its own kind)
        return copy

    @property
    def dns_domain(self) -> str:
        """`corp.example` of a base that ends in dc=corp,dc=example; "" for any other."""
        return self._dns_domain

    @property
    def typed_as(self) -> tuple[str, ...]:
        """The attributes in which what a person types may stand."""
        return self.sign_in_with or (self.login,)

    @cached_property
    def _marks(self) -> list[tuple[str, str, str]]:
        return [_MARK.fullmatch(mark).groups() for mark in self.disabled_when]  # type: ignore[union-attr,misc]

    @cached_property
    def disabling(self) -> frozenset[str]:
        """The attributes of `disabled_when`, in lower case."""
        return frozenset(name.lower() for name, _sign, _value in self._marks)

    def is_disabled(self, text: Callable[[str], str]) -> bool:
        """Whether an administrator has shut the entry whose attributes `text` gives."""
        return any(_bears(text(name), sign, value) for name, sign, value in self._marks)

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


_MARK = re.compile(r"([A-Za-z][A-Za-z0-9;.-]*)(=|!=|&)(.+)")


def _bears(found: str, sign: str, value: str) -> bool:
    """Whether an attribute's text is the mark that `sign` and `value` describe."""
    if sign == "&":
        return found.isdigit() and value.isdigit() and bool(int(found) & int(value))
    return bool(found) and (found.casefold() == value.casefold()) is (sign == "=")


class RoleMap:
    """Which role each directory group gives; groups are compared as parsed names, never as text."""

    def __init__(self, groups: dict[str, list[Role]], base_dn: str) -> None:
        self.groups = {_absolute(dn, base_dn): roles for dn, roles in groups.items()}
        """The roles of each group, by its whole name as it is written."""
        self._roles = {dn_key(dn): roles for dn, roles in self.groups.items()}

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
                known |= {str(dn): _roles(value)}
                cls({str(dn): []}, base_dn)
            except ValueError as error:
                line = line_of(files.text("roles.yml"), ("groups", dn))
                raise FileError("roles.yml", str(error), line) from None
        return cls(known, base_dn)

    def roles_of(self, group_dns: list[str]) -> dict[Role, str]:
        """Each role these groups give, with the group it comes from."""
        return {role: dn for dn in group_dns for role in self._roles.get(dn_key(dn), ())}


def _absolute(dn: str, base_dn: str) -> str:
    """A name written relative to the base, made whole."""
    inside = not base_dn or dn_key(dn) == dn_key(base_dn) or dn_key(dn).endswith("," + dn_key(base_dn))
    return dn if inside or "dc=" in dn.casefold() else f"{dn},{base_dn}"


def _roles(value: Any) -> list[Role]:
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, list) or not names:
        raise ValueError(f"{value!r} is neither a role nor a list of roles")
    try:
        return [Role(name) for name in names]
    except ValueError as error:
        allowed = ", ".join(Role)
        raise ValueError(f"{names!r} holds a role that does not exist; there are {allowed}") from error
