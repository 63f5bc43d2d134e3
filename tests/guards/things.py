"""What the readers of the matrix may be shown, and who they are."""

from dataclasses import dataclass, field

CAST = {
    "grace": ("comms", "Commerce"), "sam": ("security", "Commerce"), "mei": ("agent", "Commerce"),
    "noor": ("auditor", "Commerce"), "root": ("admin", "Commerce"), "ada": ("", "Press"), "olu": ("", "Census"),
    "lars": ("", "Press"),
}  # fmt: skip
"""Login: role beside staff, and home. Lars has left."""
WORK_HERE = tuple(login for login in CAST if login != "lars")


@dataclass(frozen=True)
class Thing:
    """Something an address can name, with what the reader is to it: known from how it was made."""

    kind: str
    """How the reader stands to it: own, same department, foreign …"""
    values: dict[str, object]
    """What the address and the form need of it."""
    relations: frozenset[str] = frozenset()


@dataclass
class World:
    """Who there is, and by kind of thing what each may be shown."""

    ids: dict[str, int] = field(default_factory=dict)
    things: dict[tuple[str, str], list[Thing]] = field(default_factory=dict)
    """(login, kind of thing) → the things to try."""

    def add(self, login: str, what: str, kind: str, relations: str = "", /, **values: object) -> None:
        thing = Thing(kind, values, frozenset(relations.split()))
        self.things.setdefault((login, what), []).append(thing)
