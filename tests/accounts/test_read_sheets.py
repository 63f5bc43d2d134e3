"""Sheets as people have them: workbooks, wide lists, titles above the head, odd encodings; and files that attack."""

import io
import zipfile
from typing import Any

import openpyxl
import pytest

from govdesk.accounts.importing.reading import Row, Sheet, corrected, guess, named, read, rows, workbook
from govdesk.accounts.importing.source import source_of
from govdesk.accounts.platforms.catalogue import Catalogue
from govdesk.accounts.platforms.identity import Identity, identify
from govdesk.errors import Invalid


def workbook_of(**sheets: list[list[Any]]) -> bytes:
    book = openpyxl.Workbook()
    del book["Sheet"]
    for name, lines in sheets.items():
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(line)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def sheet_in(content: bytes, name: str, platforms: Catalogue, wanted: str = "") -> Sheet:
    return named(read(name, content, platforms), wanted, platforms)


def found_in(content: bytes, name: str, platforms: Catalogue) -> list[Row]:
    sheet = sheet_in(content, name, platforms)
    return [row for row in rows(sheet, guess(sheet, platforms), platforms) if isinstance(row, Row)]


def handles(found: list[Row], platforms: Catalogue) -> list[tuple[int, str, str]]:
    meant = [(row.number, identify(row.url, platforms)) for row in found]
    return [(number, a.platform, a.handle) for number, a in meant if isinstance(a, Identity)]


NOBODY_PREPARED: list[list[Any]] = [
    ["Our social media accounts", None, None, None],
    ["as of", "2026-03-01", None, None],
    [],
    ["Team", "Where", "Who posts", "Followers"],
    ["NOAA Press Office", "https://www.facebook.com/NOAA/?ref=x", "ada@commerce.example", 12000],
    ["NOAA Press Office", "https://twitter.com/NOAA", "ada@commerce.example", 3400.0],
]


def test_a_workbook_that_nobody_prepared_is_read(platforms: Catalogue) -> None:
    content = workbook_of(Notes=[["hello"]], Accounts=NOBODY_PREPARED)
    sheet = sheet_in(content, "a.xlsx", platforms)
    assert sheet.name == "Accounts"
    assert guess(sheet, platforms) == {"Team": "department", "Where": "url", "Who posts": "owner", "Followers": ""}
    assert [(row.number, row.departments) for row in found_in(content, "a.xlsx", platforms)] == [
        (5, ("NOAA Press Office",)),
        (6, ("NOAA Press Office",)),
    ]


def test_a_sheet_can_be_named_and_a_missing_one_is_told(platforms: Catalogue) -> None:
    content = workbook_of(Old=NOBODY_PREPARED, New=NOBODY_PREPARED)
    assert sheet_in(content, "a.xlsx", platforms, "new").name == "New"
    with pytest.raises(Invalid, match=r"There is no sheet Newer\. There are: Old, New\."):
        sheet_in(content, "a.xlsx", platforms, "Newer")


WIDE = (
    b"Office,Facebook page,Twitter,YouTube,Website\n"
    b'Parks,"[https://www.facebook.com/kcparks, Facebook]",@kcparks,"[null, null]",https://parks.example.org/\n'
    b"Health,,n/a,UC3lif8TFPOe-tJ2-pE4Rp7Q,\n"
    b"Nobody,,,,\n"
)


def test_a_wide_sheet_gives_an_account_for_each_platform(platforms: Catalogue) -> None:
    found = found_in(WIDE, "wide.csv", platforms)
    assert handles(found, platforms) == [
        (2, "facebook", "kcparks"),
        (2, "x", "kcparks"),
        (2, "website", "parks.example.org"),
        (3, "youtube", "UC3lif8TFPOe-tJ2-pE4Rp7Q"),
    ]
    assert [(row.departments, row.column) for row in found][1] == (("Parks",), "Twitter")


def test_a_nested_record_is_a_wide_line(platforms: Catalogue) -> None:
    content = (
        b"- id: {bioguide: A1}\n  social: {twitter: repa, youtube: RepA, youtube_id: UC3lif8TFPOe-tJ2-pE4Rp7Q}\n"
    )
    found = found_in(content + b"- id: {bioguide: B1}\n  social: {mastodon: '@b@mas.to'}\n", "a.yaml", platforms)
    assert [(row.record, row.url) for row in found] == [
        ("A1", "https://x.com/repa"),
        ("A1", "https://youtube.com/RepA"),
        ("B1", "@b@mas.to"),
    ], "the number stands in only where there is no handle"


def test_a_list_of_handles_needs_to_be_told_the_platform_once(platforms: Catalogue) -> None:
    sheet = sheet_in(b"Austria:\n  - gv-at\nBrazil:\n  - brgov\n  - datasus\n", "a.yml", platforms)
    meanings = corrected(guess(sheet, platforms), {"account": "github"}, platforms)
    found = [row for row in rows(sheet, meanings, platforms) if isinstance(row, Row)]
    assert [(row.departments[0], row.url) for row in found] == [
        ("Austria", "https://github.com/gv-at"),
        ("Brazil", "https://github.com/brgov"),
        ("Brazil", "https://github.com/datasus"),
    ]


