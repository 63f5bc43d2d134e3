"""Measures that ask the access lists: second factors, recovery, ways in, tools, agencies."""

from typing import Any

from sqlalchemy import Select, and_, false, func, not_, or_, select, union_all

from govdesk.accounts.models import Custodianship, SocialAccount
from govdesk.directory.models import Person, PersonState
from govdesk.exposure.forecast import ENOUGH
from govdesk.exposure.models import (
    AccessGrant,
    AccountExposure,
    ConnectedTool,
    RecoveryMeans,
    SecondFactor,
    VaultEntry,
)
from govdesk.exposure.rules import Belongs, FactorKind, Known, MeansKind, Way
from govdesk.reports.controls import Measured
from govdesk.reports.measures import Asked, Condition, Measure
from govdesk.reports.orphans import is_orphan

BY_PHONE = (FactorKind.SMS, FactorKind.CALL)
NO_FACTOR = (FactorKind.OFF, FactorKind.UNKNOWN)
PROGRAMS = (Way.TOOL_SEAT, Way.API_TOKEN)
Table = type[Custodianship] | type[AccessGrant] | type[SecondFactor] | type[RecoveryMeans] | type[ConnectedTool]


def _lines(table: Table | type[VaultEntry], *where: Condition) -> Select[int]:
    """Ids of the accounts with such a line in force."""
    return select(table.account_id).where(table.ended_on.is_(None), *where)


def _has(table: Table | type[VaultEntry], *where: Condition) -> Condition:
    return SocialAccount.id.in_(_lines(table, *where))


def _of_reckoned(*where: Condition) -> Condition:
    return SocialAccount.id.in_(select(AccountExposure.account_id).where(*where))


def _is_told(_asked: Asked) -> Condition:
    """Somebody is on record who gets in."""
    return or_(_has(Custodianship), _has(AccessGrant))


def _more_than(most: int, *ways: Select[int]) -> Condition:
    """More than so many of these lines together."""
    together = union_all(*ways).subquery()
    ids: Any = together.c.account_id
    return SocialAccount.id.in_(select(ids).group_by(ids).having(func.count() > most))


def _with_secret() -> tuple[Select[int], Select[int]]:
    return _lines(Custodianship), _lines(AccessGrant, AccessGrant.way == Way.SHARED_SECRET)


def _is_shared(_asked: Asked) -> Condition:
    return _more_than(1, *_with_secret())


def _has_many_admins(asked: Asked) -> Condition:
    own = _lines(AccessGrant, AccessGrant.way == Way.OWN_LOGIN, AccessGrant.administers == Known.YES)
    return _more_than(asked.most, *_with_secret(), own)


def _has_open_admins() -> Condition:
    is_own = AccessGrant.way.in_((Way.OWN_LOGIN, Way.UNKNOWN))
    return _has(AccessGrant, is_own, AccessGrant.administers == Known.UNKNOWN)


def _has_factor(_asked: Asked) -> Condition:
    return _has(SecondFactor, SecondFactor.kind.not_in(NO_FACTOR))


def _has_recovery(_asked: Asked) -> Condition:
    return _has(RecoveryMeans, RecoveryMeans.kind.not_in((MeansKind.NONE, MeansKind.UNKNOWN)))


def _has_recovery_of(belongs: Belongs) -> Condition:
    return _has(RecoveryMeans, RecoveryMeans.kind != MeansKind.NONE, RecoveryMeans.belongs == belongs)


def _is_open_to_leavers(asked: Asked) -> Condition:
    """A way in of somebody who has left, or one whose planned last day is over."""
    gone = select(Person.id).where(Person.state != PersonState.ACTIVE)
    return or_(
        *(
            _has(table, or_(table.person_id.in_(gone), table.ends_on < asked.scene.today))
            for table in (Custodianship, AccessGrant)
        )
    )


def _unnamed(table: type[AccessGrant] | type[ConnectedTool]) -> Condition:
    person = AccessGrant.person_id if table is AccessGrant else ConnectedTool.holder_id
    return and_(person.is_(None), table.agency.is_(None))


def _uses_programs(_asked: Asked) -> Condition:
    return or_(_has(ConnectedTool), _has(AccessGrant, AccessGrant.way.in_(PROGRAMS)))


def _programs_known(asked: Asked) -> Condition:
    """Each has somebody, each token an end or is known to last, and none is over."""
    without_end = and_(ConnectedTool.is_lasting.is_(False), ConnectedTool.expires_on.is_(None))
    return not_(
        or_(
            _has(ConnectedTool, or_(_unnamed(ConnectedTool), without_end)),
            _has(AccessGrant, AccessGrant.way.in_(PROGRAMS), _unnamed(AccessGrant)),
            _token_is_over(asked),
        )
    )


