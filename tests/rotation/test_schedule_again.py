"""What was to be changed only once can be wanted again."""

from datetime import date

from sqlalchemy.orm import Session

from govdesk.accounts.models import SocialAccount
from govdesk.directory.models import Person
from govdesk.rotation.actions import Terms, record_rotation, schedule_rotation
from govdesk.rotation.office import Office
from tests.conftest import NOW


def test_a_rotation_that_was_done_once_is_scheduled_again(
    session: Session, noaa: SocialAccount, sam: Person, ada: Person, office: Office
) -> None:
    once = schedule_rotation(session, noaa, "password", Terms(date(2027, 3, 1)), by=sam, now=NOW, office=office)
    record_rotation(session, once, rotated_on=date(2027, 3, 1), by=ada, form_key=None, now=NOW, office=office)
    assert once.due_on is None
    again = schedule_rotation(session, noaa, "password", Terms(date(2027, 9, 1)), by=sam, now=NOW, office=office)
    assert (again.id, again.due_on) == (once.id, date(2027, 9, 1))
