"""What the page of an access list shows beside the lines: the forecast, what is open, and what leaving would do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from govdesk.accounts.models import SocialAccount
from govdesk.directory.models import Person
from govdesk.exposure.findings import Question, Weakness, questions, weaknesses
from govdesk.exposure.forecast import Forecast, forecast
from govdesk.exposure.models import AccessException, ExceptionState, Held
from govdesk.exposure.queries import accounts_by_id, touched_by
from govdesk.exposure.reading import Lines, facts_of, holder_of, lines_of
from govdesk.exposure.reckoning import excepted
from govdesk.exposure.rules import Facts, Holder

MOST_ACCOUNTS = 200
RENEW_WITHIN = timedelta(days=30)


@dataclass(frozen=True)
class Leaving:
    """Who would leave tomorrow, and what that would make of one account."""

    name: str
    before: Forecast
    after: Forecast

    @property
    def hurts(self) -> bool:
        return self.after.is_worse_than(self.before)


@dataclass(frozen=True)
class Overview:
    lines: Lines
    forecast: Forecast
    questions: Sequence[Question]
    weak: Sequence[Weakness]
    """Without those that an exception excuses."""
    may_ask: Sequence[Weakness]
    """What an exception can be asked for: is weak, nobody has asked yet, and none holds for long."""
    leavings: Sequence[Leaving]

    @property
    def exceptions(self) -> Sequence[AccessException]:
        return self.lines.exceptions


def overview(session: Session, account: SocialAccount, today: date) -> Overview:
    """All of it for one account."""
    lines = lines_of(session, [account.id])[account.id]
    facts = facts_of(lines, today)
    weak, asked = weaknesses(facts), {e.weakness for e in lines.exceptions if not _may_renew(e, today)}
    return Overview(
        lines=lines,
        forecast=forecast(facts),
        questions=questions(facts),
        weak=[weakness for weakness in weak if weakness not in excepted(lines, today)],
        may_ask=[weakness for weakness in weak if weakness not in asked],
        leavings=_leavings(facts, lines),
    )


def _may_renew(exception: AccessException, today: date) -> bool:
    """Its holders have been told of its end by now, and may ask for another in time."""
    return exception.state is ExceptionState.APPROVED and exception.ends_on <= today + RENEW_WITHIN


def _leavings(facts: Facts, lines: Lines) -> list[Leaving]:
    """One for each who has anything of it, those first whose leaving hurts."""
    before, names = forecast(facts), names_of(lines)
    found = [Leaving(names[holder], before, forecast(facts.without(holder))) for holder in facts.holders]
    return sorted(found, key=lambda leaving: (not leaving.hurts, leaving.after.sign_in.sure, leaving.name))


def names_of(lines: Lines) -> dict[Holder, str]:
    named: list[tuple[Person | None, str | None]] = [(way.person, None) for way in lines.ways]
    named += [(None, grant.agency) for grant in lines.grants]
    held: list[Held] = [*lines.factors, *lines.means]
    named += [pair for row in held for pair in ((row.holder, row.agency), (row.backup, None))]
    found = ((holder_of(person, agency), person.name if person else agency) for person, agency in named)
    return {holder: name for holder, name in found if holder and name}


@dataclass(frozen=True)
class Loss:
    """An account in use, and what it comes to when somebody leaves."""

    account: SocialAccount
    leaving: Leaving


@dataclass(frozen=True)
class Losses:
    """What the leaving of one person does, the accounts that it hurts first."""

    rows: Sequence[Loss]
    is_cut: bool

    @property
    def hurt(self) -> int:
        return sum(row.leaving.hurts for row in self.rows)


def losses(session: Session, person: Person, today: date) -> Losses:
    """Every account that `person` has anything of, at most `MOST_ACCOUNTS`, as if they left tomorrow."""
    ids = session.scalars(touched_by(person)).all()
    lists = lines_of(session, ids[:MOST_ACCOUNTS])
    rows = []
    for account in accounts_by_id(session, list(lists)):
        if account.state.is_in_use:
            facts = facts_of(lists[account.id], today)
            after = forecast(facts.without(f"person:{person.id}"))
            rows.append(Loss(account, Leaving(person.name, forecast(facts), after)))
    return Losses(sorted(rows, key=lambda row: not row.leaving.hurts), len(ids) > MOST_ACCOUNTS)
