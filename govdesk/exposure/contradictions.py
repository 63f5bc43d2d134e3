"""What cannot stand on one access list together. Each rule raises ValidationError, in words for a field."""

from typing import Any

from wtforms.validators import ValidationError

from govdesk.directory.models import Person
from govdesk.exposure.models import Line
from govdesk.exposure.reading import Lines
from govdesk.exposure.rules import FactorKind, MeansKind
from govdesk.i18n import _


def demand_not_yet_known(lines: Lines, person: Person) -> None:
    """A person who knows the shared password stands on the list once."""
    if any(one.person_id == person.id and one.ended_on is None for one in lines.custodianships):
        raise ValidationError(
            _("%(name)s knows the shared password already. Change their line on the list.", name=person.name)
        )


def demand_means_fit(lines: Lines, kind: str, line: Line | None) -> None:
    """Where there is no way to recover, there is no other beside it; `line` is the one that is changed."""
    others = _beside(lines.means, line)
    if kind == MeansKind.NONE.value and others:
        raise ValidationError(_("Ways to recover stand on the list. End them first, or choose which way it is."))
    if kind != MeansKind.NONE.value and any(one.kind is MeansKind.NONE for one in others):
        raise ValidationError(_("The list says that there is no way to recover. End that line first, or change it."))


def demand_factor_fits(lines: Lines, kind: str, grant_id: int | None, line: Line | None) -> None:
    """What is switched off has no factor on the same log-in; `line` is the one that is changed."""
    others = [one for one in _beside(lines.factors, line) if one.grant_id == grant_id]
    if kind == FactorKind.OFF.value and others:
        raise ValidationError(_("A second factor of this log-in stands on the list. End it first, or change it."))
    if kind != FactorKind.OFF.value and any(one.kind is FactorKind.OFF for one in others):
        raise ValidationError(
            _("The list says that this log-in has its second factor switched off. End that line first, or change it.")
        )


def _beside(rows: list[Any], line: Line | None) -> list[Any]:
    return [one for one in rows if line is None or one.id != line.id]
