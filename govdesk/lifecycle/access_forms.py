"""What people enter when somebody is to get in to an account, or no more. The list itself is not asked."""

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from wtforms import DateField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from govdesk.accounts.models import SocialAccount
from govdesk.accounts.person_field import PersonField
from govdesk.accounts.platforms.facts import PlatformRole
from govdesk.i18n import _, _l
from govdesk.lifecycle.forms import RequestForm, words
from govdesk.lifecycle.rules import Kind
from govdesk.lifecycle.wishes import Wish
from govdesk.words import Labelled


class AccessForm(RequestForm):
    """Whose access it is, by what way, and why."""

    no_way: ClassVar[str]
    """What the choice is called that names no way."""
    person = PersonField(_l("Who"), description=_l("Somebody who works here: name, login or mail address."))
    agency = StringField(
        _l("Or which outside agency"), [Length(max=200)], description=_l("By its name.")
    )  # fmt: skip
    way = SelectField(_l("How they get in"))
    reason = words(_l("Why"), _l("Say why"))

    def __init__(
        self, *args: Any, account: SocialAccount, ways: Sequence[Labelled], roles: Sequence[PlatformRole],
        today: date, **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self._account, self._today, self.roles = account, today, roles
        self.way.choices = [("", str(self.no_way)), *((way.value, way.label) for way in ways)]

    def validate_person(self, field: PersonField) -> None:
        has_agency = bool((self.agency.data or "").strip())
        if has_agency and field.person:
            raise ValidationError(_("Enter a person or an agency, not both."))
        if not has_agency and not field.person:
            raise ValidationError(_("Enter somebody who works here, or name an outside agency."))

    @property
    def terms(self) -> dict[str, str]:
        facts = self.facts("agency", "way", "reason")
        return {**facts, "agency": " ".join(facts["agency"].split())}


class GrantForm(AccessForm):
    """Somebody is to get in."""

    no_way = _l("Choose")
    way = SelectField(_l("How they get in"), [InputRequired(_l("Choose how they get in"))])
    role = StringField(
        _l("Role on the platform"), [Length(max=100)],
        description=_l("In the platform's own words: choose a role, or enter another. As little as will do."),
        render_kw={"list": "roles", "autocomplete": "off"},
    )  # fmt: skip
    ends_on = DateField(
        _l("Planned last day"), [Optional()],
        description=_l("An agency has to have one. What is over no longer counts."),
    )  # fmt: skip

    @property
    def wish(self) -> Wish:
        """What is asked for; of a form that is valid."""
        facts = {**self.terms, **self.facts("role")}
        return Wish(Kind.GRANT, self._account, person=self.person.person, last_on=self.ends_on.data, facts=facts)

    def validate_ends_on(self, field: DateField) -> None:
        if field.data and field.data < self._today:
            raise ValidationError(_("Enter today or a later day."))

    def validate(self, extra_validators: Any = None) -> bool:
        sound: bool = super().validate(extra_validators)
        if self.agency.data and not self.ends_on.data and not self.ends_on.errors:
            # An empty day passes by its own validators, as people need none.
            self.ends_on.errors = [_("Enter the last day: an agency gets in for a time.")]
            return False
        return sound


class RevokeForm(AccessForm):
    """Somebody is not to get in any more."""

    no_way = _l("Every way, whichever they have")

    @property
    def wish(self) -> Wish:
        """What is asked for; of a form that is valid."""
        return Wish(Kind.REVOKE, self._account, person=self.person.person, facts=self.terms)
