"""People whom a list names as people name each other: by their whole name."""

import unicodedata

import pytest
from sqlalchemy.orm import Session

from govdesk.accounts.importing.actions import imports
from govdesk.accounts.importing.actions.writing import row_of
from govdesk.accounts.importing.figures import figures_of
from govdesk.accounts.importing.matching import Known
from govdesk.accounts.importing.planning import match
from govdesk.accounts.importing.source import source_of
from govdesk.accounts.platforms.catalogue import Catalogue
from govdesk.directory.models import Person, PersonState

WORDS = ["Ada Sørensen", "ada  SØRENSEN", unicodedata.normalize("NFD", "Ada Sørensen"), "Ada Sørensen (ada)"]


@pytest.mark.parametrize("word", [*WORDS, "A. Sørensen <ada@commerce.example>"])
def test_somebody_is_found_by_the_whole_name(session: Session, ada: Person, word: str) -> None:
    assert Known(session, (), {word}).person(word) == ada.id


@pytest.mark.parametrize(
    "word", ["Ada S.", "Sørensen", "Ada Sorensen", "Ada Sørensen (olu)", "Census (ada)", "(ada)"]
)
def test_nobody_is_found_by_part_of_a_name_or_by_another_name(
    session: Session, ada: Person, olu: Person, word: str
) -> None:
    assert Known(session, (), {word}).person(word) is None


def test_a_leaver_is_not_found_by_name(session: Session, ada: Person) -> None:
    ada.state = PersonState.LEFT
    assert Known(session, (), {ada.name}).person(ada.name) is None


def test_a_name_of_two_means_neither_and_the_login_beside_it_decides(
    session: Session, platforms: Catalogue, ada: Person, olu: Person
) -> None:
    olu.name = ada.name
    words = {ada.name, f"{ada.name} ({olu.login})"}
    known = Known(session, (), words)
    assert (known.person(ada.name), known.person(f"{ada.name} ({olu.login})")) == (None, olu.id)
    source = source_of("a.csv", f"url,owner\nx.com/noaa,{ada.name}\n".encode(), platforms)
    assert imports.look(session, source, platforms)["namesakes"] == {ada.name: 2}
    match(session, source.plan.counted, known, platforms, {})
    reason = row_of(1, source.plan.counted[0])["reason"]
    assert reason == "Its owner is not clear: 2 people have the name Ada Sørensen."


def test_the_preview_counts_who_is_not_known_and_what_is_without_department(
    session: Session, platforms: Catalogue
) -> None:
    lines = b"url,owner,department\nx.com/a1,Ann,Moon\nx.com/a2,Ann,\nx.com/a3,Bob,Moon\n"
    source = source_of("a.csv", lines, platforms)
    figures = dict(figures_of(imports.look(session, source, platforms), is_whole=False))
    told = ("People not known here", "Departments not known here", "Rows without a department")
    assert [figures[label] for label in told] == ["2", "1", "3"]
    assert row_of(1, source.plan.counted[0])["reason"] == "Its owner is not known here: Ann."
