"""The people whose entries go wrong in software: each is awkward in one way, which the key names."""

import unicodedata
from collections.abc import Iterator
from datetime import date
from typing import Any

from tests.directory.lab.model import NOBODY, NOT_AD, Person, Photo, Standing
from tests.directory.lab.units import NAMES

MAILS = "awkward.example"


def awkward_people() -> tuple[Person, ...]:
    return (
        *_names(),
        *_scripts(),
        *_logins(),
        *_twins(),
        *_mails_and_departments(),
        *_managers(),
        *_states(),
        *_sizes(),
    )


def _one(key: str, login: str, name: str, surname: str, unit: str = "care", **more: Any) -> Person:
    """Somebody with a mail address, a department (the unit's) and a manager, where not said otherwise."""
    usual = {"mails": (f"{key}@{MAILS}",), "departments": (NAMES[unit],), "manager": "chief"}
    return Person(key, login, name, surname, unit, **{**usual, **more})


def _names() -> Iterator[Person]:
    """Characters that mean something in names of entries, filters, pages and tables."""
    yield _one("comma", "jsmith", "Smith, John", "Smith", "sales", given="John")
    yield _one("plus", "aplus", "Anna + Bob Meyer", "Meyer", "sales-emea")
    yield _one("hash", "hharry", "#hashtag Harry", "Harry", "sales-emea")
    yield _one("quotes", "rlangley", 'Robert "Buzz" Langley', "Langley", "sales-apac", given="Robert")
    yield _one("backslash", "bbecker", "Back\\slash Becker", "Becker", "sales-apac")
    yield _one("ends-in-backslash", "bend", "Ends in \\", "Ends", "sales-apac")
    yield _one("semicolon", "ssanders", "Semi;colon=<angle> Sanders", "Sanders", "rnd")
    yield _one("slash", "ayoung", "AC/DC Young", "Young", "press")
    yield _one("hex-escape", "hescape", "Smith\\2C Hex", "Hex", "press")
    yield _one("filter", "filter", "*)(uid=*", "Filter", "it")
    yield _one("script", "ntables", "<script>alert(1)</script>", "Tables", "it", given="Ned")
    yield _one("formula", "ksumner", '=HYPERLINK("https://example.org","Kim")', "Sumner", "finance")
    yield _one("minus-formula", "mminus", "-2+3+cmd|' /C calc'!A0", "Minus", "finance")
    yield _one("at-formula", "atsum", "@SUM(1+1)*cmd", "Atsum", "finance")
    yield _one("template", "jinja", "{{ 7*7 }}", "Jinja", "it")
    yield _one("percent", "percent", "100% %s %(name)s", "Percent", "it")
    yield _one("line-break", "lbreak", "Linda Break", "Break", "it", display="Linda\r\nBcc: all@example.org")
    yield _one("apostrophe", "sobrien", "Siobhán O'Brien-D'Arcy", "O'Brien-D'Arcy", "press")


def _scripts() -> Iterator[Person]:
    """Letters beyond ASCII."""
    yield _one("turkish-dotted", "iaydin", "İpek Aydın", "Aydın", "rnd", given="İpek")
    yield _one("turkish-dotless", "iyildirim", "Işıl Yıldırım", "Yıldırım", "rnd", given="Işıl")
    yield _one("arabic", "lhaddad", "ليلى حداد", "حداد", "press", given="ليلى")
    yield _one("cyrillic", "oshevchenko", "Олена Шевченко", "Шевченко", "press", given="Олена")
    yield _one("chinese", "xywang", "王秀英", "王", "rnd", given="秀英")
    yield _one("non-bmp", "anautilus", "Astro Nautilus 🚀", "Nautilus 🚀", "rnd")
    yield _one("right-to-left-override", "rlo", "Rita \u202egnp.exe", "Rita", "it")
    yield _one("joined-emoji", "jfamily", "Jo 👩\u200d👩\u200d👧 Family", "Family", "care")
    yield _one("one-name", "sukmawati", "Sukmawati", "Sukmawati", "care")
    yield _one("one-letter", "x", "X", "X", "care")


def _logins() -> Iterator[Person]:
    """Logins that programs take for something else."""
    yield _one("admin", "admin", "Adam Min", "Min", "it")
    yield _one("null", "null", "Jennifer Null", "Null", "it", given="Jennifer")
    yield _one("digits", "007", "Jamie Bond", "Bond", "it")
    yield _one("capitals", "KAPITAL", "Karl Kapital", "Kapital", "finance")
    yield _one("unicode-login", "žofie", "Žofie Nováková", "Nováková", "rnd")
    yield _one("dotted", "anne-marie.de_wit", "Anne-Marie de Wit", "de Wit", "sales")
    yield _one("login-apostrophe", "d'arcy", "Fitz D'Arcy", "D'Arcy", "sales")
    yield _one("login-with-filter", "a*(b)", "Astrid Klammer", "Klammer", "sales", on=NOT_AD)
    yield _one("login-with-plus", "ana+press", "Ana Press", "Press", "press", on=NOT_AD)


