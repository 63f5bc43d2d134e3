"""What rooms above the register know against an address that a file brings in."""

from collections.abc import Callable, Collection, Mapping

from sqlalchemy.orm import Session

Caution = Callable[[Session, Collection[str]], Mapping[str, str]]
"""`caution(session, identities)`: of those known to be bad, the identity and a sentence for whoever decides."""

_CAUTIONS: list[Caution] = []


def cautions_importers(caution: Caution) -> None:
    """Ask `caution` about every account that an import is about to bring in."""
    _CAUTIONS.append(caution)


def cautions_about(session: Session, keys: Collection[str]) -> dict[str, str]:
    """Identity → what is known against it."""
    return {key: said for caution in _CAUTIONS for key, said in caution(session, keys).items()}
