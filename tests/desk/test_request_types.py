"""Request types are files that are checked, found by a few words, and kept as versions."""

from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.desk.types.finding import ranked
from govdesk.desk.types.models import RequestTypeVersion, Source
from govdesk.desk.types.reading import faults, texts_of, type_of
from govdesk.desk.types.versions import Written, make_version, publish_files, types_in_force
from govdesk.errors import Conflict
from govdesk.files import FileError, PolicyFiles
from tests.conftest import NOW

GOOD = """title: A question
summary: When you want to know something.
group: learning
handled_by: [agent]
priority: P4
fields:
  - {key: sort, label: "Of which sort?", kind: choice, choices: {one: One, two: Two}}
  - {key: more, label: More, kind: text, shown_when: {sort: one}}
"""
BROKEN = [
    ("shown_when: {sort: one}", "shown_when: {sord: one}", 8, "there is no field sord before it"),
    ("shown_when: {sort: one}", "shown_when: {sort: three}", 8, "sort has no choice three"),
    ("kind: text", "kind: texts", 8, "must be"),
    ("priority: P4", "priority: P4\npriority: P3", 6, "stands twice"),
    ("priority: P4", "priority: P4\nurgent: true", 6, "no name that is known here"),
    ("priority: P4", "priority: P4\nwhen_closed: [change_access]", 6, "change_access needs account: required"),
    ("priority: P4", "priority: P4\nwhen_closed: [decide_tool]", 6, "needs the field tool"),
    ("key: more", "key: sort", 8, "the field sort stands twice"),
    ("handled_by: [agent]", "handled_by: [auditor]", 4, "must be"),
    ("choices: {one: One, two: Two}", "choices: {one: One}", 7, "two or more"),
]


@pytest.mark.parametrize(("had", "has", "line", "reason"), BROKEN)
def test_a_file_that_cannot_be_used_is_told_with_line_and_reason(had: str, has: str, line: int, reason: str) -> None:
    with pytest.raises(FileError) as told:
        type_of("desk/a.yml", GOOD.replace(had, has))
    assert (told.value.name, told.value.line) == ("desk/a.yml", line)
    assert reason in told.value.reason


def test_the_sixteen_that_come_along_are_sound() -> None:
    assert list(faults(PolicyFiles())) == []
    assert len(texts_of(PolicyFiles())) == 16


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("my account was hacked", "hacked"), ("strange posts on our page", "hacked"),
        ("I can't log in", "locked-out"), ("lost phone with authenticator", "locked-out"),
        ("fake profile with our logo", "impersonation"), ("website is blocked", "blocked-site"),
        ("may we use this picture?", "etiquette"), ("new colleague needs access", "holders"),
        ("someone threatens our spokesperson", "harmful-content"), ("statistics for the campaign", "metrics"),
        ("scheduler does not work", "tool-fault"), ("blue tick", "verification"), ("TRAINING", "training"),
        ("open account", "new-account"), ("typo in a post", "takedown"), ("invoice for ads", "ads"),
    ],
)  # fmt: skip
def test_a_few_words_find_the_type_first(words: str, key: str) -> None:
    types = [type_of(f"desk/{name}.yml", text) for name, text in texts_of(PolicyFiles()).items()]
    assert ranked(types, words)[0].type.key == key


@pytest.mark.parametrize("words", ["", "   ", "the", "xyzzy", "😀", "\0", "a" * 100_000])
def test_words_that_say_nothing_find_nothing(words: str) -> None:
    types = [type_of(f"desk/{name}.yml", text) for name, text in texts_of(PolicyFiles()).items()]
    assert list(ranked(types, words)) == []


def test_a_changed_file_makes_a_version_once_and_ends_what_the_page_wrote(session: Session, tmp_path: Path) -> None:
    (tmp_path / "desk").mkdir()
    mine = tmp_path / "desk" / "training.yml"
    mine.write_text(GOOD)
    files = PolicyFiles(tmp_path)
    assert len(list(publish_files(session, files, now=NOW))) == 16
    assert list(publish_files(session, files, now=NOW)) == []
    edited = Written("training", GOOD.replace("A question", "From the page"), Source.PAGE, "Clearer")
    make_version(session, edited, after=1, now=NOW)
    assert types_in_force(session, files)["training"].content.title == "From the page"
    assert list(publish_files(session, files, now=NOW)) == []
    mine.write_text(GOOD.replace("A question", "From the file"))
    assert [made.number for made in publish_files(session, files, now=NOW)] == [3]
    assert types_in_force(session, files)["training"].content.title == "From the file"


def test_two_who_write_at_once_do_not_overwrite_each_other(session: Session) -> None:
    make_version(session, Written("a", GOOD, Source.FILE), now=NOW)
    with pytest.raises(Conflict):
        make_version(session, Written("a", GOOD, Source.FILE), now=NOW)
    assert len(session.scalars(select(RequestTypeVersion)).all()) == 1