def test_a_sheet_without_a_head_is_read_by_its_letters(platforms: Catalogue) -> None:
    sheet = sheet_in(b"NOAA,https://x.com/noaa\nNIST,https://x.com/nist\n", "a.csv", platforms)
    assert guess(sheet, platforms) == {"Column A": "", "Column B": "url"}
    assert [line.number for line in sheet.lines] == [1, 2]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_is_read_as_it_was_saved(encoding: str, platforms: Catalogue) -> None:
    content = "url;name\nx.com/noaa;Größe\n".encode(encoding)
    assert [row.name for row in found_in(content, "a.csv", platforms)] == ["Größe"]


def test_a_file_is_read_as_what_it_is_whatever_its_name(platforms: Catalogue) -> None:
    assert len(found_in(workbook_of(A=NOBODY_PREPARED), "a.csv", platforms)) == 2
    assert len(found_in(b'[{"url": "x.com/noaa"}]', "a.txt", platforms)) == 1


def test_a_column_that_is_not_there_or_a_field_that_is_none_is_told(platforms: Catalogue) -> None:
    with pytest.raises(Invalid, match=r"There is no column Link\. The file has: url\."):
        corrected({"url": "url"}, {"Link": "url"}, platforms)
    with pytest.raises(Invalid, match="adress is no field"):
        corrected({"url": "url"}, {"url": "adress"}, platforms)


def test_a_workbook_that_unpacks_without_end_is_refused(
    platforms: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "LARGEST", 1_000_000)
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 2_000_000)
    with pytest.raises(Invalid, match="too large when unpacked"):
        read("a.xlsx", written.getvalue(), platforms)


ENTITIES = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><worksheet>&b;</worksheet>'


def _patched(content: bytes, part: str, text: bytes) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(written, "w") as new:
        for name in old.namelist():
            new.writestr(name, text if name == part else old.read(name))
    return written.getvalue()


def test_entities_in_a_workbook_are_refused(platforms: Catalogue) -> None:
    content = _patched(workbook_of(A=NOBODY_PREPARED), "xl/worksheets/sheet1.xml", ENTITIES)
    with pytest.raises(Invalid, match="not a sound workbook"):
        read("a.xlsx", content, platforms)


def test_a_row_beyond_the_end_of_all_sheets_is_refused(platforms: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "LAST_ROW", 1_000)
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="900000000"><c r="A900000000"><v>1</v></c></row></sheetData></worksheet>'
    )
    with pytest.raises(Invalid, match="not a sound workbook"):
        read("a.xlsx", _patched(workbook_of(A=NOBODY_PREPARED), "xl/worksheets/sheet1.xml", sheet), platforms)


def test_few_lines_of_yaml_that_stand_for_millions_are_refused(platforms: Catalogue) -> None:
    lines = [b"a: &a [x, x, x, x, x, x, x, x, x, x]"]
    lines += [b"%c: &%c [%s]" % (c, c, b", ".join([b"*%c" % (c - 1)] * 10)) for c in range(ord("b"), ord("i"))]
    content = b"- url: x.com/noaa\n  extra: {" + b", ".join(lines) + b"}\n"
    (sheet,) = read("a.yaml", content, platforms)
    assert [bad.reason for bad in sheet.refused] == ["The row holds too many values."]


def linked_workbook(head: tuple[str, ...], *rows: tuple[str, ...], links: dict[str, str]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (head, *rows):
        sheet.append(row)
    for place, link in links.items():
        sheet[place].hyperlink = link
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


@pytest.mark.parametrize(
    ("head", "shown", "behind"),
    [
        (("Office", "Link"), "open it", "https://x.com/noaa"),
        (("Office", "Twitter"), "@NOAA (verified)", "https://twitter.com/noaa"),
        (("Office", "Profile name"), "NOAA on X", "https://x.com/noaa"),
    ],
)
def test_the_link_behind_a_cell_is_its_address(
    platforms: Catalogue, head: tuple[str, str], shown: str, behind: str
) -> None:
    content = linked_workbook(
        head, ("Press", shown), ("Films", shown), links={"B2": behind, "B3": "https://x.com/nist"}
    )
    source = source_of("a.xlsx", content, platforms)
    assert [entry.identity.key for entry in source.plan.entries] == ["x:account:noaa", "x:account:nist"]


def test_an_address_that_can_be_read_counts_more_than_the_link_behind_it(platforms: Catalogue) -> None:
    content = linked_workbook(("Link",), ("https://x.com/noaa",), links={"A2": "https://lnk.example/redirect"})
    assert [entry.identity.key for entry in source_of("a.xlsx", content, platforms).plan.entries] == [
        "x:account:noaa"
    ]


def test_a_secret_in_a_link_is_a_secret(platforms: Catalogue) -> None:
    content = linked_workbook(("Link",), ("here",), links={"A2": "https://x.com/noaa?access_token=abc"})
    assert [bad.number for bad in source_of("a.xlsx", content, platforms).plan.refused] == [2]
