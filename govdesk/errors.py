"""What a person may be told when something cannot be done. Bugs stay ordinary exceptions."""

from collections.abc import Mapping


class GovdeskError(Exception):
    """Base of all errors that carry a sentence for the person and an HTTP status."""

    status = 500


class NotSignedIn(GovdeskError):
    """Nobody is signed in; browsers are sent to the sign-in page."""

    status = 401


class NotPermitted(GovdeskError):
    """The person may see the thing, but not do this."""

    status = 403


class NotFound(GovdeskError):
    """It does not exist, or must not be known to exist."""

    status = 404


class Conflict(GovdeskError):
    """The thing has changed meanwhile, or the wish contradicts what is on record."""

    status = 409


class Invalid(GovdeskError):
    """The input cannot be used; the sentence says why and what to enter instead."""

    status = 422

    def __init__(self, text: str, *, fields: Mapping[str, str] | None = None) -> None:
        super().__init__(text)
        self.fields = dict(fields or {})
        """By field what to change there, for programs."""


class TooMany(GovdeskError):
    """Asked more often than one address may."""

    status = 429

    def __init__(self, text: str, *, seconds: int) -> None:
        super().__init__(text)
        self.seconds = seconds
        """How long to wait before the next request."""
