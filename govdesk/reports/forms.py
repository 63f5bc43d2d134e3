"""What a report is narrowed to; lives in the address."""

from collections.abc import Iterable, Sequence
from typing import Any

import wtforms
from wtforms import SelectField

from govdesk.accounts.platforms.catalogue import Catalogue
from govdesk.i18n import _, _l
from govdesk.reports.report import Choice, Report
from govdesk.reports.scene import Chosen


class FilterForm(wtforms.Form):
    department = SelectField(_l("Department, with all below it"))
    platform = SelectField(_l("Platform"))
    shown = SelectField(_l("Show"))

    def __init__(
        self,
        *args: Any,
        report: Report,
        departments: Iterable[Choice],
        platforms: Iterable[str],
        catalogue: Catalogue,
        choices: Sequence[Choice],
    ) -> None:
        super().__init__(*args)
        by_account = {
            "department": [("", _("All")), *departments],
            "platform": [("", _("All")), *((key, catalogue.name_of(key)) for key in platforms)],
        }
        offered = {**(by_account if report.by_account else {}), **({"shown": list(choices)} if choices else {})}
        self._words = {name: dict(of_field) for name, of_field in offered.items()}
        for field in (self.department, self.platform, self.shown):
            if field.name in offered:
                field.choices = offered[field.name]
            else:
                del self[field.name]

    @property
    def _picked(self) -> dict[str, str]:
        """Name of each filter that narrows → its value; what is not offered narrows nothing."""
        asked = {name: str(self[name].data or "") for name in self._words}
        return {name: value for name, value in asked.items() if value and value in self._words[name]}

    @property
    def chosen(self) -> Chosen:
        """What was asked for."""
        picked = self._picked
        department = picked.get("department")
        return Chosen(int(department) if department else None, picked.get("platform", ""), picked.get("shown", ""))

    @property
    def narrowed(self) -> list[tuple[str, str]]:
        """Label and choice of each filter that narrows, for the head of a file."""
        return [(str(self[name].label.text), str(self._words[name][value])) for name, value in self._picked.items()]
