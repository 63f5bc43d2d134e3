"""The lock-out forecast, from plain facts."""

import pytest

from govdesk.exposure.findings import Question, Weakness, questions, weaknesses
from govdesk.exposure.forecast import Count, Outlook, forecast
from govdesk.exposure.rules import Belongs, Factor, FactorKind, Facts, Grant, Known, Means, MeansKind, Way

ADA, OLU, ACME = "person:1", "person:2", "agency:acme"


def shared(*holders: str | None) -> tuple[Grant, ...]:
    return tuple(Grant(Way.SHARED_SECRET, holder) for holder in holders)


def app(*holders: str, unknown: bool = False, of: int | None = None) -> Factor:
    return Factor(FactorKind.APP, frozenset(holders), unknown, of)


def mailbox(*holders: str, unknown: bool = False, belongs: Belongs = Belongs.ORGANISATION) -> Means:
    return Means(MeansKind.MAILBOX, frozenset(holders), unknown, belongs)


def told(*grants: Grant, factors: tuple[Factor, ...] = (), means: tuple[Means, ...] = ()) -> Facts:
    return Facts(grants, factors, means, was_ever_told=True, has_vault_entry=True)


OFF = Factor(FactorKind.OFF)

SIGN_IN = {
    "nothing was ever told": (Facts(), Count(0, True)),
    "all access has ended": (told(), Count(0)),
    "two share the password, each holds the factor": (told(*shared(ADA, OLU), factors=(app(ADA, OLU),)), Count(2)),
    "the factor is on a colleague's phone": (told(*shared(ADA, OLU), factors=(app(ADA),)), Count(1)),
    "the factor left with its holder": (told(*shared(ADA, OLU), factors=(app(),)), Count(0)),
    "nobody knows who holds the factor": (told(*shared(ADA), factors=(app(unknown=True),)), Count(0, True)),
    "nobody said whether there is a factor": (told(*shared(ADA, OLU)), Count(0, True)),
    "the factor's kind is unknown": (
        told(*shared(ADA, OLU), factors=(Factor(FactorKind.UNKNOWN, frozenset({ADA, OLU})),)), Count(0, True),
    ),
    "no factor is asked for": (told(*shared(ADA, OLU), factors=(OFF,)), Count(2)),
    "a second factor beside the first": (told(*shared(ADA, OLU), factors=(app(ADA), app(OLU))), Count(2)),
    "somebody unknown beside one": (told(*shared(ADA, None), factors=(OFF,)), Count(1, True)),
    "an agency has two shares": (told(*shared(ACME, ACME), factors=(OFF,)), Count(1)),
    "one person has two ways": (
        told(*shared(ADA), Grant(Way.OWN_LOGIN, ADA, number=1), factors=(app(OLU),)), Count(1),
    ),
    "own log-ins": (told(Grant(Way.OWN_LOGIN, ADA, number=1), Grant(Way.OWN_LOGIN, OLU, number=2)), Count(2)),
    "an own log-in with a foreign factor": (
        told(Grant(Way.OWN_LOGIN, ADA, number=1), Grant(Way.OWN_LOGIN, OLU, number=2), factors=(app(ADA, of=2),)),
        Count(1),
    ),
    "a tool's seat and a token open no door": (
        told(Grant(Way.TOOL_SEAT, ADA), Grant(Way.API_TOKEN, OLU)), Count(0),
    ),
    "an unknown way": (told(Grant(Way.UNKNOWN, ADA)), Count(0, True)),
}  # fmt: skip

