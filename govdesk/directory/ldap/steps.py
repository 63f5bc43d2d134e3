"""What a check tells: steps, each with what came of it. In English, like the log: these texts are for operators."""

from collections.abc import Iterable
from dataclasses import dataclass

from govdesk.i18n import _l
from govdesk.words import Labelled, Tone


class StepState(Labelled):
    FINE = "fine", _l("In order"), Tone.OK
    WORRYING = "worrying", _l("Look at this"), Tone.SOON
    FAILED = "failed", _l("Failed"), Tone.LATE
    SKIPPED = "skipped", _l("Not tried"), Tone.UNKNOWN


@dataclass(frozen=True)
class Step:
    """One thing that was tried."""

    name: str
    """What was tried, such as `ldaps://one.example.org: connect`."""
    state: StepState
    text: str
    """What came of it and, unless all is fine, which setting to change; without a full stop."""
    server: str = ""
    """Which server it says something about, where it is about one by itself."""


def fine(name: str, text: str) -> Step:
    return Step(name, StepState.FINE, text)


def worrying(name: str, text: str) -> Step:
    return Step(name, StepState.WORRYING, text)


def failed(name: str, text: str) -> Step:
    return Step(name, StepState.FAILED, text)


def skipped(name: str, text: str) -> Step:
    return Step(name, StepState.SKIPPED, text)


def failures(steps: Iterable[Step]) -> list[Step]:
    return [step for step in steps if step.state is StepState.FAILED]


def ended(text: str) -> str:
    """`text` as a sentence."""
    return text if text.endswith("?") else f"{text}."
