"""Control sheets: what `policies/controls/*.yml` asks of the register, and from which share on it is met."""

from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from govdesk.files import FileError, PolicyFiles, line_of

FOLDER = "controls"
SHEETS = ("gcs", "cis5")
"""One file and one report each."""
Confidence = Literal["high", "medium", "low"]
Words = Annotated[str, Field(min_length=3, max_length=500)]


class Measured(StrEnum):
    """What can be counted over all accounts in use: see `measures.py`."""

    PLATFORM_OFFERS_FACTOR = "platform_offers_factor"
    PLATFORM_HELPS_RECOVER = "platform_helps_recover"
    PLATFORM_TAKES_REPORTS = "platform_takes_reports"
    ANSWERED_FOR = "answered_for"
    STOOD_IN_FOR = "stood_in_for"
    CONFIRMED = "confirmed"
    NOT_DORMANT = "not_dormant"
    INVENTORY_WHOLE = "inventory_whole"
    HOLDERS_ACKNOWLEDGED = "holders_acknowledged"
    FACTOR_ON = "factor_on"
    FACTOR_BEYOND_PHONE = "factor_beyond_phone"
    OWN_LOGINS = "own_logins"
    ADMINS_FEW = "admins_few"
    TWO_SIGN_IN = "two_sign_in"
    TWO_RECOVER = "two_recover"
    RECOVERY_OURS = "recovery_ours"
    RECOVERY_TRIED = "recovery_tried"
    LEAVERS_OUT = "leavers_out"
    LEAVERS_ROTATED = "leavers_rotated"
    WEAKNESSES_EXCUSED = "weaknesses_excused"
    VAULT_KNOWN = "vault_known"
    TOOLS_KNOWN = "tools_known"
    AGENCIES_END = "agencies_end"
    IN_DIRECTORY = "in_directory"


NEEDS_DAYS = frozenset({Measured.CONFIRMED, Measured.NOT_DORMANT, Measured.RECOVERY_TRIED})
NEEDS_MOST = frozenset({Measured.ADMINS_FEW})


class Tells(StrEnum):
    """How much of a control its measure shows."""

    WHOLE = "whole"
    PART = "part"
    """At best it is partly met: the rest nobody can count."""
    NOTHING = "nothing"
    """The numbers stand beside it, but whether it is met is not known."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(_Strict):
    name: Words
    link: str = Field(default="", pattern=r"^(https://\S+)?$")
    as_of: date
    confidence: Confidence
    note: str = ""


class Control(_Strict):
    """One line of a sheet; `policies/controls/README.md` tells the fields."""

    key: str = Field(pattern=r"^[a-z0-9]+([.-][a-z0-9]+)*$", max_length=20)
    group: Words
    asks: Words
    cites: str = Field(min_length=2, max_length=200)
    confidence: Confidence
    measure: Measured | None = None
    within_days: Annotated[int, Field(ge=1, le=3660)] | None = None
    most: Annotated[int, Field(ge=1, le=100)] | None = None
    met_from: Annotated[int, Field(ge=1, le=100)] = 100
    partly_from: Annotated[int, Field(ge=1, le=100)] = 50
    tells: Tells = Tells.WHOLE
    counts: str = ""
    """What is looked at, in words."""
    cannot_tell: str = ""
    """What Govdesk does not know about it."""
    risk: Words
    """What can happen where it is not kept."""
    not_applicable: str = ""
    """Why it does not concern this organisation."""

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.partly_from > self.met_from:
            raise ValueError("partly_from must not be above met_from")
        if self.measure is None and not self.cannot_tell:
            raise ValueError("needs a measure, or cannot_tell with the reason why there is none")
        if self.measure is not None and not self.counts:
            raise ValueError("needs counts: what its measure looks at, in words")
        if (self.within_days is not None) != (self.measure in NEEDS_DAYS):
            raise ValueError(
                f"within_days belongs to these measures and to no other: {', '.join(sorted(NEEDS_DAYS))}"
            )
        if (self.most is not None) != (self.measure in NEEDS_MOST):
            raise ValueError(f"most belongs to these measures and to no other: {', '.join(sorted(NEEDS_MOST))}")
        if self.tells is not Tells.WHOLE and not self.cannot_tell:
            raise ValueError("needs cannot_tell: what the measure does not show")
        return self


class Sheet(_Strict):
    title: Words
    purpose: Words
    source: Source
    controls: tuple[Control, ...] = Field(min_length=1)


Sheets = Mapping[str, Sheet]
"""Name of the file → what it says."""


def read_sheets(files: PolicyFiles) -> Sheets:
    """All sheets of this installation. Raises FileError."""
    return {key: _read(files, _name(key)) for key in SHEETS}


def faults(files: PolicyFiles) -> Iterator[FileError]:
    """What is wrong, the first fault of each file; files that no report shows among them."""
    for name in files.glob(f"{FOLDER}/*.yml"):
        if name not in map(_name, SHEETS):
            yield FileError(name, f"no report shows this sheet: there are {' and '.join(map(_name, SHEETS))}", 1)
            continue
        try:
            _read(files, name)
        except FileError as error:
            yield error


def _name(key: str) -> str:
    return f"{FOLDER}/{key}.yml"


def _read(files: PolicyFiles, name: str) -> Sheet:
    try:
        sheet = Sheet.model_validate(files.yaml(name) or {})
    except ValidationError as error:
        raise FileError.of(name, error, files.text(name)) from None
    keys = [control.key for control in sheet.controls]
    for place, key in enumerate(keys):
        if key in keys[:place]:
            raise FileError(
                name, f"the key {key} stands twice", line_of(files.text(name), ("controls", place, "key"))
            )
    return sheet
