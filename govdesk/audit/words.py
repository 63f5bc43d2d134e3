"""How rooms teach the history to speak: a sentence for each action, names for ids and fields."""

from collections.abc import Callable, Iterable

from sqlalchemy.orm import Session

from govdesk.words import Labelled

Names = Callable[[Session, Iterable[int]], dict[int, str]]
"""Ids in, what people call them out; one query."""

SENTENCES: dict[str, str] = {}
"""Action → what was done, in the past tense and without the actor: "assigned the owner"."""
FIELDS: dict[str, str] = {}
"""Field → its label."""
NAMES: dict[str, Names] = {}
"""Field that holds an id (or a list of ids) → what finds the names."""


LABELS: dict[str, list[type[Labelled]]] = {}
"""Field that holds a stored state → the kinds of state it may be."""


Things = Callable[[Session, Iterable[int]], dict[int, tuple[str, str]]]
"""Ids in, names and addresses out; one query."""

THINGS: dict[str, Things] = {}
"""Table → what finds its rows."""


def things(table: str, find: Things) -> None:
    """Let the trail name the rows of `table` and lead to them."""
    THINGS[table] = find


def labels(kind: type[Labelled], *fields: str) -> None:
    """Show the values of these fields by the words of `kind`."""
    for field in fields:
        LABELS.setdefault(field, []).append(kind)


def tells(sentences: dict[str, str], *, fields: dict[str, str] | None = None) -> None:
    """Add a room's sentences and field labels (both `_l` texts)."""
    SENTENCES.update(sentences)
    FIELDS.update(fields or {})


HOLDERS: set[str] = set()
"""Fields and actions that tell who can get in to an account."""


def tells_holders(*words: str) -> None:
    """Keep these fields, and who did these actions, from readers of a history who may not know who can get in."""
    HOLDERS.update(words)


OF_HOLDERS: set[str] = set()
"""Actions that tell by being on record: who names somebody, and finds no line, knows that they were in before."""


def is_about_holders(*actions: str) -> None:
    """Keep these lines whole from readers of a history who may not know who can get in."""
    OF_HOLDERS.update(actions)


def names(find: Names, *fields: str) -> None:
    """Let `find` name the ids in these fields."""
    NAMES.update(dict.fromkeys(fields, find))
