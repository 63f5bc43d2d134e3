"""What the facts leave open, and what about them is weak."""

from collections.abc import Iterator

from govdesk.exposure.forecast import administrators
from govdesk.exposure.rules import Belongs, FactorKind, Facts, Known, MeansKind, Way
from govdesk.i18n import _l
from govdesk.words import Labelled, Tone


class Question(Labelled):
    """Something nobody has told the register: a task for whoever is responsible."""

    WHO = "who", _l("Say who can get in."), Tone.UNKNOWN
    HOLDER = "holder", _l("Find out whose the access of somebody unknown is."), Tone.UNKNOWN
    WAY = "way", _l("Find out by what way everybody gets in."), Tone.UNKNOWN
    OVER = "over", _l("Take away the access whose planned end is over, then end it here."), Tone.LATE
    SINCE = "since", _l("Find out since when everybody has access."), Tone.UNKNOWN
    ADMINISTERS = "administers", _l("Say who of those with an own log-in may let others in."), Tone.UNKNOWN
    FACTOR = "factor", _l("Say whether there is a second factor, and of what kind."), Tone.UNKNOWN
    FACTOR_HOLDER = "factor_holder", _l("Find out who holds the second factor."), Tone.UNKNOWN
    FACTOR_LOST = "factor_lost", _l("The second factor is in the hands of nobody who works here."), Tone.LATE
    RECOVERY = "recovery", _l("Say how the account can be recovered."), Tone.UNKNOWN
    RECOVERY_HOLDER = "recovery_holder", _l("Find out who gets the recovery mails and messages."), Tone.UNKNOWN
    RECOVERY_LOST = "recovery_lost", _l("Recovery goes to nobody who works here."), Tone.LATE
    BELONGS = "belongs", _l("Say whether recovery goes to a mailbox or number of ours."), Tone.UNKNOWN
    TOKEN = "token", _l("Find out when the tokens of connected tools run out."), Tone.UNKNOWN
    VAULT = "vault", _l("Say where the shared password is kept."), Tone.UNKNOWN


class Weakness(Labelled):
    """Something that may stand only for a time, with a reason."""

    FACTOR_OFF = "factor_off", _l("Second factor switched off"), Tone.LATE
    SMS_ONLY = "sms_only", _l("Second factor by text message only"), Tone.LATE
    SINGLE_ADMIN = "single_admin", _l("A single administrator"), Tone.LATE
    SHARED_LOGIN = "shared_login", _l("Several people share one log-in"), Tone.LATE
    PERSONAL_MAILBOX = "personal_mailbox", _l("Recovery by somebody's own mailbox or number"), Tone.LATE


def questions(facts: Facts) -> tuple[Question, ...]:
    """What is to be found out, in the order in which to ask."""
    return tuple(dict.fromkeys((*_about_access(facts), *_about_factors(facts), *_about_recovery(facts))))


def _about_access(facts: Facts) -> Iterator[Question]:
    if not facts.was_ever_told:
        yield Question.WHO
    if any(grant.holder is None for grant in facts.grants):
        yield Question.HOLDER
    if any(grant.way is Way.UNKNOWN for grant in facts.grants):
        yield Question.WAY
    if facts.grants_past_their_end:
        yield Question.OVER
    if facts.grants_without_beginning:
        yield Question.SINCE
    if any(grant.way is Way.OWN_LOGIN and grant.administers is Known.UNKNOWN for grant in facts.grants):
        yield Question.ADMINISTERS
    if _is_shared(facts) and not facts.has_vault_entry:
        yield Question.VAULT
    if facts.tools_without_end:
        yield Question.TOKEN


def _about_factors(facts: Facts) -> Iterator[Question]:
    of_account = [factor for factor in facts.factors if factor.of_grant is None]
    if (_is_shared(facts) and not of_account) or any(f.kind is FactorKind.UNKNOWN for f in facts.factors):
        yield Question.FACTOR
    asked = [factor for factor in facts.factors if factor.kind is not FactorKind.OFF]
    if any(factor.has_unknown_holder for factor in asked):
        yield Question.FACTOR_HOLDER
    if any(not factor.holders and not factor.has_unknown_holder for factor in asked):
        yield Question.FACTOR_LOST


def _about_recovery(facts: Facts) -> Iterator[Question]:
    if facts.was_ever_told and (not facts.means or any(m.kind is MeansKind.UNKNOWN for m in facts.means)):
        yield Question.RECOVERY
    present = [means for means in facts.means if means.kind is not MeansKind.NONE]
    if any(means.has_unknown_holder for means in present):
        yield Question.RECOVERY_HOLDER
    if any(not means.holders and not means.has_unknown_holder for means in present):
        yield Question.RECOVERY_LOST
    if any(means.belongs is Belongs.UNKNOWN for means in present):
        yield Question.BELONGS


def weaknesses(facts: Facts) -> tuple[Weakness, ...]:
    """What is weak for certain; what is not known is a question instead."""
    kinds = {factor.kind for factor in facts.factors}
    shared_by = {grant.holder for grant in facts.grants if grant.way is Way.SHARED_SECRET}
    admins = administrators(facts)
    is_so = {
        Weakness.FACTOR_OFF: FactorKind.OFF in kinds,
        Weakness.SMS_ONLY: bool(kinds) and kinds <= {FactorKind.SMS, FactorKind.CALL},
        Weakness.SINGLE_ADMIN: admins.sure == 1 and not admins.is_open,
        Weakness.SHARED_LOGIN: len(shared_by) > 1,
        Weakness.PERSONAL_MAILBOX: any(means.belongs is Belongs.PERSONAL for means in facts.means),
    }
    return tuple(weakness for weakness, holds in is_so.items() if holds)


def _is_shared(facts: Facts) -> bool:
    return any(grant.way is Way.SHARED_SECRET for grant in facts.grants)
