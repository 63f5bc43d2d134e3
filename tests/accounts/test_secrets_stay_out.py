"""The register never holds what opens an account."""

import pytest

from govdesk.accounts.importing.reading import read
from govdesk.accounts.platforms.catalogue import catalogue
from govdesk.secrecy import holds_secret, looks_secret

SECRET = [
    ("password", "summer"),
    ("Twitter Password", "x"),
    ("PIN", "1234"),
    ("recovery codes", "see below"),
    ("2FA seed", "abc"),
    ("notes", "password: Summer2017"),
    ("notes", "PW=hunter22 (ask Bob)"),
    ("notes", "Tr0ub4dor&3x"),
    ("name", "otpauth://totp/NOAA?issuer=x"),
    ("notes", "JBSWY3DPEHPK3PXP"),
    ("notes", "jbsw y3dp ehpk 3pxp"),
    ("notes", "a1b2c-d3e4f g5h6i-j7k8l m9n0o-p1q2r"),
    ("notes", "12345678, 23456789, 34567890"),
    ("notes", "-----BEGIN RSA PRIVATE KEY-----"),
    ("url", "https://graph.facebook.com/me?access_token=abc"),
    ("notes", "ghp_" + "a1" * 18),
    ("notes", "AKIA" + "ABCDEFGH12345678"),
]

HARMLESS = [
    ("password", "  "),
    ("password last changed", "2017-05-31"),
    ("Password location", "vault, folder Press"),
    ("name", "NIST Fire Research"),
    ("name", "Trusted IDs @ NIST"),
    ("url", "https://www.youtube.com/channel/UCSwf8bGblNsD288wY0w4Rzw"),
    ("url", "https://plus.google.com/b/105187765299030181970/+usnistgov"),
    ("contacts", "Ann.Lee2@noaa.gov"),
    ("youtube", "@RepJeffHurd03"),
    ("mastodon", "@Noaa1@social.example"),
    ("notes", "Call 555-1234 before changing anything"),
    ("notes", "Pinned post: see the token economy"),
    ("compass", "north"),
    ("name", "Papahānaumokuākea"),
]


@pytest.mark.parametrize(("field", "value"), SECRET)
def test_knows_a_secret(field: str, value: str) -> None:
    assert looks_secret(field, value)


@pytest.mark.parametrize(("field", "value"), HARMLESS)
def test_lets_ordinary_values_pass(field: str, value: str) -> None:
    assert not looks_secret(field, value)


def test_a_row_with_a_secret_is_refused_without_repeating_it() -> None:
    content = b"url,name,Notes\nx.com/noaa,NOAA,the password is sunflower99\nx.com/nist,NIST,\n"
    (sheet,) = read("a.csv", content, catalogue())
    (bad,) = sheet.refused
    assert bad.number == 2
    assert "secret" in bad.reason
    assert "sunflower99" not in bad.reason
    assert [line.number for line in sheet.lines] == [3]


@pytest.mark.parametrize("column", ["Passwort", "PW", "Twitter Password", "2FA seed", "Backup codes", "PIN"])
def test_a_column_for_secrets_is_thrown_away_and_the_rest_of_the_row_is_taken(column: str) -> None:
    content = f"url,name,{column}\nx.com/noaa,NOAA,hunter2\nx.com/nist,NIST,\n".encode()
    (sheet,) = read("a.csv", content, catalogue())
    assert (sheet.columns, sheet.for_secrets, sheet.refused) == (("url", "name"), (column,), [])
    assert [line.cells for line in sheet.lines] == [
        {"url": "x.com/noaa", "name": "NOAA"},
        {"url": "x.com/nist", "name": "NIST"},
    ]


def test_a_column_whose_name_is_a_secret_is_not_named() -> None:
    (sheet,) = read("a.csv", b"url,Password: sunflower99\nx.com/noaa,see head\n", catalogue())
    assert sheet.for_secrets == ("a column whose name holds a secret",)


def test_numbers_of_platforms_and_addresses_without_a_scheme_are_no_secrets() -> None:
    content = b"youtube_id,web\nUCSwf8bGblNsD288wY0w4Rzw,www.facebook.com/Stadt2?ref=Ts1\n"
    (sheet,) = read("a.csv", content, catalogue())
    assert (len(sheet.lines), sheet.refused) == (1, [])


def test_a_secret_deep_inside_a_record_is_seen() -> None:
    content = b'[{"url": "x.com/noaa", "extra": {"logins": [{"password": "hunter2"}]}}]'
    (sheet,) = read("a.json", content, catalogue())
    (bad,) = sheet.refused
    assert [bad.number] == [1]


IN_WORDS = [
    "the password is sunflower",
    "Das Passwort lautet Sommer2017",
    "ask Bob, pw hunter22, since May",
    "log in as press with Tr0ub4dor&3x please",
    "kept in the vault; PIN: 4711",
    "codes: a1b2c-d3e4f, g5h6i-j7k8l, m9n0o-p1q2r",
    "backup 12345678 23456789 34567890 printed",
    "scan otpauth://totp/NOAA?secret=JBSWY3DPEHPK3PXP",
    "seed JBSWY3DPEHPK3PXP for the app",
    "seed: jbsw y3dp ehpk 3pxp",
    "Bearer AAAAAAAAAAAAAAAAAAAAAMLheAAA1",
    "key 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822c",
    "the app has a token dGhpcyBpcyBh4bG9uZ3Rva2Vu9",
    "pass\u200bword: sunflower99",
    "ｐａｓｓｗｏｒｄ： sunflower99",
    "Das Kennwort heißt Sonnenblume",
    "mot de passe: soleil22",
    "backup code 4829 1375",
    "mail goes by SG.ngeVfQFYQlKU0ufo8x5d1A.TwL2iGABf9DHoTf",
]
OF_USE = [
    "Vault, folder Press, entry 12",
    "ticket GD-1042",
    "https://vault.commerce.example/items/press-2024?view=Full",
    "contract 2026/17 with Acme Media",
    "noaa-social@noaa.example",
    "+43 1 555 12 34",
    "+1 (202) 555-0142",
    "the password is in the vault of the press office",
    "the password is kept by security",
    "le mot de passe est dans le coffre",
    "Das Passwort ist beim Team hinterlegt",
    "password last changed 2026-05-31",
    "Yubikey 5C of the duty desk",
    "iPhone 14 Pro of the press office",
    "Decided by the board on 12 March 2026, minutes 3-2026",
    "Administrator",
]


@pytest.mark.parametrize("text", IN_WORDS)
def test_knows_a_secret_inside_a_sentence(text: str) -> None:
    assert holds_secret(text)


def test_a_column_that_tells_when_a_password_was_changed_holds_none() -> None:
    assert not looks_secret("Passwort geändert am", "2026-05-31")
    assert looks_secret("Passwort", "2026-05-31")


@pytest.mark.parametrize("text", OF_USE)
def test_lets_pass_what_tells_where_a_secret_is(text: str) -> None:
    assert not holds_secret(text)
