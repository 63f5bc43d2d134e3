"""The acknowledgement, and the filters of the coverage page."""

from collections.abc import Iterable

from wtforms import HiddenField, SelectField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # the stubs are behind WTForms 3.3
from wtforms.validators import Regexp

from govdesk.directory.models import Department
from govdesk.i18n import _, _l
from govdesk.policies.models import PolicyVersion
from govdesk.web import Form


class AcknowledgementForm(Form):
    """Carries which version was on the page and the digest of its text."""

    version = HiddenField(validators=[Regexp(r"^[1-9][0-9]{0,8}$")])
    digest = HiddenField()

    @classmethod
    def shown_with(cls, version: PolicyVersion) -> "AcknowledgementForm":
        return cls(data={"version": str(version.number), "digest": version.digest})


class CoverageFilter(Form):
    """Who is shown on the coverage page."""

    who = SelectField(
        _l("Acknowledged"),
        choices=[
            SelectChoice("owing", _l("Not yet")),
            SelectChoice("acknowledged", _l("Yes")),
        ],
        default="owing",
    )
    department = SelectField(_l("Department"), default="")

    def __init__(self, *args: object, departments: Iterable[Department], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        named = [SelectChoice(str(department.id), department.name) for department in departments]
        self.department.choices = [SelectChoice("", _("All departments")), *named]
