"""Cases of changes on their way: steps, and second persons."""

from tests.guards.case import SCHEDULE, Case

WORK = "rotation_work"
ROTATION_WORK = [
    Case("GET", "/rotations/sitting", "home:read"),
    Case(
        "POST", "/rotations/{schedule}/steps", "rotation:record", on=SCHEDULE, form={"done": "change"},
        moves="rotation_work rotation_step",
    ),
    Case("GET", "/rotations/{schedule}/dismissals", "rotation:record", on=SCHEDULE),
    Case(
        "POST", "/rotations/{schedule}/dismissals", "rotation:record", on=SCHEDULE,
        form={"step": "sessions", "reason": "Words"}, moves="rotation_work rotation_step",
    ),
    Case(
        "POST", "/rotations/changes/{work}/confirmation", "rotation:confirm", on=WORK,
        moves="rotation rotation_work rotation_schedule",
    ),
    Case(
        "POST", "/rotations/changes/{work}/refusal", "rotation:confirm", on=WORK, form={"reason": "Words"},
        moves="rotation_work",
    ),
    Case("POST", "/rotations/changes/{work}/withdrawal", "rotation:withdraw", on=WORK, moves="rotation_work"),
]  # fmt: skip
