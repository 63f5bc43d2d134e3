"""The lock-out forecast: how many independent people can sign in, and how many can recover.

Independent is who needs nobody else: a person with the password whose second factor is on a colleague's phone is not.
What is not known is neither counted nor taken for nothing: the count stays open.
"""

from dataclasses import dataclass

from govdesk.exposure.rules import Factor, FactorKind, Facts, Grant, Holder, Known, Means, MeansKind, Way
from govdesk.i18n import _l
from govdesk.words import Labelled, Tone

ENOUGH = 2
Tried = set[tuple[Holder | None, Known]]
"""Holders, and whether they get in without anybody's help."""


class Outlook(Labelled):
    """How near an account is to being lost; from the worst to the best."""

    BLACK = "black", _l("Nobody"), Tone.LATE
    RED = "red", _l("Only one"), Tone.LATE
    UNKNOWN = "unknown", _l("Unknown"), Tone.UNKNOWN
    SOUND = "sound", _l("Two or more"), Tone.OK


WORST_FIRST = tuple(Outlook)


@dataclass(frozen=True)
class Count:
    """How many for certain, and whether there may be more."""

    sure: int
    is_open: bool = False

    @property
    def outlook(self) -> Outlook:
        if self.sure >= ENOUGH:
            return Outlook.SOUND
        if self.is_open:
            return Outlook.UNKNOWN
        return Outlook.RED if self.sure else Outlook.BLACK


@dataclass(frozen=True)
class Forecast:
    sign_in: Count
    recover: Count

    @property
    def outlook(self) -> Outlook:
        """The worse of the two."""
        return min(self.sign_in.outlook, self.recover.outlook, key=WORST_FIRST.index)

    def is_worse_than(self, other: "Forecast") -> bool:
        """Whether either count falls to a worse outlook, or stays bad and falls."""
        return _fell(other.sign_in, self.sign_in) or _fell(other.recover, self.recover)


def forecast(facts: Facts) -> Forecast:
    """What the facts say."""
    return Forecast(_count_sign_in(facts), _count_recover(facts))


def administrators(facts: Facts) -> Count:
    """Who can sign in and let others in."""
    tried = [(grant, _gets_in(grant, facts)) for grant in facts.grants]
    sure = {g.holder for g, gets_in in tried if gets_in is Known.YES and _administers(g) is Known.YES}
    may_be = any(
        Known.NO not in (gets_in, _administers(grant)) and grant.holder not in sure for grant, gets_in in tried
    )
    return Count(len(sure), may_be or not facts.was_ever_told)


def who_signs_in(facts: Facts) -> frozenset[Holder]:
    """Those whom the forecast counts."""
    return _sure(_tried_to_sign_in(facts))


def who_recovers(facts: Facts) -> frozenset[Holder]:
    """Those whom the forecast counts."""
    return _sure(_tried_to_recover(facts))


def _count_sign_in(facts: Facts) -> Count:
    return _count(_tried_to_sign_in(facts), is_open=not facts.was_ever_told)


def _tried_to_sign_in(facts: Facts) -> Tried:
    return {(grant.holder, _gets_in(grant, facts)) for grant in facts.grants}


def _count_recover(facts: Facts) -> Count:
    is_open = not facts.means or any(map(_may_be_anybodys, facts.means))
    return _count(_tried_to_recover(facts), is_open=is_open)


def _tried_to_recover(facts: Facts) -> Tried:
    """Who holds a way back in, and who administers by an own log-in: they let the others in again."""
    by_means: Tried = {(holder, _helps(means.kind)) for means in facts.means for holder in means.holders}
    inside = {
        (grant.holder, _both(_gets_in(grant, facts), grant.administers))
        for grant in facts.grants
        if grant.way is Way.OWN_LOGIN
    }
    return by_means | inside


def _sure(tried: Tried) -> frozenset[Holder]:
    return frozenset(holder for holder, gets_in in tried if gets_in is Known.YES and holder is not None)


def _count(tried: Tried, *, is_open: bool) -> Count:
    sure = _sure(tried)
    may_be = any(gets_in is not Known.NO and holder not in sure for holder, gets_in in tried)
    return Count(len(sure), is_open or may_be)


def _gets_in(grant: Grant, facts: Facts) -> Known:
    """Whether the holder of a grant can sign in without anybody's help."""
    if grant.way in (Way.TOOL_SEAT, Way.API_TOKEN):  # they post; neither opens the account's own door
        return Known.NO
    if grant.holder is None or grant.way is Way.UNKNOWN:
        return Known.UNKNOWN
    is_own = grant.way is Way.OWN_LOGIN
    factors = [factor for factor in facts.factors if factor.of_grant == (grant.number if is_own else None)]
    if not factors:
        # An own log-in's second factor is its person's own, unless the register says otherwise.
        return Known.YES if is_own else Known.UNKNOWN
    return _passes(grant.holder, factors)


def _passes(holder: Holder, factors: list[Factor]) -> Known:
    """Any one of several factors is enough; one of an unknown kind says nothing about anybody."""
    asked = [factor for factor in factors if factor.kind is not FactorKind.OFF]
    told = [factor for factor in asked if factor.kind is not FactorKind.UNKNOWN]
    if not asked or any(holder in factor.holders for factor in told):
        return Known.YES
    is_open = len(told) < len(asked) or any(factor.has_unknown_holder for factor in told)
    return Known.UNKNOWN if is_open else Known.NO


def _administers(grant: Grant) -> Known:
    return Known.YES if grant.way is Way.SHARED_SECRET else grant.administers


def _both(one: Known, other: Known) -> Known:
    if Known.NO in (one, other):
        return Known.NO
    return Known.YES if one is other is Known.YES else Known.UNKNOWN


def _helps(kind: MeansKind) -> Known:
    """Whether such a way lets its holder in again."""
    return {MeansKind.NONE: Known.NO, MeansKind.UNKNOWN: Known.UNKNOWN}.get(kind, Known.YES)


def _may_be_anybodys(means: Means) -> bool:
    return means.kind is MeansKind.UNKNOWN or (means.kind is not MeansKind.NONE and means.has_unknown_holder)


def _fell(before: Count, after: Count) -> bool:
    falls = WORST_FIRST.index(after.outlook) < WORST_FIRST.index(before.outlook)
    return falls or (after.sure < before.sure and after.sure < ENOUGH)
