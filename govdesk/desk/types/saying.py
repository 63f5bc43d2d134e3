"""Conditions and promises in words."""

from govdesk.desk.types.conditions import Condition
from govdesk.desk.types.content import Promise, TypeContent
from govdesk.i18n import _, ngettext


def conditions_in_words(content: TypeContent) -> dict[str, str]:
    """Key of each question that is asked only sometimes → when it is."""
    return {one.key: in_words(one.shown_when, content) for one in content.fields if one.shown_when}


def in_words(condition: Condition, content: TypeContent) -> str:
    """Such as: “Can you still sign in?” is No or I have not tried."""
    parts = []
    for key, wanted in condition.items():
        field = content.field(key)
        if isinstance(wanted, bool):
            said = _("Yes") if wanted else _("No")
        else:
            keys = wanted if isinstance(wanted, list) else [wanted]
            said = _(" or ").join(field.choices[one] for one in keys)
        parts.append(_("“%(question)s” is %(answer)s", question=field.label, answer=said))
    return _(" and ").join(parts)


def promise_in_words(promise: Promise) -> dict[str, str]:
    """Its periods as people say them."""
    return {
        "first_response": _period(promise.first_response),
        "resolution": _period(promise.resolution),
    }


def _period(text: str) -> str:
    number, unit = text.split()
    n = int(number)
    if unit == "min":
        return ngettext("%(n)d minute", "%(n)d minutes", n)
    if unit == "h":
        return ngettext("%(n)d hour", "%(n)d hours", n)
    return ngettext("%(n)d working day", "%(n)d working days", n)
