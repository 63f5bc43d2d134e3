"""An answer, and what goes with it."""

from dataclasses import dataclass
from datetime import date

from govdesk.campaigns.models import Answer
from govdesk.directory.models import Person
from govdesk.directory.naming import spelt
from govdesk.i18n import _l
from govdesk.words import Labelled


class Wrong(Labelled):
    """What is not as the register has it."""

    OWNER = "owner", _l("Owner or deputy")
    DEPARTMENTS = "departments", _l("Departments")
    PEOPLE = "people", _l("Who can get in")
    KNOWN = "known", _l("Somebody knows the password who should not")
    """No task alone: it has to be changed, from that moment on."""
    FACTOR = "factor", _l("Second factor")
    RECOVERY = "recovery", _l("Recovery mailbox or phone")
    ADDRESS = "address", _l("Address or name")


@dataclass(frozen=True)
class Said:
    """What somebody says of an account."""

    answer: Answer
    note: str = ""
    wrong: tuple[Wrong, ...] = ()
    """Of a correction: what is to be corrected."""
    successor: Person | None = None
    """Who shall take it over, where somebody is named."""
    said_on: date | None = None
    """The office day; None where nothing falls due because of it."""

    @property
    def on_record(self) -> str:
        """The note, behind whom it names: communications may have to do by hand what it wants."""
        return "\n".join(part for part in (spelt(self.successor) if self.successor else "", self.note) if part)
