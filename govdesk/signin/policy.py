"""What `policies/signin.yml` says of the directory's lock-out, and of where passwords are changed."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from govdesk.files import FileError, PolicyFiles
from govdesk.settings import Settings
from govdesk.signin.limits import Limits

FILE = "signin.yml"
BREAK_GLASS = Limits.below(41, timedelta(minutes=15))
"""No directory locks this account, and nobody guesses its password: only the machine is protected."""


class _Lockout(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    wrong_passwords: Annotated[int, Field(ge=3, le=1000)] = 5
    minutes: Annotated[int, Field(ge=1, le=1440)] = 30


class _File(BaseModel):
    """The content of `signin.yml`; what it leaves out has a default."""

    model_config = ConfigDict(extra="forbid", strict=True)

    lockout: _Lockout = _Lockout()
    change_password: Annotated[str, Field(max_length=300)] = ""


@dataclass(frozen=True)
class SignInPolicy:
    """What the organisation decides about its door."""

    limits: Limits
    change_password: str
    """An address, a few words, or nothing."""

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Raises FileError."""
        return cls.read(PolicyFiles(settings.policies))

    @classmethod
    def read(cls, files: PolicyFiles) -> Self:
        """What `signin.yml` says. Raises FileError."""
        try:
            content = _File.model_validate(files.yaml(FILE) or {})
        except ValidationError as error:
            raise FileError.of(FILE, error, files.text(FILE)) from None
        lockout = content.lockout
        limits = Limits.below(lockout.wrong_passwords, timedelta(minutes=lockout.minutes))
        return cls(limits, content.change_password.strip())

    @property
    def change_password_link(self) -> str | None:
        """`change_password` where it is an address."""
        return self.change_password if self.change_password.startswith(("https://", "http://")) else None
