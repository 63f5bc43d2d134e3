"""What people enter about rules."""

from typing import Any

from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from govdesk.errors import Invalid
from govdesk.files import FileError
from govdesk.i18n import _, _l
from govdesk.rotation.plan.reading import Plan, plan_of
from govdesk.rotation.plan.rule import Rule
from govdesk.secrecy import holds_secret
from govdesk.web import Form

LONGEST = 60_000


class RulesForm(Form):
    """The whole text of `rotation.yml`, and why it changes."""

    may_hold_secrets = True
    """Its words are keys such as `password`: what people write freely in it is looked at in `validate_text`."""

    text = TextAreaField(
        _l("The rules"),
        [InputRequired(_l("Write the rules, or copy them from an earlier version")), Length(max=LONGEST)],
        description=_l("In the words of rotation.yml. The first rule of the list that applies decides."),
    )
    reason = StringField(
        _l("Why do they change?"),
        [InputRequired(_l("Say why: whoever looks at this version next will want to know")), Length(max=500)],
    )
    number = HiddenField()
    """The version that the writer has seen."""
    digest = HiddenField()
    """Of the text whose preview they have seen."""

    def __init__(self, *args: Any, platforms: frozenset[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.platforms = platforms

    def validate_text(self, field: TextAreaField) -> None:
        field.data = (field.data or "").replace("\r\n", "\n").rstrip() + "\n"
        try:
            plan = plan_of(field.data, self.platforms)
        except FileError as error:
            where = _("Line %(n)s: ", n=error.line) if error.line else ""
            raise ValidationError(f"{where}{error.reason}.") from None
        if any(holds_secret(words) for rule in plan.rules.rules for words in _free_words(rule)):
            raise ValidationError(_("A name or reason looks like a password, a code or a key. Take it out."))

    def validate_reason(self, field: StringField) -> None:
        if holds_secret(field.data or ""):
            field.data = ""
            raise ValidationError(_("That looks like a password, a code or a key, and was thrown away."))

    @property
    def plan(self) -> Plan:
        """What was written; for a form that is valid."""
        return plan_of(self.text.data or "", self.platforms)

    @property
    def seen(self) -> int:
        """Raises Invalid for a form that was not ours."""
        if not (self.number.data or "").isdecimal():
            raise Invalid(_("Open the page anew, then make your change again."))
        return int(self.number.data or 0)


def _free_words(rule: Rule) -> tuple[str, ...]:
    return (rule.name, rule.due.because) if rule.due else (rule.name,)
