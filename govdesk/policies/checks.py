"""Whatever reads a file of `policies/` says here what is wrong with it, for `govdesk policies check`."""

from collections.abc import Callable, Iterable, Iterator

from govdesk.accounts.platforms import catalogue as platforms
from govdesk.directory.ldap.meaning import Meaning, RoleMap
from govdesk.files import FileError, PolicyFiles
from govdesk.policies import rulebook
from govdesk.policies.files import faults
from govdesk.policies.ruleset import RULESET
from govdesk.settings import LdapKind

Check = Callable[[PolicyFiles], Iterable[FileError]]

_CHECKS: dict[str, Check] = {}


def validates(name: str, check: Check) -> None:
    """Let `check` look at the files called `name`; the roof adds the rooms that stand beside this one."""
    _CHECKS[name] = check


def first_fault(read: Callable[[PolicyFiles], object]) -> Check:
    """A check made of a reader that raises FileError."""

    def check(files: PolicyFiles) -> Iterator[FileError]:
        try:
            read(files)
        except FileError as error:
            yield error

    return check


def problems(files: PolicyFiles) -> list[FileError]:
    """All that is wrong, in the order of the checks; empty when every file can be used."""
    return [error for check in _CHECKS.values() for error in check(files)]


def _platforms(files: PolicyFiles) -> Iterator[FileError]:
    paths, sound = files.glob("platforms/*.yml"), {}
    for name, path in paths.items():
        try:
            sound[name] = platforms.read(path, name)
        except FileError as error:
            yield error
    yield from platforms.disputes(sound, {name: paths[name].read_text(encoding="utf-8") for name in sound})


# Neither the base of the directory nor its kind changes whether these files can be read.
validates("roles.yml", first_fault(lambda files: RoleMap.read(files, base_dn="")))
validates("directory.yml", first_fault(lambda files: Meaning.read(files, LdapKind.OPENLDAP)))
validates("platforms/*.yml", _platforms)
validates("*/policy.md", faults)
validates(f"*/{RULESET}", rulebook.faults)
