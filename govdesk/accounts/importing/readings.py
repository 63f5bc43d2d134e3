"""How a list was read before: what somebody put right once is not to be put right again."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from govdesk.accounts.importing import queries, reading
from govdesk.accounts.importing.source import Wish
from govdesk.accounts.platforms.catalogue import Catalogue


def as_read_before(
    session: Session, sheets: Sequence[reading.Sheet], wish: Wish, filename: str, platforms: Catalogue
) -> Wish:
    """The wish, with the corrections of the last list that had these columns. Raises Invalid for a missing sheet."""
    sheet = reading.named(list(sheets), wish.sheet, platforms)
    before = queries.read_before(session, wish.source_of(filename), sheet.columns)
    known = {column: meaning for column, meaning in before.items() if reading.is_meaning(meaning, platforms)}
    return replace(wish, meanings={**known, **wish.meanings})
