"""Where a notice goes, looked up at the moment it is sent."""

from collections.abc import Iterable
from email.headerregistry import Address

from govdesk.directory.models import Department, Person
from govdesk.notify.models import Notice
from govdesk.notify.rules import is_address, one_line


class Unreachable(Exception):
    """Nobody can be reached; the text says why."""


class NotWanted(Unreachable):
    """Whoever was to be told has left: nothing went wrong, and nobody has to hear of it."""


def address_of(notice: Notice) -> Address:
    """The recipient's address: a person's own; a department's mailbox or else its head's.

    Raises Unreachable, or NotWanted for a person who has left.
    """
    if notice.person is not None:
        return _person(notice.person)
    assert notice.department is not None, "the table demands one recipient"
    return _department(notice.department)


def reaches_one_of(department: Department, people: Iterable[Person]) -> bool:
    """Whether a department's mail would go where one of `people` is told already."""
    try:
        address = _department(department).addr_spec
    except Unreachable:
        return False
    return address.lower() in {person.mail.lower() for person in people if person.mail}


def _person(person: Person) -> Address:
    if not person.is_employed:
        raise NotWanted(f"{person.login} has left")
    return _address(person.name, person.mail, person.login)


def _department(department: Department) -> Address:
    if department.mailbox:
        return _address(department.name, department.mailbox, department.name)
    above: Department | None = department
    seen: set[int] = set()
    while above is not None and above.id not in seen:
        if (head := above.head) and head.is_employed and head.mail:
            return _address(head.name, head.mail, head.login)
        seen.add(above.id)
        above = above.parent
    raise Unreachable(f"{department.name} has no mailbox, and no head who can be reached")


def _address(name: str, mail: str | None, whose: str) -> Address:
    if not mail:
        raise Unreachable(f"{whose} has no mail address")
    if not is_address(mail):
        raise Unreachable(f"the mail address of {whose} cannot be used")
    return Address(display_name=one_line(name), addr_spec=mail)
