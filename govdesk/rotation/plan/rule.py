"""One rule for rotations: which credentials it is about, and what it sets for them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from govdesk.accounts.models import Tier
from govdesk.i18n import _l
from govdesk.rotation.plan.calendars import Calendar
from govdesk.rotation.rules import Credential, Reminders
from govdesk.words import Labelled


class Audience(Labelled):
    """Who can be told of a rotation, each as seen from its account at that moment."""

    CUSTODIANS = "custodians", _l("who is asked to do it")
    """The custodians, or who is named in their place."""
    OWNER = "owner", _l("the owner")
    DEPUTY = "deputy", _l("the deputy")
    MANAGER = "manager", _l("the manager of who is asked")
    HEAD = "head", _l("the head of the department")
    """Where it has none who can be told: the head above."""
    DEPARTMENT = "department", _l("the department")
    """Its mailbox, else its head."""
    SECURITY = "security", _l("security")


Audiences = frozenset[Audience]
USUAL: Audiences = frozenset({Audience.CUSTODIANS, Audience.DEPARTMENT})


@dataclass(frozen=True)
class Facts:
    """What rules look at."""

    platform: str
    tier: Tier
    departments: Collection[str]
    """Keys of the department that answers for the account, and of all above it."""
    credential: str


@dataclass(frozen=True)
class Applies:
    """To which credentials; what is left empty narrows nothing."""

    platforms: frozenset[str] = frozenset()
    tiers: frozenset[Tier] = frozenset()
    departments: frozenset[str] = frozenset()
    """Keys of departments; all below them count."""
    credentials: frozenset[str] = frozenset()

    def fits(self, facts: Facts) -> bool:
        return (
            (not self.platforms or facts.platform in self.platforms)
            and (not self.tiers or facts.tier in self.tiers)
            and (not self.credentials or facts.credential in self.credentials)
            and (not self.departments or not self.departments.isdisjoint(facts.departments))
        )


@dataclass(frozen=True)
class Tells:
    """Who is told at which stage; a stage is counted as in `Reminders`."""

    before: Audiences = USUAL
    due: Audiences = USUAL
    overdue: Audiences = USUAL
    on_days: Mapping[int, Audiences] = field(default_factory=dict)
    """Days before the due day → who is told then, in place of `before` and `due`."""
    escalates: Mapping[int, Audiences] = field(default_factory=dict)
    """Days after the due day → who is told from then on, too."""

    def at(self, stage: int) -> Audiences:
        """Everybody who is told."""
        if stage <= 0:
            return self.on_days.get(-stage, self.before if stage else self.due)
        return self.overdue.union(*(who for days, who in self.escalates.items() if days <= stage))

    def escalated_to(self, stage: int) -> Audiences:
        """Those who are told only because it has been overdue for so long."""
        return self.at(stage) - self.overdue if stage > 0 else frozenset()


@dataclass(frozen=True)
class Due:
    """A calendar, and how what it makes due is spread over days."""

    calendar: Calendar
    because: str
    """The reason for a period, in the words of who wrote the rule."""
    spread_days: int = 1
    """Over how many open days."""
    most_a_day: int | None = None

    def is_like(self, other: "Due | None") -> bool:
        """Whether both lead to the same days."""
        same = other and (other.calendar, other.spread_days, other.most_a_day)
        return same == (self.calendar, self.spread_days, self.most_a_day)


@dataclass(frozen=True)
class Rule:
    """What is set for the credentials it applies to."""

    name: str = ""
    """"" for what holds where no rule of the list applies."""
    applies: Applies = field(default_factory=Applies)
    reminders: Reminders = field(default_factory=Reminders)
    tells: Tells = field(default_factory=Tells)
    due: Due | None = None
    """None: only what happens makes it due."""
    second_person: bool = False
    """Somebody else has to confirm each change."""

    @property
    def scheduled(self) -> frozenset[str]:
        """The credentials that its calendar makes due: those it names, else the password."""
        if self.due is None:
            return frozenset()
        return self.applies.credentials or frozenset({Credential.PASSWORD.value})


@dataclass(frozen=True)
class Rules:
    """All rules in their order: the first that applies decides, and alone."""

    rules: tuple[Rule, ...] = ()
    otherwise: Rule = field(default_factory=Rule)

    def of(self, facts: Facts) -> Rule:
        return next((rule for rule in self.rules if rule.applies.fits(facts)), self.otherwise)

    def named(self, name: str) -> Rule | None:
        return next((rule for rule in self.rules if rule.name == name), None)

    @property
    def look_at_departments(self) -> bool:
        return any(rule.applies.departments for rule in self.rules)

    @property
    def scheduling(self) -> list[Rule]:
        """Those with a calendar."""
        return [rule for rule in self.rules if rule.due]
