"""Rows of an import file, and what is said of rows that cannot be read."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govdesk.accounts.importing.planning import understand
from govdesk.accounts.importing.reading import Row, Unreadable, guess, named, read
from govdesk.accounts.importing.reading import rows as rows_of
from govdesk.accounts.platforms.catalogue import catalogue
from govdesk.errors import Invalid

HEAD = "platform,url,name,department,owner,deputy,custodians\n"
NOAA = Row(2, "x", "https://x.com/noaa", "NOAA", ("NOAA", "Commerce"), "grace", "sam", ("ada", "olu"))
SAMPLE = {
    "account": "nist_fire",
    "service_key": "twitter",
    "service_url": "https://twitter.com/NIST_Fire",
    "organization": "NIST Fire Research ",
    "agencies": [{"id": 81, "name": "Department of Commerce"}, {"id": 1981, "name": "NIST"}],
    "tags": [],
    "id": 208723,
}


def rows(text: str, name: str = "accounts.csv") -> list[Row | Unreadable]:
    return rows_in(name, text.encode("utf-8", "surrogatepass"))


def rows_in(name: str, content: bytes) -> list[Row | Unreadable]:
    platforms = catalogue()
    sheet = named(read(name, content, platforms), "", platforms)
    found = rows_of(sheet, guess(sheet, platforms), platforms)
    return sorted(found, key=lambda row: row.number)


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_reads_plain_columns_as_spreadsheets_save_them(mark: str, delimiter: str, end: str) -> None:
    line = "x,https://x.com/noaa,NOAA,NOAA|Commerce,grace,sam,ada | olu\n"
    text = mark + (HEAD + line).replace(",", delimiter).replace("\n", end)
    assert rows(text) == [NOAA]


def test_reads_columns_in_any_order_and_skips_unknown_ones() -> None:
    text = "Notes,Department,Custodians,OWNER,deputy,name,url,platform\nhm,NOAA|Commerce,ada|olu,grace,sam,NOAA,https://x.com/noaa,x\n"
    assert rows(text) == [NOAA]


def test_reads_the_registrys_csv() -> None:
    text = (
        '"account_platform","account_url","account_name","short_description","agencies","contacts","notes"\n'
        '"Twitter","http://twitter.com/a_sample","A Name","",'
        '"Agency One|Agency Two","ann@example.com|bob@example.com",""\n'
    )
    contacts = ("ann@example.com", "bob@example.com")
    agencies = ("Agency One", "Agency Two")
    assert rows(text) == [Row(2, "Twitter", "http://twitter.com/a_sample", "A Name", agencies, "", "", contacts)]


def test_reads_the_registrys_json() -> None:
    agencies = ("Department of Commerce", "NIST")
    expected = Row(1, "twitter", "https://twitter.com/NIST_Fire", "NIST Fire Research", agencies, "", "", (),
        handle="nist_fire", record="208723")  # fmt: skip
    assert rows(json.dumps([SAMPLE]), "accounts.json") == [expected]


def test_numbers_lines_as_a_spreadsheet_does() -> None:
    text = HEAD + '\nx,https://x.com/a,"two\nlines",,,,\n,,,,,,\nx,https://x.com/b,B,,,,\n'
    assert [(row.number, row.name) for row in rows(text) if isinstance(row, Row)] == [
        (3, "two lines"),
        (5, "B"),
    ]


BAD_LINES = [
    ("x,https://x.com/a,A,,,,,,stray\n", "more cells"),
    (f"x,https://x.com/a,{'A' * 140_000},,,,\n", "not sound CSV"),
    ("x,https://x.com/a,A\x00B,,,,\n", "not text"),
    ("x,https://x.com/a,A\x1b[2J,,,,\n", "not text"),
]


@pytest.mark.parametrize(("line", "reason"), BAD_LINES)
def test_an_unreadable_line_is_named_and_the_rest_goes_on(line: str, reason: str) -> None:
    bad, good = rows(HEAD + line + "x,https://x.com/b,B,,,,\n")
    assert isinstance(bad, Unreadable)
    assert bad.number == 2
    assert reason in bad.reason
    assert isinstance(good, Row)
    assert good.number == 3


def test_only_the_row_that_is_not_utf_8_is_refused() -> None:
    content = (
        HEAD.encode() + "x,https://x.com/a,Größe,,,,\n".encode("cp1252") + "x,https://x.com/b,Größe,,,,\n".encode()
    )
    bad, good = rows_in("accounts.csv", content)
    assert isinstance(bad, Unreadable)
    assert (bad.number, bad.reason) == (2, "The row holds characters that are not text. Save the file as UTF-8.")
    assert isinstance(good, Row)
    assert good.name == "Größe"


@pytest.mark.parametrize("record", [7, "text", None, [], {}, {"url": ["a"]}, {"url": "a.b", "name": "\ud800"}])
def test_an_unreadable_record_is_named_and_the_rest_goes_on(record: object) -> None:
    bad, good = rows(json.dumps([record, SAMPLE]), "accounts.json")
    assert isinstance(bad, Unreadable)
    assert bad.number == 1
    assert isinstance(good, Row)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.csv", ""),
        ("a.csv", "\n,,\n"),
        ("a.xlsx", "PK\x03\x04 no workbook"),
        ("a.yaml", "accounts: [x"),
        ("a.json", "[{"),
        ("a.json", '{"accounts": 1}'),
        ("a.json", "[" * 100_000),
    ],
)
def test_a_file_of_another_kind_is_refused_whole(name: str, text: str) -> None:
    with pytest.raises(Invalid):
        rows(text, name)


@given(
    st.binary() | st.text().map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.sampled_from(["a.csv", "a.json", "a.yaml", "a.xlsx"]),
)
def test_no_file_whatever_breaks_it(content: bytes, name: str) -> None:
    with suppress(Invalid):
        rows_in(name, b"url,name\n" + content if name == "a.csv" else content)


@pytest.mark.parametrize("handle", ["@noaa.bsky.social", "noaa.bsky.social"])
def test_a_handle_where_an_address_belongs_means_the_account_on_the_platform_named_beside_it(handle: str) -> None:
    [row] = rows_in("accounts.csv", f"Address,Platform\n{handle},Bluesky\n".encode())
    assert isinstance(row, Row)
    assert row.url.endswith("noaa.bsky.social")
    assert [r.url for r in rows_in("a.csv", b"url,platform\n@noaa,X\nnoaa,Instagram\n") if isinstance(r, Row)] == [
        "https://x.com/@noaa",
        "https://instagram.com/noaa",
    ]


def test_a_handle_that_its_platform_cannot_have_is_refused_with_the_platforms_name() -> None:
    platforms = catalogue()
    [row] = rows_in("accounts.csv", b"url,platform\n@presse_bsky,Bluesky\n")
    assert [bad.reason for bad in understand([row], platforms).refused] == [
        "Bluesky has no such handles. Enter the whole address."
    ]
