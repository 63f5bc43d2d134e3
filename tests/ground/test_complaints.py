"""What is wrong in a file is said in our words, whatever a value should have been."""

from datetime import date
from enum import StrEnum
from ipaddress import IPv4Network
from pathlib import Path
from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from govdesk.complaints import complaint
from govdesk.files import PolicyFiles


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


class Part(BaseModel):
    name: str = ""


class File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    needed: int = 1
    number: Annotated[int, Field(ge=3, le=5)] = 3
    share: Annotated[float, Field(gt=0, lt=1)] = 0.5
    text: Annotated[str, Field(min_length=2, max_length=4, pattern="^a")] = "aa"
    day: date = date(2026, 1, 1)
    on: bool = True
    either: Literal["week", "month"] = "week"
    colour: Colour = Colour.RED
    some: Annotated[tuple[str, ...], Field(min_length=1)] = ("a",)
    kinds: frozenset[str] = frozenset()
    part: Part = Part()
    table: dict[str, str] = {}
    network: IPv4Network | None = None

    @field_validator("needed")
    @classmethod
    def _odd(cls, value: int) -> int:
        if value % 2 == 0:
            raise ValueError("must be odd")
        return value


SAID = [
    ({"numbre": 3}, "is no name that is known here; is it misspelled?"), ({"number": "x"}, "must be a whole number"),
    ({"number": 3.5}, "must be a whole number"), ({"number": 2}, "must be at least 3"),
    ({"number": 6}, "must be at most 5"), ({"share": 0}, "must be more than 0.0"),
    ({"share": 1}, "must be less than 1.0"), ({"share": "x"}, "must be a number"), ({"text": 5}, "must be text"),
    ({"text": "a"}, "is too short; the least is 2"), ({"text": "aaaaa"}, "is too long; the most is 4"),
    ({"text": "bbb"}, "is not written as it must be, which is: ^a"), ({"day": "soon"}, "must be a day"),
    ({"on": "perhaps"}, "must be true or false"), ({"either": "year"}, "must be 'week' or 'month'"),
    ({"colour": "green"}, "must be 'red' or 'blue'"), ({"some": []}, "is too short; the least number of entries"),
    ({"some": 3}, "must be a list"), ({"kinds": 3}, "must be a list"), ({"part": 3}, "must be lines of"),
    ({"table": 3}, "must be lines of"), ({"network": "x"}, "must be an address"), ({"needed": 2}, "must be odd"),
]  # fmt: skip


@pytest.mark.parametrize(("values", "words"), SAID, ids=lambda part: str(part)[:30])
def test_each_kind_of_mistake_is_said_in_our_words(values: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError) as error:
        File.model_validate(values)
    assert complaint(error.value.errors()[0]).startswith(words)


def test_what_is_missing_is_said_to_be() -> None:
    assert complaint({"type": "missing", "msg": "Field required"}) == "is missing"


def test_a_file_says_of_which_folder_it_is(tmp_path: Path) -> None:
    (tmp_path / "roles.yml").write_text("groups: {}")
    files = PolicyFiles(tmp_path)
    assert files.where("roles.yml") == str(tmp_path)
    assert files.where("signin.yml") == "the folder that comes with Govdesk"
    assert PolicyFiles().where("roles.yml") == "the folder that comes with Govdesk"
