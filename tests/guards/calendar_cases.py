"""The calendar: everybody may look, and sees what concerns them; security moves and plans; auditors read along."""

from io import BytesIO

from tests.guards.case import Case


def a_file_of_days() -> tuple[BytesIO, str]:
    return BytesIO(b"account,credential,due_on\n"), "days.csv"


CALENDAR = [
    Case("GET", "/rotations/calendar", "home:read"),
    Case("GET", "/rotations/calendar.csv", "home:read"),
    Case("GET", "/rotations/calendar.xlsx", "home:read"),
    # Which schedules there are only the database knows: without one it leads back, or shows the form again.
    Case("GET", "/rotations/calendar/moves/new", "rotation:schedule", answer=303),
    Case("POST", "/rotations/calendar/moves", "rotation:schedule", form={"reason": "Holidays"}, answer=422),
    Case("POST", "/rotations/calendar/undoings", "rotation:schedule", form={"move": "987654"}, answer=404),
    Case("GET", "/rotations/calendar/plan", "rotation:schedule"),
    Case("POST", "/rotations/calendar/plans", "rotation:schedule", form={"first_on": ""}, answer=422),
    Case("GET", "/rotations/calendar/plans", "rotation:schedule"),
    Case("POST", "/rotations/calendar/plans/undoings", "rotation:schedule", form={"plan": "987654"}, answer=404),
    Case("GET", "/rotations/calendar/import", "rotation:schedule"),
    Case("POST", "/rotations/calendar/import", "rotation:schedule", form={"file": a_file_of_days}, answer=200),
    Case("POST", "/rotations/calendar/imports", "rotation:schedule", form={"rows": "account,credential,due_on\n"}),
    Case("GET", "/rotations/overdue", "rotation:overdue"),
    Case("GET", "/rotations/overdue.csv", "rotation:overdue"),
    Case("GET", "/rotations/overdue.xlsx", "rotation:overdue"),
]