def _twins() -> Iterator[Person]:
    """People who are alike and are not the same; in different units, since their names are equal to servers."""
    yield _one("composed", "zlindstrom", unicodedata.normalize("NFC", "Zoë Lindström"), "Lindström", "rnd")
    decomposed = unicodedata.normalize("NFD", "Zoë Lindström")
    yield _one("decomposed", "zlindstrom2", decomposed, decomposed.split()[1], "press")
    yield _one("sharp-s", "jgroessmann", "Jürgen Großmann", "Großmann", "sales", given="Jürgen")
    yield _one("double-s", "jgrossmann", "Jürgen GROSSMANN", "GROSSMANN", "finance", given="Jürgen")
    yield _one("maria-in-sales", "mgarcia", "Maria Garcia", "Garcia", "sales")
    yield _one("maria-in-care", "mgarcia2", "Maria Garcia", "Garcia", "care")
    yield _one("twice-in-rnd", "twice", "Tom Twice", "Twice", "rnd", on=NOT_AD)
    yield _one("twice-in-it", "TWICE", "Tim Twice", "Twice", "it", on=NOT_AD)


def _mails_and_departments() -> Iterator[Person]:
    yield _one("no-mail", "nomail", "Noa Mail", "Mail", mails=())
    yield _one("shared-mail", "shared1", "Sharon Shared", "Shared", mails=(f"shared@{MAILS}",))
    yield _one("shared-mail-capitals", "shared2", "Sherman Shared", "Shared", mails=(f"SHARED@{MAILS.title()}",))
    yield _one("several-mails", "manymails", "Manny Mails", "Mails", mails=(f"manny@{MAILS}", f"m.mails@{MAILS}"))
    yield _one("mailed-script", "mscript", "Molly Script", "Script", mails=(f"molly+<b>@{MAILS}",))
    yield _one(
        "several-departments", "mdepts", "Mo Depts", "Depts", "rnd", departments=("R&D", "Sales, EMEA", "Board")
    )
    yield _one("several-numbers", "mnumbers", "Mia Numbers", "Numbers", departments=(), numbers=("4711", "0815"))
    yield _one("no-department", "nodept", "Nora Dept", "Dept", departments=())
    yield _one("department-lower-case", "cclower", "Lo Wer", "Wer", departments=("customer care",))
    yield _one("department-capitals", "ccupper", "Upp Er", "Er", departments=("CUSTOMER  CARE",))


def _managers() -> Iterator[Person]:
    yield _one("cycle-a", "cyclea", "Cyra Cycle", "Cycle", "finance", manager="cycle-b")
    yield _one("cycle-b", "cycleb", "Cyrus Cycle", "Cycle", "finance", manager="cycle-c")
    yield _one("cycle-c", "cyclec", "Cyan Cycle", "Cycle", "finance", manager="cycle-a")
    yield _one("own-manager", "ownboss", "Owen Boss", "Boss", "finance", manager="own-manager")
    yield _one("dangling-manager", "dangling", "Dana Ngling", "Ngling", "finance", manager=NOBODY)
    yield _one("below-disabled", "below", "Bea Low", "Low", "finance", manager="disabled")
    yield _one("contractor", "ext-ctor", "Conrad Tractor", "Tractor", "contractors", manager=None)
    yield _one("contractor-no-mail", "ext-nomail", "Connie Tractor", "Tractor", "contractors", manager=None, mails=())


def _states() -> Iterator[Person]:
    yield _one("disabled", "disabled", "Dieter Sabled", "Sabled", standing=Standing.DISABLED)
    yield _one("locked", "locked", "Lotte Cked", "Cked", standing=Standing.LOCKED)
    yield _one("expired", "expired", "Ex Pired", "Pired", standing=Standing.EXPIRED)
    yield _one("must-change", "mustchange", "Musa Change", "Change", standing=Standing.MUST_CHANGE)
    yield _one("last-day-known", "lastday", "Lasse Day", "Day", "contractors", ends_on=date(2038, 1, 31))


def _sizes() -> Iterator[Person]:
    yield _one("broken-photo", "bphoto", "Brook Photo", "Photo", photo=Photo.BROKEN)
    yield _one("huge-photo", "hphoto", "Hugo Photo", "Photo", photo=Photo.HUGE)
    surname = "von Hohenlichtenbergschlossgartenhausen-Wittgensteinerbergmann"
    yield _one("long-surname", "ahohen", f"A {surname}"[:64], f"{surname}dorff"[:64], given="Anneliese")
    yield _one("long-name", "longname", "Lon Gname", "Gname", display="Lon " * 80 + "Gname", on=NOT_AD)
    yield _one("long-mail", "longmail", "Lon Gmail", "Gmail", mails=("l" * 250 + f"@{MAILS}",), on=NOT_AD)
    yield _one("long-department", "longdept", "Lon Gdept", "Gdept", departments=("Office " * 40 + "End",), on=NOT_AD)
    yield _one("long-login", "l" * 230, "Lon Glogin", "Glogin", on=NOT_AD)
