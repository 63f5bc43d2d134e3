"""From the text of a file in `policies/desk/` to a request type, or to the first thing in it that cannot be used."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePosixPath

from pydantic import ValidationError

from govdesk.desk.types.conditions import Condition
from govdesk.desk.types.content import FieldContent, TypeContent
from govdesk.desk.types.needed import missing_fields
from govdesk.desk.types.terms import Approver, FieldKind, Picker
from govdesk.files import FileError, PolicyFiles, line_of, parse_yaml

PATTERN = "desk/*.yml"
Where = tuple[str | int, ...]


@dataclass(frozen=True)
class RequestType:
    """Something that can be asked for; `key` is the name of its file."""

    key: str
    content: TypeContent


def name_of(key: str) -> str:
    """The file that tells the type called `key`."""
    return f"desk/{key}.yml"


def key_of(name: str) -> str:
    return PurePosixPath(name).stem


@lru_cache(maxsize=256)
def type_of(name: str, text: str) -> RequestType:
    """What the text of the file called `name` says. Raises FileError, with the line where it is known."""
    try:
        content = TypeContent.model_validate(parse_yaml(text, name) or {})
    except ValidationError as error:
        raise FileError.of(name, error, text) from None
    for where, reason in _faults(content):
        raise FileError(name, f"{'.'.join(map(str, where))}: {reason}", line_of(text, where))
    return RequestType(key_of(name), content)


def texts_of(files: PolicyFiles) -> dict[str, str]:
    """Key → text of each file. Raises FileError for one that cannot be read."""
    found = {}
    for name, path in files.glob(PATTERN).items():
        try:
            found[key_of(name)] = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise FileError(name, str(error)) from None
    return found


def faults(files: PolicyFiles) -> Iterator[FileError]:
    """The first fault of each file."""
    for name in files.glob(PATTERN):
        try:
            type_of(name, files.text(name))
        except (FileError, OSError, UnicodeDecodeError) as error:
            yield error if isinstance(error, FileError) else FileError(name, str(error))


def _faults(content: TypeContent) -> Iterator[tuple[Where, str]]:
    """Names that mean nothing, and where they stand."""
    before: dict[str, FieldContent] = {}
    for number, field in enumerate(content.fields):
        here: Where = ("fields", number)
        if field.key in before:
            yield (*here, "key"), f"the field {field.key} stands twice"
        for name in ("shown_when", "required_when"):
            yield from _in_condition((*here, name), getattr(field, name), before)
        before[field.key] = field
    for number, rise in enumerate(content.rises):
        yield from _in_condition(("rises", number, "when"), rise.when, before)
    seen: set[str] = set()
    for number, step in enumerate(content.checklist):
        if step.key in seen:
            yield ("checklist", number, "key"), f"the step {step.key} stands twice"
        seen.add(step.key)
        yield from _in_condition(("checklist", number, "when"), step.when, before)
    yield from _of_the_whole(content)


def _in_condition(
    here: Where, condition: Condition | None, known: dict[str, FieldContent]
) -> Iterator[tuple[Where, str]]:
    """Only what is asked before it can decide whether a question is asked."""
    for key, wanted in (condition or {}).items():
        field = known.get(key)
        if field is None:
            yield here, f"there is no field {key} before it"
        elif field.kind is FieldKind.YES_NO:
            if not isinstance(wanted, bool):
                yield (*here, key), "must be yes or no, without quotes"
        elif field.kind is not FieldKind.CHOICE:
            yield here, f"{key} is neither a choice nor yes or no, so nothing can depend on it"
        elif unknown := set(wanted if isinstance(wanted, list) else [wanted]) - field.choices.keys():
            yield (*here, key), f"{key} has no choice {min(map(str, unknown))}"


def _of_the_whole(content: TypeContent) -> Iterator[tuple[Where, str]]:
    if content.account is Picker.NONE and Approver.OWNER in content.approvals:
        yield ("approvals",), "no account is asked for, so nobody owns it"
    for name in ("when_filed", "when_closed"):
        for number, act in enumerate(getattr(content, name)):
            if missing := missing_fields(act, content):
                yield (name, number), f"{act.value} needs {missing}"
