"""What people enter about accounts."""

from collections.abc import Iterable, Sequence
from typing import Any

import wtforms
from wtforms import HiddenField, SearchField, SelectField, SelectMultipleField, TextAreaField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # the stubs are behind WTForms 3.3
from wtforms.validators import InputRequired, Length, ValidationError
from wtforms.widgets import CheckboxInput

from govdesk.accounts.listing.filters import state_filters
from govdesk.accounts.listing.narrowing import Narrowing
from govdesk.accounts.models import AccountState, Tier
from govdesk.accounts.person_field import FindPeople, PersonField
from govdesk.accounts.platforms.catalogue import Catalogue
from govdesk.accounts.queries import ORPHAN, OWNER_GONE, OWNERLESS, Filters
from govdesk.directory.models import Department, Person
from govdesk.i18n import _, _l
from govdesk.web import Form


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() else None


class FilterForm(wtforms.Form):
    """Narrows the list; lives in the address, so it carries no key and no token."""

    q = SearchField(_l("Handle, name or address"))
    department = SelectField(_l("Department"))
    platform = SelectField(_l("Platform"))
    state = SelectField(_l("State"))
    access = SelectField(_l("Can sign in and recover"))

    def __init__(
        self,
        *args: Any,
        departments: Iterable[Department],
        platforms: Iterable[str],
        catalogue: Catalogue,
        sees_people: bool,
        by_access: Narrowing | None,
    ) -> None:
        super().__init__(*args)
        self.department.choices = [("", _("All")), *((str(d.id), d.name) for d in departments)]
        self.platform.choices = [("", _("All")), *((key, catalogue.name_of(key)) for key in platforms)]
        states = [(state.value, state.label) for state in AccountState]
        missing = [(ORPHAN, _("Without a department"))]
        if sees_people:
            missing += [(OWNER_GONE, _("Their owner has left")), (OWNERLESS, _("Without an owner"))]
        missing += [(one.key, one.label) for one in state_filters().values()]
        self.state.choices = [("", _("All")), *states, *missing]
        if by_access is None:
            del self.access
        else:
            self.access.choices = [("", _("All")), *((one.value, one.label) for one in by_access.choices)]

    @property
    def filters(self) -> Filters:
        """What was asked for; a choice that is not offered counts as none."""
        return Filters(
            text=(self.q.data or "").strip(),
            department_id=_number(self._chosen(self.department)),
            platform=self._chosen(self.platform),
            state=self._chosen(self.state),
            access=self._chosen(self.access) if "access" in self else "",
        )

    def _chosen(self, field: SelectField) -> str:
        return field.data if field.data in dict(field.choices) else ""  # type: ignore[arg-type]


class PersonForm(Form):
    """A form that names people; `find` knows who works here."""

    def __init__(self, *args: Any, find: FindPeople, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.find_people = find


class OwnershipForm(PersonForm):
    """Who answers for an account."""

    accountable = SelectField(
        _l("Accountable department"), description=_l("Answers for the account, whoever comes and goes.")
    )
    others = SelectMultipleField(_l("Other owning departments"), option_widget=CheckboxInput())
    owner = PersonField(
        _l("Owner"), description=_l("The one person who is accountable: name, login or mail address.")
    )
    deputy = PersonField(_l("Deputy"), description=_l("Who stands in for the owner: name, login or mail address."))
    version = HiddenField()

    def __init__(self, *args: Any, departments: Sequence[Department], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._departments = {str(department.id): department for department in departments}
        names = [(key, department.name) for key, department in self._departments.items()]
        self.accountable.choices = [("", _("None: nobody answers for it")), *names]
        self.others.choices = names

    @property
    def owner_person(self) -> Person | None:
        return self.owner.person

    @property
    def deputy_person(self) -> Person | None:
        return self.deputy.person

    @property
    def departments(self) -> list[Department]:
        """The chosen departments, the accountable one first."""
        keys = dict.fromkeys([self.accountable.data, *(self.others.data or [])])
        return [self._departments[key] for key in keys if key]

    def validate_accountable(self, field: SelectField) -> None:
        if self.others.data and not field.data:
            raise ValidationError(_("Choose which of the departments is accountable."))

    def validate_deputy(self, field: PersonField) -> None:
        if field.person is not None and field.person is self.owner.person:
            raise ValidationError(_("Enter somebody else: the owner cannot stand in for themselves."))


class CustodianForm(PersonForm):
    """Who gets the credential."""

    login = PersonField(
        _l("Who"),
        [InputRequired(_l("Enter who holds the credential: name, login or mail address."))],
        _l("Who knows how to sign in to this account from now on: name, login or mail address."),
    )


class StateForm(Form):
    """Into which state an account goes, and why."""

    state = SelectField(_l("New state"))
    reason = TextAreaField(
        _l("Reason"),
        [
            InputRequired(_l("Say why: whoever looks at this account next will want to know")),
            Length(max=500, message=_l("Say it in at most 500 characters")),
        ],
    )
    version = HiddenField()

    def __init__(self, *args: Any, states: Sequence[AccountState], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.state.choices = [(state.value, state.label) for state in states]

    @property
    def after(self) -> AccountState:
        """What was chosen; for a form that is valid."""
        return AccountState(self.state.data)


class TierForm(Form):
    """How much harm it does when somebody else is in."""

    tier = SelectField(
        _l("Risk"),
        choices=[SelectChoice(tier.value, tier.label) for tier in Tier],
        description=_l("High: the voice of the whole organisation, or one that many act on. Rules may ask for more."),
    )
    version = HiddenField()

    @property
    def after(self) -> Tier:
        """What was chosen; for a form that is valid."""
        return Tier(self.tier.data)
