"""Departments as `directory.yml` has them read: by attribute, number or the unit of the entry; and their heads."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.directory.ldap.entry import Entry
from govdesk.directory.ldap.meaning import Meaning
from govdesk.directory.ldap.reading import Reading
from govdesk.directory.models import Department, Person, PersonChange
from govdesk.files import PolicyFiles
from govdesk.settings import LdapKind
from tests.directory.conftest import BASE, ListedReading, Listing, entry, run_on

USUAL = Meaning.read(PolicyFiles(), LdapKind.OPENLDAP)


def unit(name: str, identity: str, above: str = f"ou=people,{BASE}") -> Entry:
    return Entry(f"ou={name},{above}", {"ou": [name.encode()], "entryuuid": [identity.encode()]})


class UnitReading(ListedReading):
    def __init__(self, entries: list[Entry], units: list[Entry]) -> None:
        super().__init__(entries)
        self._units = units

    def units(self, _wanted: str, _attributes: list[str]) -> Iterator[Entry]:
        return iter(self._units)

    def entry(self, dn: str, attributes: list[str], wanted: str = "") -> Entry | None:
        if dn.startswith("cn=heads,"):
            return Entry(dn, {"member": [f"uid=olu,ou=people,{BASE}".encode()]})
        return super().entry(dn, attributes, wanted)


@dataclass
class Organised(Listing):
    """A listing with units."""

    there: list[Entry] = field(default_factory=list)

    @contextmanager
    def reading(self) -> Iterator[Reading]:
        yield UnitReading(self.entries, self.there)


def departments(session: Session) -> dict[str, int]:
    return {one.name: one.id for one in session.scalars(select(Department))}


def test_s12_a_department_with_another_name_for_its_number_is_the_same(session: Session) -> None:
    numbered = USUAL.model_copy(update={"department_number": "departmentNumber"})
    run_on(session, Listing([entry("ada", ou="Press", departmentnumber="42")], numbered))
    before = departments(session)
    run_on(session, Listing([entry("ada", ou="Media", departmentnumber="42")], numbered))
    assert departments(session) == {"Media": before["Press"]}
    assert session.scalars(select(PersonChange)).all() == []


def test_s12_the_unit_of_the_entry_may_be_the_department(session: Session) -> None:
    by_unit = USUAL.model_copy(update={"department": ("dn",)})
    ada = entry("ada")._replace(dn=f"uid=ada,ou=Press\\, Vienna,ou=people,{BASE}")
    run_on(session, Listing([ada], by_unit))
    assert list(departments(session)) == ["Press, Vienna"]


def test_s12_a_renamed_unit_renames_its_department_and_moves_nobody(session: Session) -> None:
    run_on(session, Organised([entry("ada", ou="Press")], there=[unit("Press", "unit-1")]))
    before = departments(session)
    run_on(session, Organised([entry("ada", ou="Media")], there=[unit("Media", "unit-1")]))
    assert departments(session) == {"Media": before["Press"]}
    assert session.scalars(select(PersonChange)).all() == []


def test_s12_a_department_that_people_still_name_keeps_its_name(session: Session) -> None:
    run_on(session, Organised([entry("ada", ou="Press")], there=[unit("Press", "unit-1")]))
    run_on(session, Organised([entry("ada", ou="Press")], there=[unit("Media", "unit-1")]))
    assert "Press" in departments(session)


def test_s12_a_department_that_vanished_stays(session: Session) -> None:
    run_on(session, Listing([entry("ada", ou="Press")]))
    run_on(session, Listing([entry("ada", ou="Office")]))
    assert set(departments(session)) == {"Press", "Office"}


def test_a_group_of_heads_names_the_heads(session: Session) -> None:
    headed = USUAL.model_copy(update={"heads": f"cn=heads,ou=groups,{BASE}"})
    people = [entry("ada", ou="Press"), entry("olu", ou="Press"), entry("mei", ou="Office")]
    run_on(session, Organised(people, headed))
    heads = {one.name: one.head and one.head.login for one in session.scalars(select(Department))}
    assert heads == {"Press": "olu", "Office": "mei"}


def test_a_head_who_has_left_is_followed(session: Session) -> None:
    ada = entry("ada", ou="Press")
    below = [entry(f"p{n}", ou="Press", manager=ada.dn) for n in range(20)]
    run_on(session, Listing([ada, *below]))
    assert (
        session.scalars(select(Department)).one().head == session.scalars(select(Person).filter_by(login="ada")).one()
    )
    shut = entry("ada", ou="Press", pwdaccountlockedtime="000001010000Z")
    heir = entry("p0", ou="Press")
    run_on(session, Listing([shut, heir, *(entry(f"p{n}", ou="Press", manager=heir.dn) for n in range(1, 20))]))
    head = session.scalars(select(Department)).one().head
    assert head is not None
    assert head.login == "p0"
