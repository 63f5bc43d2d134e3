"""The steps of a change and what is said about the new secret: pure, in the words of the page."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from govdesk.i18n import _, _l
from govdesk.rotation.rules import Credential, credential_name
from govdesk.words import Labelled

CHANGE, SESSIONS, CODES, RECONNECT, VAULT, RECOVERY = (
    "change",
    "sessions",
    "codes",
    "reconnect",
    "vault",
    "recovery",
)
TITLES = {
    SESSIONS: _l("End all other sessions"),
    CODES: _l("Make new backup codes"),
    RECONNECT: _l("Reconnect the tools that were cut off"),
    VAULT: _l("Put the new one into the vault"),
    RECOVERY: _l("Confirm that recovery still works"),
}
HELP = {
    CHANGE: _l("On the platform itself. What is new is used nowhere else."),
    SESSIONS: _l("Who is signed in with the old one stays in until then."),
    CODES: _l("Who wrote the old ones down can still use them."),
    RECONNECT: _l("A tool that was signed in with the old one posts nothing until it is connected again."),
    VAULT: _l("Replace the old one where your team keeps such things; nobody sends it around."),
    RECOVERY: _l("The mailbox and the number on file are ours, and what the platform sends arrives."),
}
STEPS = (CHANGE, *TITLES)
"""Those that Govdesk has words for; an organisation adds its own."""


@dataclass(frozen=True)
class Step:
    """One thing to do when a credential is changed."""

    key: str
    title: str
    help: str = ""
    where: str = ""
    """Where on the platform, in words."""
    may_wait: bool = False
    """May still be open when the change is put on record."""


def title_of(key: str, credential: str) -> str:
    """What a step of ours says; that of the change names what is changed."""
    if key == CHANGE:
        return _("Change %(what)s", what=credential_name(credential, in_a_sentence=True))
    return str(TITLES[key])


class Statement(Labelled):
    """What whoever changed it attests."""

    DISTINCT = "distinct", _l("The new one is used for this account alone, and was never used before.")
    GENERATED = "generated", _l("A generator made it; nobody thought it up.")
    KEPT = "kept", _l("It is in the vault and nowhere else: in no mail, chat, note or browser of one person.")


STATEMENTS: Mapping[str, tuple[Statement, ...]] = {
    **dict.fromkeys((Credential.PASSWORD, Credential.RECOVERY_MAILBOX), tuple(Statement)),
    **dict.fromkeys((Credential.API_TOKEN, Credential.APP_PASSWORD, Credential.RECOVERY_CODES), (Statement.KEPT,)),
}


def statements_about(credential: str) -> tuple[Statement, ...]:
    """What there is to attest; nothing where no secret is made by people (a device, a phone number)."""
    return STATEMENTS.get(credential, ())


def in_words(statements: Collection[str]) -> list[str]:
    """The attested statements by their values, in our order."""
    return [str(one.label) for one in Statement if one.value in statements]


@dataclass(frozen=True)
class AskingAgain:
    """When a second person who has not answered is asked again; all is counted in days from when it was said."""

    after_days: int = 2
    every_days: int = 1
    security_after_days: int = 7
    """From then on security is asked besides."""

    def in_force(self, said_on: date, today: date) -> int | None:
        """How many days it had waited at the latest reminder that is due by today; None before the first."""
        waited = (today - said_on).days
        if waited < self.after_days:
            return None
        return waited - (waited - self.after_days) % self.every_days

    def next_day(self, said_on: date, after: date) -> date:
        """The first day later than `after` on which they are asked again."""
        last = self.in_force(said_on, after)
        return said_on + timedelta(self.after_days if last is None else last + self.every_days)

    def asks_security(self, waited: int) -> bool:
        return waited >= self.security_after_days
