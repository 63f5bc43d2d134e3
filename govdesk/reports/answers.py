"""Met, partly met, not met, or not known: what a count says about a control. Pure."""

from dataclasses import dataclass

from govdesk.i18n import _, _l
from govdesk.reports.controls import Control, Tells
from govdesk.words import Labelled, Tone


class Answer(Labelled):
    MET = "met", _l("Met"), Tone.OK
    PARTLY = "partly", _l("Partly met"), Tone.SOON
    NOT_MET = "not_met", _l("Not met"), Tone.LATE
    NOT_KNOWN = "not_known", _l("Not known to Govdesk"), Tone.UNKNOWN
    NOT_APPLICABLE = "not_applicable", _l("Not applicable"), Tone.FROZEN


class Risk(Labelled):
    """What remains."""

    LOW = "low", _l("Low"), Tone.OK
    MEDIUM = "medium", _l("Medium"), Tone.SOON
    HIGH = "high", _l("High"), Tone.LATE
    OPEN = "open", _l("Cannot be told"), Tone.UNKNOWN
    NONE = "none", _l("Not applicable"), Tone.FROZEN


RISKS = {
    Answer.MET: Risk.LOW,
    Answer.PARTLY: Risk.MEDIUM,
    Answer.NOT_MET: Risk.HIGH,
    Answer.NOT_KNOWN: Risk.OPEN,
    Answer.NOT_APPLICABLE: Risk.NONE,
}


@dataclass(frozen=True)
class Tally:
    """Accounts that a control concerns; that keep it; that certainly do not. Of the rest nobody knows."""

    of: int
    kept: int
    gaps: int

    @property
    def unknown(self) -> int:
        return self.of - self.kept - self.gaps

    @property
    def percent(self) -> int:
        """Rounded down, so that all but one is not all."""
        return self.kept * 100 // self.of if self.of else 0

    @property
    def percent_at_best(self) -> int:
        """If all of which nobody knows were in order."""
        return (self.kept + self.unknown) * 100 // self.of if self.of else 0


def judged(control: Control, tally: Tally | None) -> Answer:
    """What is unknown is never counted as kept; where it could still make up for what is missing, nothing is said."""
    if control.not_applicable:
        return Answer.NOT_APPLICABLE
    if tally is None or not tally.of or control.tells is Tells.NOTHING:
        return Answer.NOT_KNOWN
    if tally.percent >= control.met_from:
        return Answer.MET if control.tells is Tells.WHOLE else Answer.PARTLY
    if tally.percent >= control.partly_from:
        return Answer.PARTLY
    return Answer.NOT_KNOWN if tally.percent_at_best >= control.partly_from else Answer.NOT_MET


def evidence(control: Control, tally: Tally | None) -> str:
    """The numbers behind an answer, and what they do not show."""
    told = [_numbers(tally, control)] if tally else []
    return " ".join((*told, control.cannot_tell)).strip()


def _numbers(tally: Tally, control: Control) -> str:
    if not tally.of:
        return _("No account is concerned: %(what)s.", what=control.counts)
    kept = _(
        "%(kept)d of %(of)d accounts (%(percent)d %%): %(what)s.",
        kept=tally.kept, of=tally.of, percent=tally.percent, what=control.counts,
    )  # fmt: skip
    gaps = _("Not so: %(number)d.", number=tally.gaps) if tally.gaps else ""
    unknown = _("Unknown: %(number)d.", number=tally.unknown) if tally.unknown else ""
    return " ".join(filter(None, (kept, gaps, unknown)))


def remains(control: Control, answer: Answer, tally: Tally | None) -> str:
    """The residual risk in words, with the number of accounts that it may concern."""
    if answer is Answer.NOT_APPLICABLE:
        return control.not_applicable
    if answer is Answer.MET:
        return _("Counted, not watched: a list shows what was told, not what is done each day.")
    left = tally.of - tally.kept if tally else 0
    if tally is None or not left:
        return control.risk
    return _("%(risk)s That may be so for %(left)d of %(of)d accounts.", risk=control.risk, left=left, of=tally.of)
