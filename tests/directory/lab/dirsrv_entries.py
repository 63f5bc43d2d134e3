"""The awkward company on a 389 Directory Server: as on OpenLDAP, but for who may come in, and until when."""

from dataclasses import replace

from govdesk.settings import LdapKind
from tests.directory.lab.ldif import Rendered, Values
from tests.directory.lab.model import Company, Person, Standing


class DirsrvRendered(Rendered):
    def __init__(self, company: Company) -> None:
        self.company = company.on(LdapKind.DIRSRV)

    def person(self, person: Person) -> Values:
        locked = b"true" if person.standing is Standing.DISABLED else b""
        values = super().person(replace(person, standing=Standing.ACTIVE, ends_on=None))
        return values | {"nsAccountLock": [locked] if locked else []}
