"""Cells that people merged: the office once, and its accounts beside it."""

import io

import openpyxl
import pytest

from govdesk.accounts.importing.reading import merged
from govdesk.accounts.importing.source import source_of
from govdesk.accounts.platforms.catalogue import Catalogue


def workbook() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (
        ["Our accounts", None, None], [None, None, None], [None, None, None], ["Agency", "URL", "Owner"],
        ["NIST", "https://x.com/nist", "olu"], ["NOAA", "https://x.com/noaa", "ada"],
        [None, "https://x.com/noaa_storms", None], [None, None, None], [None, "https://x.com/noaa_films", None],
        [None, "https://x.com/nobodys", None],
    ):  # fmt: skip
        sheet.append(row)
    for cells in ("A1:C2", "A6:A9", "C6:C7"):
        sheet.merge_cells(cells)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


@pytest.mark.parametrize("at_once", [merged.AT_ONCE, 7])
def test_a_merged_cell_counts_for_each_of_its_rows(
    platforms: Catalogue, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(merged, "AT_ONCE", at_once)
    plan = source_of("a.xlsx", workbook(), platforms).plan
    assert [(e.row.number, e.row.departments, e.row.owner) for e in plan.entries] == [
        (5, ("NIST",), "olu"),
        (6, ("NOAA",), "ada"),
        (7, ("NOAA",), "ada"),
        (9, ("NOAA",), ""),
        (10, (), ""),
    ]
    assert not plan.refused
