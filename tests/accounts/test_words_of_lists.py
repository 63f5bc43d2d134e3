"""What cells and headings of other people's lists mean: contacts, nobody, several addresses in a cell."""

import time

import pytest

from govdesk.accounts.importing.kept import pack, unpack
from govdesk.accounts.importing.reading import guess, named, read
from govdesk.accounts.importing.reading.rows import addresses_in
from govdesk.accounts.importing.source import source_of, understood
from govdesk.accounts.platforms.catalogue import Catalogue


def guessed(text: str, platforms: Catalogue) -> dict[str, str]:
    return guess(named(read("list.csv", text.encode(), platforms), "", platforms), platforms)


@pytest.mark.parametrize(
    "head",
    [
        "Contact person",
        "Contact name",
        "Responsible contact",
        "Point of contact",
        "POC",
        "Main contact",
        "Contact e-mail",
    ],
)
def test_a_contact_answers_for_the_account_and_is_not_said_to_know_its_password(
    platforms: Catalogue, head: str
) -> None:
    assert guessed(f"URL,{head}\nx.com/noaa,Ann Lee\n", platforms)[head] == "owner"


def test_the_registrys_contacts_stay_who_works_with_the_account(platforms: Catalogue) -> None:
    assert guessed("account_url,contacts\nx.com/noaa,ann@noaa.gov\n", platforms)["contacts"] == "custodians"


@pytest.mark.parametrize("word", ["?", "n/a", "k. A.", "-", "None", "TBD", "unbekannt", "inconnu"])
def test_a_word_for_nobody_is_nobody(platforms: Catalogue, word: str) -> None:
    text = f"url;owner;deputy;department;custodians\nx.com/noaa;{word};{word};{word};{word}|ada\n"
    row = source_of("a.csv", text.encode(), platforms).plan.entries[0].row
    assert (row.owner, row.deputy, row.departments, row.custodians) == ("", "", (), ("ada",))


@pytest.mark.parametrize(
    ("values", "meaning"), [(("noaa", "nist", "usgs fr"), "handle"), (("La NOAA", "Le NIST", "usgs"), "name")]
)
def test_a_french_account_name_is_a_handle_only_where_it_looks_like_one(
    platforms: Catalogue, values: tuple[str, ...], meaning: str
) -> None:
    lines = "\n".join(f"x.com/a{n};{value}" for n, value in enumerate(values))
    assert guessed(f"Lien;Nom du compte\n{lines}\n", platforms)["Nom du compte"] == meaning


def test_columns_full_of_accounts_name_further_ones(platforms: Catalogue) -> None:
    text = (
        "Office,URL,Video,Other,Article,Notes\n"
        "Press,x.com/noaa,youtube.com/@noaa,facebook.com/noaa,https://noaa.gov/a,https://x.com/former\n"
        "Films,x.com/nist,youtube.com/@nist,-,https://noaa.gov/b,https://x.com/gone\n"
    )
    assert list(guessed(text, platforms).values()) == ["department", "url", "url", "url", "", ""]
    assert len(source_of("a.csv", text.encode(), platforms).plan.entries) == 5


@pytest.mark.parametrize(
    "cell",
    [
        "X: https://x.com/uspto_wide ; FB: facebook.com/usptowide",
        "X:https://x.com/uspto_wide FB:https://facebook.com/usptowide",
        "x.com/uspto_wide; www.facebook.com/usptowide",
        "X (formerly Twitter) - https://x.com/uspto_wide | Facebook page = facebook.com/usptowide/",
    ],
)
@pytest.mark.parametrize("head", ["Social Media Links", "URL"])
def test_a_cell_of_several_addresses_with_labels_gives_each_account(
    platforms: Catalogue, head: str, cell: str
) -> None:
    source = source_of("a.csv", f'Office;{head}\nUSPTO;"{cell}"\n'.encode(), platforms)
    kept = understood("a.csv", "", unpack(pack(source.sheets, platforms)), platforms, source.wish)
    for plan in (source.plan, kept.plan):
        assert [e.identity.key for e in plan.entries] == ["x:account:uspto_wide", "facebook:page:usptowide"]
        assert not plan.refused


@pytest.mark.parametrize("cell", ["; " * 20_000 + "a.b", "X " * 10_000, "X" + " " * 20_000, "a.a-" * 10_000])
def test_a_cell_made_to_keep_the_reader_busy_does_not(cell: str) -> None:
    began = time.process_time()
    addresses_in(cell)
    assert time.process_time() - began < 2
