"""What is known of a platform beside its addresses; each fact says as of when, from where, and how sure it is."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from govdesk.accounts.platforms.patterns import PatternText
from govdesk.i18n import _l
from govdesk.words import Labelled, Tone

Link = Annotated[str, Field(pattern=r"^https://\S+$", max_length=500)]
Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_+]*$")]
Words = Annotated[str, Field(min_length=3)]
Unit = Literal["characters", "graphemes", "utf16", "bytes", "weighted", "mastodon", "emoji_bytes"]
"""How a text is counted: code points, letters as people see them, UTF-16, UTF-8, as X weighs, as Mastodon shows, and
with emoji as bytes."""


class Facts(BaseModel):
    """Part of a file that an organisation writes: unknown fields are refused, so that typing errors show."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Confidence(Labelled):
    """How sure a fact is."""

    HIGH = "high", _l("well founded"), Tone.OK
    MEDIUM = "medium", _l("probably right"), Tone.PLAIN
    LOW = "low", _l("check before you rely on it"), Tone.UNKNOWN


class FactorKind(Labelled):
    """A second factor that a platform offers."""

    KEY = "key", _l("Security key")
    PASSKEY = "passkey", _l("Passkey")
    APP = "app", _l("Code from an app")
    PROMPT = "prompt", _l("Question on a signed-in device")
    MAIL = "mail", _l("Code by mail")
    SMS = "sms", _l("Code by SMS")
    PIN = "pin", _l("PIN or second password")
    CODES = "codes", _l("Recovery codes")


class Checked(Facts):
    """How far a fact can be trusted."""

    as_of: date
    source: str = Field(min_length=5)
    link: Link | None = None
    confidence: Confidence


class Fact(Facts):
    checked: Checked


class Retired(Fact):
    """The platform is no more."""

    since: date
    note: str = ""


class PlatformRole(Facts):
    """A role that the platform itself gives, by the name it has there."""

    name: str = Field(min_length=2)
    may: Words
    administers: bool = False
    """Whether its holder can let others in and shut them out."""
    kinds: tuple[Key, ...] = ()
    """Kinds of account that know it; empty for all."""


class Roles(Fact):
    names: tuple[PlatformRole, ...] = Field(min_length=1)
    note: str = ""


class SecondFactor(Fact):
    kinds: tuple[FactorKind, ...]
    """Best first."""
    note: str = ""


class Help(Fact):
    """Where the platform helps: an address, words, or both."""

    url: Link | None = None
    note: str = ""

    @model_validator(mode="after")
    def _says_something(self) -> "Help":
        if not self.url and not self.note:
            raise ValueError("needs a url or a note")
        return self


class FurtherLimit(Fact):
    """One more thing that a post is held to: its length in another unit, or how many of something are in it."""

    of: Literal["post", "hashtags", "links"]
    most: int = Field(gt=0)
    counts: Unit = "characters"
    firm: bool = True
    """Whether the platform refuses what is longer; else it is only what some of its doors take."""
    note: str = ""


class Limits(Fact):
    """The most that fits; a post is counted as `counts` says."""

    counts: Unit = "characters"
    firm: bool = True
    """Whether the platform refuses a longer post; else it is only what some of its doors take."""
    further: tuple[FurtherLimit, ...] = ()
    post: int | None = Field(default=None, gt=0)
    title: int | None = Field(default=None, gt=0)
    comment: int | None = Field(default=None, gt=0)
    name: int | None = Field(default=None, gt=0)
    about: int | None = Field(default=None, gt=0)
    handle: int | None = Field(default=None, gt=0)
    note: str = ""
    """Also where no number is known, or none is the same everywhere."""

    @model_validator(mode="after")
    def _says_something(self) -> "Limits":
        if not self.of and not self.note:
            raise ValueError("needs a number, or a note that says why there is none")
        return self

    @property
    def of(self) -> dict[str, int]:
        """Part of an account or post → the most that fits, of those that are known."""
        parts = ("post", "title", "comment", "name", "about", "handle")
        return {part: most for part in parts if (most := getattr(self, part)) is not None}

    def unit_of(self, part: str) -> Unit:
        """How a part is counted: platforms that go by graphemes do so everywhere, other units are for posts alone."""
        return self.counts if part == "post" or self.counts == "graphemes" else "characters"


class StableId(Fact):
    """The platform's own number of an account, which stays when the handle changes."""

    name: Words
    where: Words
    """Where a person finds it."""
    pattern: PatternText