RECOVER = {
    "nothing is on record": (told(*shared(ADA)), Count(0, True)),
    "there is none": (told(means=(Means(MeansKind.NONE),)), Count(0)),
    "there is none, whoever is named": (told(means=(Means(MeansKind.NONE, frozenset({ADA, OLU})),)), Count(0)),
    "an unknown way of two": (told(means=(Means(MeansKind.UNKNOWN, frozenset({ADA, OLU})),)), Count(0, True)),
    "a mailbox of two": (told(means=(mailbox(ADA, OLU),)), Count(2)),
    "a mailbox and a phone of one": (
        told(means=(mailbox(ADA), Means(MeansKind.PHONE, frozenset({ADA})))), Count(1),
    ),
    "a mailbox of who has left": (told(means=(mailbox(),)), Count(0)),
    "a mailbox of nobody knows whom": (told(means=(mailbox(ADA), mailbox(unknown=True))), Count(1, True)),
    "two administrators without any mailbox": (
        told(Grant(Way.OWN_LOGIN, ADA, Known.YES, 1), Grant(Way.OWN_LOGIN, OLU, Known.YES, 2)), Count(2, True),
    ),
    "an editor lets nobody in": (
        told(Grant(Way.OWN_LOGIN, OLU, Known.NO, 2), means=(mailbox(ADA),)), Count(1),
    ),
    "perhaps an administrator": (
        told(Grant(Way.OWN_LOGIN, OLU, Known.UNKNOWN, 2), means=(mailbox(ADA),)), Count(1, True),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", SIGN_IN)
def test_who_can_sign_in_is_counted_by_who_needs_nobody_else(case: str) -> None:
    facts, wanted = SIGN_IN[case]
    assert forecast(facts).sign_in == wanted


@pytest.mark.parametrize("case", RECOVER)
def test_who_can_recover_is_counted_by_who_gets_the_way_back(case: str) -> None:
    facts, wanted = RECOVER[case]
    assert forecast(facts).recover == wanted


@pytest.mark.parametrize(
    ("count", "outlook"),
    [
        (Count(0), Outlook.BLACK), (Count(1), Outlook.RED), (Count(2), Outlook.SOUND),
        (Count(0, True), Outlook.UNKNOWN), (Count(1, True), Outlook.UNKNOWN), (Count(2, True), Outlook.SOUND),
    ],
)  # fmt: skip
def test_one_is_red_none_is_black_and_unknown_is_neither(count: Count, outlook: Outlook) -> None:
    assert count.outlook is outlook


def test_the_worse_count_speaks_for_the_account() -> None:
    facts = told(*shared(ADA, OLU), factors=(OFF,), means=(mailbox(ADA),))
    assert (forecast(facts).sign_in.outlook, forecast(facts).outlook) == (Outlook.SOUND, Outlook.RED)


def test_who_leaves_takes_the_second_factor_along() -> None:
    facts = told(*shared(ADA, OLU), factors=(app(ADA, OLU),), means=(mailbox(ADA),))
    after = forecast(facts.without(ADA))
    assert (after.sign_in, after.recover) == (Count(1), Count(0))
    assert after.is_worse_than(forecast(facts))
    assert not forecast(facts.without(ACME)).is_worse_than(forecast(facts))


def test_what_nobody_told_is_a_question_and_no_weakness() -> None:
    facts = Facts(
        (*shared(ADA, None), Grant(Way.OWN_LOGIN, OLU, number=3), Grant(Way.UNKNOWN, OLU)),
        (app(unknown=True, of=3),), (mailbox(unknown=True, belongs=Belongs.UNKNOWN),),
        was_ever_told=True, tools_without_end=1, grants_without_beginning=1, grants_past_their_end=1,
    )  # fmt: skip
    every = set(Question)
    assert every - set(questions(facts)) == {
        Question.WHO, Question.FACTOR_LOST, Question.RECOVERY, Question.RECOVERY_LOST,
    }  # fmt: skip
    assert weaknesses(facts) == (Weakness.SHARED_LOGIN,)
    assert questions(Facts()) == (Question.WHO,)


def test_what_a_leaver_held_is_to_be_settled() -> None:
    facts = told(*shared(ADA), factors=(app(),), means=(mailbox(),))
    assert questions(facts) == (Question.FACTOR_LOST, Question.RECOVERY_LOST)


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        (told(*shared(ADA), factors=(OFF,)), (Weakness.FACTOR_OFF, Weakness.SINGLE_ADMIN)),
        (told(*shared(ADA, OLU), factors=(Factor(FactorKind.SMS, frozenset({ADA, OLU})),)),
         (Weakness.SMS_ONLY, Weakness.SHARED_LOGIN)),
        (told(Grant(Way.OWN_LOGIN, ADA, Known.YES, 1)), (Weakness.SINGLE_ADMIN,)),
        (told(means=(mailbox(ADA, belongs=Belongs.PERSONAL),)), (Weakness.PERSONAL_MAILBOX,)),
        (told(Grant(Way.OWN_LOGIN, ADA, Known.YES, 1), Grant(Way.OWN_LOGIN, OLU, Known.YES, 2)), ()),
    ],
)  # fmt: skip
def test_weak_is_what_is_weak_for_certain(facts: Facts, found: tuple[Weakness, ...]) -> None:
    assert weaknesses(facts) == found
