"""Cases of reminders to many."""

from tests.guards.case import Case, tomorrow

REMINDER = "audience_reminder"
FORM = {"subject": "Words", "text": "More words", "audience": "everybody", "first_on": tomorrow, "unit": "never"}
_ONE = "/rotations/audiences/{reminder}"

AUDIENCES = [
    Case("GET", "/rotations/audiences", "rotation:audience"),
    Case("GET", "/rotations/audiences/new", "rotation:schedule"),
    Case("POST", "/rotations/audiences", "rotation:schedule", form=FORM, moves=REMINDER),
    Case("GET", _ONE, "rotation:audience", on=REMINDER),
    Case("GET", f"{_ONE}/terms", "rotation:schedule", on=REMINDER),
    Case(
        "POST", f"{_ONE}/terms", "rotation:schedule", on=REMINDER, form=FORM | {"version": "{version}"},
        moves=REMINDER,
    ),
    Case("POST", f"{_ONE}/pause", "rotation:schedule", on=REMINDER, moves=REMINDER),
    Case("POST", f"{_ONE}/resumption", "rotation:schedule", on="audience_reminder that rests", moves=REMINDER),
    Case("POST", f"{_ONE}/deletion", "rotation:schedule", on=REMINDER, moves=REMINDER),
    Case("GET", "/reminders/{reminder}", "home:read", on="text of a reminder"),
]  # fmt: skip
