"""Where a notice goes, looked up at the moment it is sent."""

from collections.abc import Iterable
from typing import NamedTuple

from govdesk.directory.models import Department, Person
from govdesk.notify.models import Notice
from govdesk.notify.rules import is_address, one_line

Reader = Person | Department
"""A person, or a department that has a mailbox."""


class Address(NamedTuple):
    """One plain address and the name beside it, both looked at: see `rules.is_address` and `rules.one_line`."""

    display_name: str
    addr_spec: str


class Unreachable(Exception):
    """Nobody can be reached; the text says why."""


class NotWanted(Unreachable):
    """Whoever was to be told has left: nothing went wrong, and nobody has to hear of it."""


def reader_of(notice: Notice) -> Reader:
    """Who reads it: the person; a department's mailbox, or else its head or the head above.

    Raises Unreachable, or NotWanted for a person who has left.
    """
    if notice.person is not None:
        if not notice.person.is_employed:
            raise NotWanted(f"{notice.person.login} has left")
        return notice.person
    assert notice.department is not None, "the table demands one recipient"
    return reader_for(notice.department)


def address_of(notice: Notice) -> Address:
    """Its reader's address. Raises Unreachable, or NotWanted for a person who has left."""
    return address(reader_of(notice))


def address(reader: Reader) -> Address:
    """Raises Unreachable."""
    if isinstance(reader, Person):
        return _address(reader.name, reader.mail, reader.login)
    return _address(reader.name, reader.mailbox, reader.name)


def reaches_one_of(department: Department, people: Iterable[Person]) -> bool:
    """Whether a department's mail would go where one of `people` is told already."""
    try:
        to = address(reader_for(department)).addr_spec
    except Unreachable:
        return False
    return to.lower() in {person.mail.lower() for person in people if person.mail}


def reader_for(department: Department) -> Reader:
    """The department itself when it has a mailbox, else its head or the head above. Raises Unreachable."""
    if department.mailbox:
        return department
    if head := head_for(department):
        return head
    raise Unreachable(f"{department.name} has no mailbox, and no head who can be reached")


def head_for(department: Department) -> Person | None:
    """Its head, or the next one above who works here and has an address."""
    above: Department | None = department
    seen: set[int] = set()
    while above is not None and above.id not in seen:
        if (head := above.head) and head.is_employed and head.mail:
            return head
        seen.add(above.id)
        above = above.parent
    return None


def _address(name: str, mail: str | None, whose: str) -> Address:
    if not mail:
        raise Unreachable(f"{whose} has no mail address")
    if not is_address(mail):
        raise Unreachable(f"the mail address of {whose} cannot be used")
    return Address(display_name=one_line(name), addr_spec=mail)
