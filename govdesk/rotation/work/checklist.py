"""Which steps a change takes: `policies/rotation-steps.yml`, and what is known of the account and its platform."""

from collections.abc import Iterator
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from govdesk.accounts.platforms.facts import Checked
from govdesk.accounts.ways import WaysIn
from govdesk.files import FileError, PolicyFiles, line_of
from govdesk.rotation.rules import Credential
from govdesk.rotation.work.rules import CHANGE, CODES, HELP, RECONNECT, RECOVERY, STEPS, AskingAgain, Step, title_of

FILE = "rotation-steps.yml"
LENGTHS = (16, 20, 24, 32, 48)
"""Characters of a password that is made."""


def _each_once(keys: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(keys)) != len(keys):
        raise ValueError("a step stands twice")
    return keys


def _with_the_change(keys: tuple[str, ...]) -> tuple[str, ...]:
    if CHANGE not in keys:
        raise ValueError(f"without the step “{CHANGE}” nothing is changed")
    return _each_once(keys)


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$", max_length=40)]
Keys = Annotated[tuple[Key, ...], AfterValidator(_each_once)]


class _Own(_Part):
    title: str = Field(min_length=3, max_length=120)
    help: str = Field(default="", max_length=300)


class _OnPlatform(_Part):
    without: Keys = ()
    where: dict[Key, str] = {}
    longest: Annotated[int, Field(ge=8, le=1000)] | None = None
    checked: Checked | None = None
    """Needed for what is said of where things are, and how long."""

    @model_validator(mode="after")
    def _is_checked(self) -> Self:
        if (self.where or self.longest) and self.checked is None:
            raise ValueError("“where” and “longest” need a “checked”: as of when, from where, how sure")
        return self


class _SecondPerson(_Part):
    remind_after_days: Annotated[int, Field(ge=1, le=60)] = AskingAgain.after_days
    every_days: Annotated[int, Field(ge=1, le=60)] = AskingAgain.every_days
    security_after_days: Annotated[int, Field(ge=1, le=365)] = AskingAgain.security_after_days

    @property
    def asking(self) -> AskingAgain:
        return AskingAgain(self.remind_after_days, self.every_days, self.security_after_days)


class Checklist(_Part):
    """The content of `rotation-steps.yml`; what it leaves out has a default."""

    steps: dict[Credential, Annotated[tuple[Key, ...], AfterValidator(_with_the_change)]] = {}
    may_wait: Keys = ()
    own: dict[Key, _Own] = {}
    platforms: dict[str, _OnPlatform] = {}
    second_person: _SecondPerson = _SecondPerson()

    def steps_for(self, credential: str, platform: str, ways: WaysIn, *, offers_codes: bool) -> list[Step]:
        """What is to be done of `credential` on `platform`; what does not apply is left out."""
        here = self.platforms.get(platform, _OnPlatform())
        absent = {*here.without, *_not_known(ways, offers_codes=offers_codes)}
        keys = next((keys for kind, keys in self.steps.items() if kind == credential), (CHANGE,))
        return [self._step(key, credential, here) for key in keys if key not in absent]

    def lengths(self, platform: str) -> list[int]:
        """How long a password may be made there, the shortest first."""
        longest = self.platforms[platform].longest if platform in self.platforms else None
        return [length for length in LENGTHS if longest is None or length <= longest] or [longest or LENGTHS[0]]

    def _step(self, key: str, credential: str, here: _OnPlatform) -> Step:
        own = self.own.get(key)
        title, words = (own.title, own.help) if own else (title_of(key, credential), str(HELP[key]))
        return Step(key, title, words, where=here.where.get(key, ""), may_wait=key in self.may_wait)


def read_checklist(files: PolicyFiles) -> Checklist:
    """What `rotation-steps.yml` says. Raises FileError."""
    content = files.yaml(FILE) or {}
    try:
        checklist = Checklist.model_validate(content)
    except ValidationError as error:
        raise FileError.of(FILE, error, files.text(FILE)) from None
    platforms = {name.removeprefix("platforms/").removesuffix(".yml") for name in files.glob("platforms/*.yml")}
    for reason, place in _faults(checklist, platforms):
        raise FileError(FILE, f"{'.'.join(map(str, place))}: {reason}", line_of(files.text(FILE), place))
    return checklist


def _faults(checklist: Checklist, platforms: set[str]) -> Iterator[tuple[str, tuple[str | int, ...]]]:
    """Names that mean nothing, and where they stand."""
    for key in checklist.own:
        if key in STEPS:
            yield f"“{key}” is a step of Govdesk; give yours another name", ("own", key)
    for place, key in _named(checklist):
        if key not in STEPS and key not in checklist.own:
            yield f"there is no step “{key}”; those of your own stand under “own”", place
    for platform in checklist.platforms:
        if platform not in platforms:
            yield f"there is no platform “{platform}” (platforms/{platform}.yml)", ("platforms", platform)


def _named(checklist: Checklist) -> Iterator[tuple[tuple[str | int, ...], str]]:
    for credential, keys in checklist.steps.items():
        yield from ((("steps", credential.value, number), key) for number, key in enumerate(keys))
    yield from ((("may_wait", number), key) for number, key in enumerate(checklist.may_wait))
    for platform, here in checklist.platforms.items():
        yield from ((("platforms", platform, "without", number), key) for number, key in enumerate(here.without))
        yield from ((("platforms", platform, "where", key), key) for key in here.where)


def _not_known(ways: WaysIn, *, offers_codes: bool) -> set[str]:
    """Steps for which there is nothing on this account."""
    absent = set() if offers_codes or ways.has_codes else {CODES}
    if not ways.tools:
        absent.add(RECONNECT)
    return absent | {RECOVERY} if ways.has_no_recovery else absent
