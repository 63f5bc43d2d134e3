"""What a policy's file says, what makes it another version, and what a broken one is told."""

import unicodedata

import pytest

from govdesk import paths
from govdesk.files import FileError, PolicyFiles
from govdesk.policies.files import faults, read_policies
from govdesk.policies.reading import Checkable, PolicyText, read_text
from tests.policies.conftest import SOUND, House

ASKED = {"voice", "etiquette", "social-media", "account-security"}
LOOKED_UP = {"accessibility", "advocacy", "confidentiality", "crisis", "moderation", "tools"}
BROKEN = [
    ("", 1, "must begin with front matter"),
    ("# House rules\n", 1, "must begin with front matter"),
    (SOUND.replace("title: House rules\n", ""), 1, "title: is missing"),
    (SOUND.replace("title: House", "title: [House"), 3, "expected"),
    (SOUND.replace("language: en", "language: en\nlanguage: de"), 6, "'language' stands twice"),
    (SOUND.replace("owner:", "ownr:"), 1, "owner: is missing"),
    (SOUND.replace("language: en", "language: English"), 5, "language: "),
    (SOUND.replace("2028-03-01", "soon"), 6, "review_by: "),
    (SOUND.replace("owner:", "materiality: huge\nowner:"), 4, "materiality: must be 'material' or 'minor'"),
    (SOUND.replace("owner:", "colour: red\nowner:"), 4, "colour: is no name that is known here"),
    (SOUND.replace("owner:", "acknowledge: maybe\nowner:"), 4, "acknowledge: must be 'yes' or 'no'"),
    (SOUND.replace("shoes: partly", "shoes: perhaps"), 10, "checkable.shoes: "),
    (SOUND.replace("doors: no", "- doors"), 10, "expected <block end>"),
    (SOUND.replace("  doors: no\n  shoes: partly\n", "  [doors]\n"), 8, "checkable: "),
    (SOUND.replace("Welcome.", "# Welcome"), 12, "begin sections with ##"),
    (SOUND.replace(" {#shoes}", ""), 18, "the section 'Shoes' needs an anchor that stays: {#a-name}"),
    (SOUND.replace("{#shoes}", "{#doors}"), 18, "the anchor doors stands twice"),
    (SOUND.replace("{#shoes}", "{#boots}"), 18, "checkable does not say yes, partly or no for the section boots"),
    (SOUND.replace("{#shoes}", "{#content}"), 18, "the page itself uses the anchor content"),
    (SOUND.replace("  shoes: partly", "  shoes: partly\n  hats: no"), 12, "checkable names the section hats"),
    (
        SOUND.partition("Welcome")[0].replace("checkable:\n  doors: no\n  shoes: partly", "checkable: {}"),
        9,
        "no text",
    ),
]


def read(text: str, **rules: str) -> PolicyText:
    return read_text("house-rules", "house-rules/policy.md", text, rules)


def test_a_sound_text_is_taken_as_it_stands() -> None:
    policy = read(SOUND)
    assert policy.front.title == "House rules"
    assert policy.front.checkable == {"doors": Checkable.NO, "shoes": Checkable.PARTLY}
    assert policy.text.startswith("Welcome.")
    assert policy.text.endswith("Take them off.")


@pytest.mark.parametrize(("text", "line", "reason"), BROKEN)
def test_a_broken_text_names_file_line_and_reason(text: str, line: int, reason: str) -> None:
    with pytest.raises(FileError) as refusal:
        read(text)
    assert (refusal.value.name, refusal.value.line) == ("house-rules/policy.md", line)
    assert reason in refusal.value.reason


@pytest.mark.parametrize(
    "same",
    [
        SOUND.replace("\n", "\r\n"),
        "\ufeff" + SOUND,
        SOUND.replace("Welcome.", "Welcome.  "),
        SOUND + "\n\n",
        SOUND.replace("2028-03-01", "2029-03-01"),
        SOUND.replace("The doors close earlier.", "The doors close much earlier."),
    ],
    ids=["line ends", "byte-order mark", "trailing blanks", "empty lines", "review", "summary of change"],
)
def test_what_readers_cannot_see_makes_no_other_version(same: str) -> None:
    assert read(same).digest == read(SOUND).digest


