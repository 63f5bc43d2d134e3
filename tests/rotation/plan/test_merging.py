"""Two who changed the rules at the same time: both count where that can be, and else nobody is overruled unseen."""

import pytest

from govdesk.rotation.plan.merging import differences, merged

A = "  - name: A\n    grace_days: 1\n"
B = "  - name: B\n    grace_days: 1\n"
C = "  - name: C\n    grace_days: 1\n"
BASE = f"grace_days: 0\nrules:\n{A}{B}"


def rules(*found: str, grace_days: int = 0) -> str:
    return f"grace_days: {grace_days}\nrules:\n{''.join(found)}"


def grace(rule: str, days: int) -> str:
    return rule.replace("grace_days: 1", f"grace_days: {days}")


@pytest.mark.parametrize(
    ("theirs", "mine", "both"),
    [
        (rules(grace(A, 5), B), rules(A, grace(B, 7)), rules(grace(A, 5), grace(B, 7))),
        (rules(A, B, C), rules(A, B, C.replace("C", "D")), rules(A, B, C, C.replace("C", "D"))),
        (rules(A, B, C), rules(A, B + "    second_person: true\n"), rules(A, B + "    second_person: true\n", C)),
        (rules(B), rules(A, grace(B, 7)), rules(grace(B, 7))),
        (rules(A, B, grace_days=2), rules(A, B, C), rules(A, B, C, grace_days=2)),
        (rules(A, B, grace_days=2), rules(A, B, grace_days=2), rules(A, B, grace_days=2)),
        (BASE, rules(B), rules(B)),
        (rules(grace(A, 5), B), rules(grace(A, 7), B), None),
        (rules(B), rules(grace(A, 7), B), None),
        (rules(A, B, C), rules(A, B, grace(C, 9)), None),
        (rules(A, B, grace_days=2), rules(A, B, grace_days=3), None),
        (
            rules(A, B + "    second_person: true\n"),
            rules(A, B + "    every_days: 9\n    because: The board\n"),
            None,
        ),
    ],
)
def test_what_both_changed_is_put_together_or_nothing_is(theirs: str, mine: str, both: str | None) -> None:
    assert merged(BASE, theirs, mine) == both


def test_what_somebody_else_changed_is_told_row_by_row() -> None:
    assert differences(BASE, rules(grace(A, 5), B, C)) == [
        "-    grace_days: 1", "+    grace_days: 5", "+  - name: C", "+    grace_days: 1",
    ]  # fmt: skip
