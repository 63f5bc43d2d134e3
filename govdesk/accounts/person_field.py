"""The field of every form in which somebody of the house is named."""

from collections.abc import Callable, Sequence
from typing import Any

from wtforms import StringField
from wtforms.validators import StopValidation

from govdesk.directory.models import Person
from govdesk.directory.naming import spelt
from govdesk.i18n import _, _l

FindPeople = Callable[[str], Sequence[Person]]
"""Who works here and has such a login, mail address or name: `directory.naming.called`."""
AS_KNOWN = _l("Name, login or mail address.")


class PersonField(StringField):
    """One person, as people know them: where several have the name, the form asks which one is meant.

    The macro `field` draws the question, and lets the browser suggest people to those who may search them. The form
    has to have a `find_people`.
    """

    def __init__(
        self, label: str, validators: list[Any] | None = None, description: str = AS_KNOWN, **more: Any
    ) -> None:
        self.person: Person | None = None
        """Whom a sound form means; None when nothing was entered."""
        self.namesakes: Sequence[Person] = ()
        """To choose from, when more than one can be meant."""
        self._chosen = ""
        looks = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false", **more.pop("render_kw", {})}
        super().__init__(label, validators, description=description, render_kw=looks, **more)

    def process_data(self, value: Person | str | None) -> None:
        self.data = spelt(value) if isinstance(value, Person) else value

    def process_formdata(self, valuelist: list[Any]) -> None:
        """The text, and behind it the login that was chosen among namesakes."""
        super().process_formdata(valuelist)
        self._chosen = valuelist[1] if len(valuelist) > 1 else ""

    def pre_validate(self, form: Any) -> None:
        self.person, self.namesakes = None, ()
        text = (self.data or "").strip()
        if not text:
            return
        found = form.find_people(text)
        if len(found) > 1:
            found = [one for one in found if one.login == self._chosen] or found
        if not found:
            raise StopValidation(
                _("Nobody who works here has this login, mail address or name. Enter it as the directory has it.")
            )
        if len(found) > 1:
            self.namesakes = found
            raise StopValidation(_("Several people who work here are meant by this. Choose one of them."))
        self.person = found[0]
