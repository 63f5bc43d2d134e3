"""What is looked for among people."""

from wtforms import StringField

from govdesk.directory.finding import Wanted
from govdesk.i18n import _l
from govdesk.web import Form


class FindForm(Form):
    """Filters of the list of people; it comes from an address and is never refused."""

    q = StringField(_l("Name or login"))
    department = StringField(_l("Department"))

    @property
    def wanted(self) -> Wanted:
        return Wanted((self.q.data or "").strip(), (self.department.data or "").strip())
