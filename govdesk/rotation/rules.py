"""Which reminder is in force on a day, and which comes next.

A stage is counted in days from the due day: -7 a week before, 0 on the day, 3 when it has been over for three days.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Self

from govdesk.i18n import _l
from govdesk.words import Labelled

FURTHEST = timedelta(days=3660)
"""So far ahead or back a day can be set."""
SOON_DAYS = 14
"""Lists call a rotation due soon this many days ahead."""


class Credential(Labelled):
    """What can open an account. A list to choose from, so that nobody can type a secret where its name belongs."""

    PASSWORD = "password", _l("Password")
    SECOND_FACTOR = "second_factor", _l("Second factor")
    RECOVERY_CODES = "recovery_codes", _l("Recovery codes")
    RECOVERY_MAILBOX = "recovery_mailbox", _l("Password of the recovery mailbox")
    RECOVERY_PHONE = "recovery_phone", _l("Recovery phone number")
    OWN_LOGIN = "own_login", _l("Own log-in on the platform")
    TOOL_SEAT = "tool_seat", _l("Seat in a tool")
    API_TOKEN = "api_token", _l("API token")
    APP_PASSWORD = "app_password", _l("App password")
    CONNECTED_TOOL = "connected_tool", _l("Connected tool")
    TRUSTED_DEVICE = "trusted_device", _l("Trusted device")


IN_A_SENTENCE = {
    Credential.PASSWORD: _l("the password"),
    Credential.SECOND_FACTOR: _l("the second factor"),
    Credential.RECOVERY_CODES: _l("the recovery codes"),
    Credential.RECOVERY_MAILBOX: _l("the password of the recovery mailbox"),
    Credential.RECOVERY_PHONE: _l("the recovery phone number"),
    Credential.OWN_LOGIN: _l("who has an own log-in"),
    Credential.TOOL_SEAT: _l("who has a seat in a tool"),
    Credential.API_TOKEN: _l("the API token"),
    Credential.APP_PASSWORD: _l("the app password"),
    Credential.CONNECTED_TOOL: _l("the authorisation of the connected tool"),
    Credential.TRUSTED_DEVICE: _l("which devices are trusted"),
}
"""As in “Change the password”."""


def credential_name(credential: str, *, in_a_sentence: bool = False) -> str:
    """What people call a credential; one that is not in our list keeps its own name."""
    if credential not in Credential.__members__.values():
        return credential
    known = Credential(credential)
    return str(IN_A_SENTENCE[known] if in_a_sentence else known.label)


@dataclass(frozen=True)
class Reminders:
    """How an organisation reminds: days before, then every so many days once overdue."""

    days_before: tuple[int, ...] = (30, 14, 7, 1, 0)
    grace_days: int = 0
    overdue_every_days: int = 1
    more_told_after: tuple[int, ...] = ()
    """Days after the due day on which others are told too: each is a reminder, whatever the rhythm."""

    def at_once(self) -> Self:
        """The same for what an event demands: told on its very day, overdue on the next whatever the grace."""
        days_before = self.days_before if 0 in self.days_before else (*self.days_before, 0)
        return replace(self, days_before=days_before, grace_days=0)

    def stage_on(self, due_on: date, today: date) -> int | None:
        """The stage in force: the latest one reached; None before the first."""
        over = (today - due_on).days
        if over > self.grace_days:
            regular = over - (over - self.grace_days - 1) % self.overdue_every_days
            return max([regular, *(days for days in self.more_told_after if days <= over)])
        return max((-days for days in self.days_before if -days <= over), default=None)

    def passed(self, after: int | None, before: int) -> list[int]:
        """Stages between two, whose day went by without a reminder.

        Days overdue are not listed one by one: whoever reads that it is over by nine needs no word of the eighth.
        """
        return sorted(-days for days in self.days_before if -days < before and (after is None or -days > after))

    def next_day(self, due_on: date, after: date) -> date:
        """The first day later than `after` on which a reminder goes out; the row of overdue ones has no end."""
        ahead = [day for days in self.days_before if (day := due_on - timedelta(days)) > after]
        return min(ahead) if ahead else self._overdue_day(due_on, after)

    def _overdue_day(self, due_on: date, after: date) -> date:
        extra = (day for days in self.more_told_after if (day := due_on + timedelta(days)) > after)
        return min([self._regular_day(due_on, after), *extra])

    def _regular_day(self, due_on: date, after: date) -> date:
        first = due_on + timedelta(self.grace_days + 1)
        if first > after:
            return first
        rounds = (after - first).days // self.overdue_every_days + 1
        return first + timedelta(rounds * self.overdue_every_days)


def stage_name(stage: int) -> str:
    """`7` a week before, `0` on the day, `overdue-3` three days later: as notices carry it."""
    return str(-stage) if stage <= 0 else f"overdue-{stage}"


def stage_of(name: str | None) -> int | None:
    """The stage that has this name; None when none has been reached."""
    if name is None:
        return None
    overdue = name.removeprefix("overdue-")
    return -int(name) if overdue == name else int(overdue)