@pytest.mark.parametrize(
    "other",
    [
        SOUND.replace("at ten", "at tem"),
        SOUND.replace("title: House", "title: Our house"),
        SOUND.replace("guests of", "visitors of"),
        SOUND.replace("language: en", "language: en-GB"),
    ],
    ids=["one letter", "title", "summary", "language"],
)
def test_what_readers_see_makes_another_version(other: str) -> None:
    assert read(other).digest != read(SOUND).digest


def test_an_accent_written_in_two_ways_is_one_text() -> None:
    text = SOUND.replace("Welcome.", "Café.")
    assert read(unicodedata.normalize("NFD", text)).digest == read(text).digest


def test_a_changed_rule_makes_another_version() -> None:
    first, second = read(SOUND, rule="level: error"), read(SOUND, rule="level: warning")
    assert len({read(SOUND).digest, first.digest, second.digest}) == 3


def test_the_shipped_texts_are_sound_and_mark_every_section() -> None:
    texts = {policy.slug: policy for policy in read_policies(PolicyFiles())}
    assert texts.keys() == ASKED | LOOKED_UP
    assert {slug for slug, policy in texts.items() if policy.front.acknowledge == "yes"} == ASKED
    for policy in texts.values():
        assert len(policy.front.checkable) >= 5
        assert 400 <= len(policy.text.split()) <= 1000


def test_the_shipped_texts_send_whoever_adopts_them_to_counsel() -> None:
    for path in PolicyFiles().glob("*/policy.md").values():
        front = path.read_text(encoding="utf-8").split("---")[1].replace("\n# ", " ")
        assert "have counsel review it before you adopt it" in front.lower(), path


def test_the_organisations_text_lies_over_the_shipped_one(house: House) -> None:
    shipped = house.folder / "shipped" / "house-rules"
    shipped.mkdir()
    (shipped / "policy.md").write_text(SOUND)
    house.write(SOUND.replace("House rules", "Our own rules"))
    assert [policy.front.title for policy in read_policies(house.files)] == ["Our own rules"]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("desk/policy.md", "desk is a reserved name"),
        ("platforms/policy.md", "platforms is a reserved name"),
        ("controls/policy.md", "controls is a reserved name"),
        ("House Rules/policy.md", "small letters"),
    ],
)
def test_a_folder_that_cannot_hold_a_policy_says_why(house: House, name: str, reason: str) -> None:
    house.write(SOUND, name)
    assert [(error.name, reason in error.reason) for error in faults(house.files)] == [(name, True)]


def test_rules_without_their_policy_and_broken_rules_are_faults(house: House) -> None:
    house.write(SOUND)
    house.write("extends: existence", "house-rule/rules/doors.yml")
    house.write("extends: [", "house-rules/rules/doors.yml")
    found = {error.name: error.reason for error in faults(house.files)}
    assert found["house-rule/rules/doors.yml"] == "belongs to no policy: there is no house-rule/policy.md"
    assert "house-rules/rules/doors.yml" in found


def test_a_text_that_is_not_utf8_is_a_fault(house: House) -> None:
    house.write(SOUND)
    (house.own / "house-rules" / "policy.md").write_bytes(SOUND.encode("utf-16"))
    assert [error.name for error in faults(house.files)] == ["house-rules/policy.md"]


def test_the_example_in_the_document_is_sound() -> None:
    document = (paths.PACKAGE.parent / "docs" / "policies.md").read_text(encoding="utf-8")
    example = document.partition("```markdown\n")[2].partition("```")[0]
    assert read(example).front.checkable == {"place": Checkable.PARTLY, "networks": Checkable.NO}
