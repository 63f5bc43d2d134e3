"""Sheets that nobody prepared: they come in through the page as they are, without a word of correction."""

import io
from datetime import date

import openpyxl
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.accounts.importing.models import AccountImport
from govdesk.accounts.models import SocialAccount
from govdesk.directory.models import Person
from tests.pages import Page, PageClient

GERMAN = (
    "Übersicht Social-Media-Kanäle;;;;;;\nStand: 03.11.2026, Pressestelle;;;;;;\n;;;;;;\n"
    "Öffentlichkeitsarbeit;;Kanäle;;;;\n"
    "Amt;Ansprechpartner/in;Facebook-Seite;Instagram;X (früher Twitter);YouTube-Kanal;Bemerkungen\n"
    "Bürgermeisteramt;Jürgen Müller;www.facebook.com/StadtMusterhausen;@stadt_muster;-;;läuft über Agentur\n"
    "Stadtbücherei;b.groß@muster.example;https://www.facebook.com/buecherei/;;@buecherei;youtube.com/@buecherei;\n"
    ";;;;;;\nMuseum;;keine;museum.muster;;;Konto ruht\nSumme;;2;2;1;1;\n"
).encode("cp1252")


def two_heads() -> bytes:
    """A hidden sheet, a title, merged heads in two rows, a blank line, dates, a sum."""
    book = openpyxl.Workbook()
    hidden, sheet = book.worksheets[0], book.create_sheet("Accounts 2026")
    hidden.append(["A", "https://x.com/internal"])
    hidden.sheet_state = "hidden"
    for row in (
        ["Social media accounts of the Department"], [], ["Owner", None, "Account", None, None, "Since"],
        ["Bureau", "Contact", "Network", "Profile", "Followers", None],
        ["NIST", "ann@nist.gov", "Twitter", "https://twitter.com/usnistgov", 12345, date(2011, 5, 1)], [],
        ["NIST", "ann@nist.gov", "Facebook", "facebook.com/USNISTGOV", 777.0, None],
        ["Fisheries", None, "LinkedIn", "https://www.linkedin.com/company/noaa-fisheries/about/", None, None],
        ["Total", None, None, None, "=SUM(E5:E8)", None],
    ):  # fmt: skip
        sheet.append(row)
    for cells in ("A1:F1", "A3:B3", "C3:E3"):
        sheet.merge_cells(cells)
    book.active = 1
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


PRESS_OFFICE = """Social-Media-Liste der Stadt;;;;;;;
Stand: 12.11.2026;;;;;;;
Zuständige Abteilung;Ansprechpartner/in;Kanal 1;Link 1;Kanal 2;Link 2;Passwort;Bemerkungen
Presse;Tel. 0171/1234567;FB;www.facebook.com/StadtMuster?ref=Ts1;Insta;@stadt_muster;Sommer2026!;siehe KeePass
Museum;mailto:museum@muster.example;Tw/X;x.com/museum_m;;;;ruht
"""
MAIRIE = """Réseau social;Compte;Propriétaire;Service;Nombre d'abonnés
Facebook;MairieDeLyon;Jeanne Côté;Direction de la communication;12 345
X (anciennement Twitter);@lyon;;Voirie;9 876
Instagram;instagram.com/villedelyon/;jeanne@lyon.example;Direction de la communication;
""".encode("utf-16")
LISTED = b"""organisation: City
departments:
  - name: Press
    contact: {name: Ann, email: ann@city.example}
    accounts:
      - {platform: twitter, handle: citypress, since: 2015-01-01}
      - {platform: facebook, url: https://www.facebook.com/citypress}
  - name: Library
    accounts: [{platform: instagram, handle: citylibrary}]
"""
NAMED = b"""Press: {twitter: citypress, facebook: "https://www.facebook.com/citypress"}
Library: {instagram: citylibrary}
"""
CITY = ["facebook:page:citypress", "instagram:account:citylibrary", "x:account:citypress"]


@pytest.mark.parametrize(
    ("name", "content", "identities"),
    [
        (
            "Kanäle.csv",
            GERMAN,
            [
                "facebook:page:buecherei", "facebook:page:stadtmusterhausen", "instagram:account:museum.muster",
                "instagram:account:stadt_muster", "x:account:buecherei", "youtube:handle:buecherei",
            ],
        ),
        (
            "two heads.xlsx",
            two_heads(),
            ["facebook:page:usnistgov", "linkedin:company:noaa-fisheries", "x:account:usnistgov"],
        ),
        (
            "Stadt.csv",
            PRESS_OFFICE.encode("cp1252"),
            ["facebook:page:stadtmuster", "instagram:account:stadt_muster", "x:account:museum_m"],
        ),
        (
            "mairie.csv",
            MAIRIE,
            ["facebook:page:mairiedelyon", "instagram:account:villedelyon", "x:account:lyon"],
        ),
        ("listed.yaml", LISTED, CITY),
        ("named.yaml", NAMED, CITY),
    ],
)  # fmt: skip
def test_it_takes_two_clicks(
    client: PageClient, session: Session, grace: Person, name: str, content: bytes, identities: list[str]
) -> None:
    comms = client.sign_in(grace)
    preview = comms.submit("/accounts/import", file=(io.BytesIO(content), name)).location
    comms.post(preview, data=Page(comms.get(preview).text).form(preview).values)
    assert sorted(session.scalars(select(SocialAccount.identity))) == identities
    assert session.scalars(select(AccountImport)).one().report["refused"] == []
