"""Who is meant by what somebody wrote into a form: a login, a mail address or a whole name; never a guess."""

import re
from collections.abc import Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload, lazyload

from govdesk.directory.finding import MOST_WORDS, mentions
from govdesk.directory.models import Person
from govdesk.directory.queries import WORKS_HERE
from govdesk.directory.rules import login_key, name_key

MOST_OF_ONE_NAME = 20
"""People of the same name to choose from."""
NAMED = re.compile(r"(?P<name>.*\S)\s*\((?P<login>[^()]+)\)\s*", re.DOTALL)
"""As `spelt` writes it."""


def spelt(person: Person) -> str:
    """What a field shows for somebody: a name that people know, and the login that is theirs alone."""
    return f"{person.name} ({person.login})"


def called(session: Session, text: str) -> Sequence[Person]:
    """Those who work here and have this login, else this mail address, else exactly this name; by department."""
    wanted = text.strip()
    if not wanted:
        return ()
    both = NAMED.fullmatch(wanted)
    if both and (found := _by_login(session, both["login"], name_key(both["name"]))):
        return found
    return _by_login(session, wanted) or _by_mail(session, wanted) or _by_name(session, wanted)


def _by_login(session: Session, login: str, name: str | None = None) -> Sequence[Person]:
    found = session.scalars(_people().where(Person.login_key == login_key(login))).all()
    return [person for person in found if name is None or name_key(person.name) == name]


def _by_mail(session: Session, mail: str) -> Sequence[Person]:
    if "@" not in mail:
        return ()
    same = func.lower(Person.mail) == login_key(mail)
    return session.scalars(_people().where(same).limit(MOST_OF_ONE_NAME)).all()


def _by_name(session: Session, name: str) -> Sequence[Person]:
    # Whoever has all the words in their name: the shorter it is, the less else there can be in it.
    words = [mentions(word) for word in name.split()[:MOST_WORDS]]
    likely = _people().where(*words).order_by(func.length(Person.name), Person.id).limit(MOST_OF_ONE_NAME)
    return [person for person in session.scalars(likely) if name_key(person.name) == name_key(name)]


def _people() -> Select[Person]:
    return select(Person).where(WORKS_HERE).options(joinedload(Person.department), lazyload(Person.granted))
