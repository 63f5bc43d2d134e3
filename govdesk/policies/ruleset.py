"""`<slug>/ruleset.yml`: what each rule of a policy belongs to, and what a finding of it asks of who posts."""

from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from govdesk.files import FileError, parse_yaml

RULESET = "ruleset.yml"


class Gate(StrEnum):
    """What a finding asks before the draft is posted; apart from how strongly the rule means it."""

    ADVISE = "advise"
    """Nothing: it is said."""
    ACKNOWLEDGE = "acknowledge"
    """A word that it was seen, and why it stays."""
    BLOCK = "block"
    """Another text."""


class Entry(BaseModel):
    """What a ruleset says of one rule."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    section: str = Field(min_length=1)
    """Anchor of the section that the rule comes from."""
    gate: Gate = Gate.ADVISE
    platforms: frozenset[str] = frozenset()
    """Keys of the platforms whose drafts it looks at; none: all."""
    accounts: frozenset[str] = frozenset()
    """The accounts whose drafts it looks at, as `x:noaa`; none: all."""
    profile: Literal["official", "personal"] | None = None
    """Only for our accounts, or only for people's own; None: both."""

    @field_validator("accounts")
    @classmethod
    def _are_accounts(cls, accounts: frozenset[str]) -> frozenset[str]:
        for account in sorted(accounts):
            platform, colon, handle = account.partition(":")
            if not (platform and colon and handle) or handle != handle.strip():
                raise ValueError(f"{account!r} is not written like x:noaa, platform and handle")
        return accounts


class RulesetFile(BaseModel):
    """A whole `ruleset.yml`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rules: dict[str, Entry]
    """By the name of the rule's file, without `.yml`."""


def read_ruleset(name: str, text: str) -> RulesetFile:
    """What the file called `name` says. Raises FileError with the line."""
    values = parse_yaml(text, name)
    try:
        return RulesetFile.model_validate(values)
    except ValidationError as error:
        raise FileError.of(name, error, text) from None
