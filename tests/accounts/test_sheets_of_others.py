"""What columns are called elsewhere, columns in numbers, and what is remembered of a reading that was put right."""

import unicodedata
from io import BytesIO
from typing import Literal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.accounts.importing.actions import imports
from govdesk.accounts.importing.models import AccountImport
from govdesk.accounts.importing.reading import guess, named, read
from govdesk.accounts.importing.source import source_of
from govdesk.accounts.models import SocialAccount
from govdesk.accounts.platforms.catalogue import Catalogue
from govdesk.directory.models import Person
from tests.pages import Page, PageClient

HEADS = {
    "Kanal;Link;Verantwortlich;Abteilung": "platform url owner department",
    "Netzwerk;Account;Ansprechpartner/in;Referat": "platform handle owner department",
    "Plattform;Internetadresse;zuständige\nPerson;Organisationseinheit (OE)": "platform url owner department",
    "Dienst;Benutzername;Verantwortliche:r;Zuständiges Amt": "platform handle owner department",
    "Plateforme;Lien;Propriétaire;Service": "platform url owner department",
    "Réseau social;Compte;Responsable(s);Direction": "platform handle owner department",
    "Plataforma;Enlace;Propietario;Departamento": "platform url owner department",
    "Red social;Cuenta;Titular;Área": "platform handle owner department",
    "Piattaforma;Indirizzo web;Responsabile;Ufficio": "platform url owner department",
    "Netwerk;Webadres;Eigenaar;Dienst": "platform url owner department",
    "Channel [network];Profile link:;Responsible person*;Business unit": "platform url owner department",
}


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("head", HEADS)
def test_headings_are_understood_in_six_languages(
    platforms: Catalogue, head: str, form: Literal["NFC", "NFD"]
) -> None:
    account = "https://x.com/noaa" if "url" in HEADS[head] else "@noaa"
    names = [f'"{unicodedata.normalize(form, name)}"' for name in head.split(";")]
    content = f"{';'.join(names)}\nTwitter;{account};Ann Lee;Press\n".encode()
    sheet = named(read("list.csv", content, platforms), "", platforms)
    assert list(guess(sheet, platforms).values()) == HEADS[head].split()


@pytest.mark.parametrize("word", ["FB", "fb", "Facebook-Seite", "Facebook (Page)"])
def test_platforms_go_by_the_names_that_people_give_them(platforms: Catalogue, word: str) -> None:
    assert source_of("a.csv", f"Kanal,Account\n{word},noaa\n".encode(), platforms).plan.entries[
        0
    ].identity.platform == ("facebook")


def test_what_is_no_platform_is_listed_with_its_word(session: Session, platforms: Catalogue) -> None:
    lines = "\n".join(f"{word},noaa{n}" for n, word in enumerate(("IG", "Tw/X", "YT", "LI", "TW", "MySpace")))
    report = imports.look(session, source_of("a.csv", f"Platform,Handle\n{lines}\n".encode(), platforms), platforms)
    assert report["new"] == 5
    assert report["unmatched"] == [{"row": 7, "field": "platform", "value": "MySpace"}]
    assert report["refused"] == [{"row": 7, "reason": "Its platform is not known here. Enter the whole address."}]


NUMBERED = """Amt;Kanal 1;Link 1;Kanal 2;Link 2;Kanal 3;Link 3
Presse;Facebook;facebook.com/stadt;X;@stadt;;
Museum;Instagram;@museum;;;Facebook;museum
"""


def test_numbered_columns_are_several_accounts_in_a_line(platforms: Catalogue) -> None:
    plan = source_of("a.csv", NUMBERED.encode(), platforms).plan
    assert plan.refused == []
    assert [(e.identity.key, e.row.number, e.row.column, e.row.departments) for e in plan.entries] == [
        ("facebook:page:stadt", 2, "Kanal 1", ("Presse",)),
        ("x:account:stadt", 2, "Kanal 2", ("Presse",)),
        ("instagram:account:museum", 3, "Kanal 1", ("Museum",)),
        ("facebook:page:museum", 3, "Kanal 3", ("Museum",)),
    ]


def test_columns_that_are_not_read_are_named(session: Session, platforms: Catalogue) -> None:
    content = b"url,Followers,Theme,Notes,empty\nx.com/noaa,12,storms,hello there,\n"
    report = imports.look(session, source_of("a.csv", content, platforms), platforms)
    assert report["left_out"] == ["Followers", "Theme", "Notes"]


@pytest.fixture
def comms(client: PageClient, grace: Person) -> PageClient:
    return client.sign_in(grace)


def upload(comms: PageClient, content: str, name: str) -> str:
    return str(comms.submit("/accounts/import", file=(BytesIO(content.encode()), name)).location)


def bring_in(comms: PageClient, preview: str) -> None:
    comms.post(preview, data=Page(comms.get(preview).text).form(preview).values)


def test_any_column_can_be_given_a_meaning_the_twelfth_and_free_text_too(
    comms: PageClient, session: Session, ada: Person
) -> None:
    head = ",".join(f"c{n}" for n in range(10))
    content = f"url,{head},who,Notes\nx.com/noaa,{',' * 10}ada,x.com/nist\nx.com/eda,{',' * 10},call me\n"
    preview = upload(comms, content, "list.csv")
    answer = comms.submit(preview, to=f"{preview}/reading", column_11="owner", column_12="url")
    assert answer.status_code == 303, answer.text
    assert "Not read, since nobody has said" not in comms.get(preview).text
    bring_in(comms, preview)
    found = {account.handle: account.owner for account in session.scalars(select(SocialAccount))}
    assert found == {"noaa": ada, "nist": ada, "eda": None}


ODD = "Where,Who knows\n{},grace\n"


def test_a_correction_is_remembered_for_the_same_columns_and_can_be_reset(
    comms: PageClient, session: Session
) -> None:
    first = upload(comms, ODD.format("x.com/noaa"), "one.csv")
    comms.submit(first, to=f"{first}/reading", column_1="deputy")
    bring_in(comms, first)
    second = upload(comms, ODD.format("x.com/nist"), "two.csv")
    shown = comms.get(second).text
    assert "Read as the last list with these columns was corrected: Who knows." in shown
    assert Page(shown).form(f"{second}/reading").values["column_1"] == "deputy"
    form = Page(shown).form(f"{second}/reading").values
    comms.post(f"{second}/reading", data={**form, "as_guessed": "y"})
    assert "Read as the last list" not in comms.get(second).text
    bring_in(comms, second)
    third = upload(comms, ODD.format("x.com/eda"), "two.csv")
    assert "Read as the last list" not in comms.get(third).text, "what was reset is forgotten"
    assert [i.report["corrected"] for i in session.scalars(select(AccountImport).order_by(AccountImport.id))] == [
        {"Who knows": "deputy"}, {}, {}
    ]  # fmt: skip
