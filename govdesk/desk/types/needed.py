"""What a request type has to ask so that something can follow from it by itself."""

from govdesk.desk.types.content import TypeContent
from govdesk.desk.types.terms import Approver, FieldKind, Picker, WhenClosed, WhenFiled

WAYS = {"shared_secret", "own_login", "tool_seat", "api_token"}
"""How somebody gets in, as access lists have it."""
TURNS = {"in", "out"}
"""Somebody gets access, or loses it."""


def missing_fields(act: WhenFiled | WhenClosed, content: TypeContent) -> str:
    """What is not asked although `act` needs it; "" when all is there."""
    match act:
        case WhenFiled.TELL_SECURITY:
            return "" if content.account is not Picker.NONE else "an account"
        case WhenClosed.DECIDE_TOOL:
            return "" if _asks(content, "tool", FieldKind.TOOL) else "the field tool of the kind tool"
        case WhenClosed.CHANGE_ACCESS:
            return _missing_for_access(content)


def _missing_for_access(content: TypeContent) -> str:
    if content.account is not Picker.REQUIRED:
        return "account: required"
    if not {Approver.OWNER, Approver.SECURITY} & set(content.approvals):
        return "the word of the owner or of security among `approvals`"
    if not _asks(content, "person", FieldKind.PERSON):
        return "the field person of the kind person"
    for key, choices in (("turn", TURNS), ("way", WAYS)):
        if not _asks(content, key, FieldKind.CHOICE) or set(content.field(key).choices) - choices:
            return f"the field {key}, a choice of {', '.join(sorted(choices))}"
    if not _asks(content, "until", FieldKind.DATE):
        return "the field until of the kind date"
    return ""


def _asks(content: TypeContent, key: str, kind: FieldKind) -> bool:
    return any(field.key == key and field.kind is kind for field in content.fields)