def _token_is_over(asked: Asked) -> Condition:
    return _has(ConnectedTool, ConnectedTool.is_lasting.is_(False), ConnectedTool.expires_on < asked.scene.today)


def _from_outside(_asked: Asked) -> Condition:
    """Somebody outside the directory gets in: an agency, or a person who has left."""
    here = select(Person.id).where(Person.state == PersonState.ACTIVE, Person.directory_id.is_not(None))
    named = AccessGrant.person_id.is_not(None)
    return or_(
        _has(Custodianship, Custodianship.person_id.not_in(here)),
        _has(AccessGrant, or_(AccessGrant.agency.is_not(None), and_(named, AccessGrant.person_id.not_in(here)))),
    )


def _agency_without_end(asked: Asked) -> Condition:
    over = or_(AccessGrant.ends_on.is_(None), AccessGrant.ends_on < asked.scene.today)
    return _has(AccessGrant, AccessGrant.agency.is_not(None), over)


def _untried(asked: Asked) -> Condition:
    known = RecoveryMeans.kind.not_in((MeansKind.NONE, MeansKind.UNKNOWN))
    return _has(RecoveryMeans, known, RecoveryMeans.verified_on < asked.first_day)


def _tried_or_not_known() -> Condition:
    return _has(RecoveryMeans, RecoveryMeans.kind != MeansKind.NONE, RecoveryMeans.verified_on.is_(None))


MEASURES = {
    Measured.FACTOR_ON: Measure(
        lambda asked: and_(_has_factor(asked), not_(_has(SecondFactor, SecondFactor.kind.in_(NO_FACTOR)))),
        lambda _asked: _has(SecondFactor, SecondFactor.kind == FactorKind.OFF),
    ),
    Measured.FACTOR_BEYOND_PHONE: Measure(
        lambda _asked: _has(SecondFactor, SecondFactor.kind.not_in((*NO_FACTOR, *BY_PHONE))),
        concerns=_has_factor,
    ),
    Measured.OWN_LOGINS: Measure(lambda asked: and_(_is_told(asked), not_(_is_shared(asked))), _is_shared),
    Measured.ADMINS_FEW: Measure(
        lambda asked: not_(or_(_has_many_admins(asked), _has_open_admins())), _has_many_admins, concerns=_is_told
    ),
    Measured.TWO_SIGN_IN: Measure(
        lambda _asked: _of_reckoned(AccountExposure.sign_in >= ENOUGH),
        lambda _asked: _of_reckoned(AccountExposure.sign_in < ENOUGH, AccountExposure.sign_in_is_open.is_(False)),
    ),
    Measured.TWO_RECOVER: Measure(
        lambda _asked: _of_reckoned(AccountExposure.recover >= ENOUGH),
        lambda _asked: _of_reckoned(AccountExposure.recover < ENOUGH, AccountExposure.recover_is_open.is_(False)),
    ),
    Measured.RECOVERY_OURS: Measure(
        lambda asked: and_(
            _has_recovery(asked),
            not_(or_(_has_recovery_of(Belongs.PERSONAL), _has_recovery_of(Belongs.UNKNOWN))),
        ),
        lambda _asked: _has_recovery_of(Belongs.PERSONAL),
    ),
    Measured.RECOVERY_TRIED: Measure(
        lambda asked: not_(or_(_untried(asked), _tried_or_not_known())), _untried, concerns=_has_recovery
    ),
    Measured.LEAVERS_OUT: Measure(
        lambda asked: and_(_is_told(asked), not_(_is_open_to_leavers(asked))), _is_open_to_leavers
    ),
    Measured.WEAKNESSES_EXCUSED: Measure(
        lambda _asked: _of_reckoned(AccountExposure.weaknesses == 0, AccountExposure.questions == 0),
        lambda _asked: _of_reckoned(AccountExposure.weaknesses > 0),
    ),
    Measured.VAULT_KNOWN: Measure(
        lambda _asked: _has(VaultEntry), lambda _asked: false(), concerns=lambda _asked: _has(Custodianship)
    ),
    Measured.TOOLS_KNOWN: Measure(_programs_known, _token_is_over, concerns=_uses_programs),
    Measured.AGENCIES_END: Measure(
        lambda asked: not_(_agency_without_end(asked)),
        concerns=lambda _asked: _has(AccessGrant, AccessGrant.agency.is_not(None)),
    ),
    Measured.IN_DIRECTORY: Measure(
        lambda asked: and_(
            _is_told(asked), not_(or_(_from_outside(asked), _has(AccessGrant, _unnamed(AccessGrant))))
        ),
        _from_outside,
    ),
    Measured.INVENTORY_WHOLE: Measure(
        lambda asked: and_(
            not_(is_orphan()),
            _is_told(asked),
            not_(_has(AccessGrant, or_(AccessGrant.since_on.is_(None), _unnamed(AccessGrant)))),
        ),
        lambda _asked: is_orphan(),
    ),
}
