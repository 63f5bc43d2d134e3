"""Names of invented people: ordinary ones to draw from, and awkward ones that software likes to get wrong."""

import unicodedata
from typing import NamedTuple


class Name(NamedTuple):
    """A person's name as the directory spells it; `given` is None for people who have one name only."""

    given: str | None
    surname: str
    full: str
    login: str = ""
    """Empty: made from the name."""


GIVEN = """
    Aaliyah Abel Adaeze Agnes Ahmed Aiko Alejandra Alina Amara Amit Anders Anh Anja Arjun Astrid Ayodele
    Beatriz Benjamin Bianca Bogdan Camille Carlos Chen Chiara Clara Daniel Darius Deepa Diego Dimitri
    Ebony Edith Elena Emeka Emil Esther Fatima Felix Fiona Francesca Gabriel Georgia Giulia Hana Harold
    Hassan Helen Hiroshi Ibrahim Ines Irina Isaac Jamal Jana Javier Joanna Jonas Kamala Karim Katarina
    Keanu Kenji Kofi Laila Leilani Liam Lucia Malik Marcus Margaret Mateo Maya Mikhail Minh Miriam Nadia
    Naomi Nia Nikhil Oksana Oliver Omar Paolo Patience Pedro Priya Quentin Rafael Rania Rebecca Rosa
    Ruth Samir Sanjay Selma Simone Sofia Tariq Tamsin Thandiwe Theo Tomasz Uma Valeria Victor Wanda
    Wendell Ximena Yara Yusuf Zainab Zofia
""".split()  # noqa: SIM905 (a list this long is read as a text)

SURNAMES = """
    Abbott Abubakar Adeyemi Ahmadi Alvarez Andersson Banerjee Baptiste Becker Begay Bennett Bianchi
    Blackwood Castillo Chakraborty Chandler Chavez Cohen Costa Dlamini Dubois Edwards Eriksen Farouk
    Fernandes Fischer Foster Fujimoto Gallagher Gomez Greenberg Gupta Hailu Haddad Hansen Hernandez
    Hoang Horvat Hughes Ibarra Ivanova Jackson Jensen Johansson Kahale Kamau Kaplan Kaur Khalil Kim
    Kowalski Kumar Lefebvre Levine Lindgren Lopez MacDonald Mahmoud Marchetti Mbeki Mendoza Mishra
    Molina Moreau Morrison Mwangi Nakamura Nasser Ndiaye Nguyen Novak Nwosu Okafor Oliveira Onyango
    Ortiz Osei Park Patel Pereira Petrov Phiri Quispe Rahman Ramirez Reyes Robinson Romano Rosenthal
    Saito Salazar Santos Schneider Shapiro Sharma Silva Singh Sokolov Stewart Suzuki Takahashi Tanaka
    Tesfaye Thompson Torres Tran Tsosie Usman Vargas Virtanen Wallace Washington Weber Whitehorse
    Williams Wójcik Yamamoto Yilmaz Zhang Zielinska
""".split()  # noqa: SIM905 (a list this long is read as a text)

AWKWARD = (
    Name("Claire", "Beaumont", "Beaumont, Claire"),
    Name("Robert", "Langley", 'Robert "Buzz" Langley'),
    Name("Siobhán", "O'Brien-D'Arcy", "Siobhán O'Brien-D'Arcy"),
    Name("Marisol", "Duarte", "Marisol Duarte + Partners"),
    Name("Wendy", "Zhou", "Zhou Wen (Wendy)"),
    Name("Jürgen", "Größmann", "Jürgen Größmann"),
    Name("Jurgen", "Grossmann", "Jurgen Grossmann"),
    Name("Işıl", "Yıldırım", "Işıl Yıldırım"),
    Name("İpek", "Aydın", "İpek Aydın"),
    Name("ليلى", "حداد", "ليلى حداد", "lhaddad"),
    Name("Олена", "Шевченко", "Олена Шевченко", "oshevchenko"),
    Name("秀英", "王", "王秀英", "xywang"),
    Name(None, "Sukmawati", "Sukmawati"),
    Name(
        "Anneliese",
        "von Hohenlichtenbergschlossgartenhausen-Wittgensteinerbergmannsdorff-Zweibrückenfeld",
        "Anneliese von Hohenlichtenbergschlossgartenhausen-Wittgensteinerbergmannsdorff-Zweibrückenfeld",
        "ahohen",
    ),
    Name("Zoë", "Lindström", unicodedata.normalize("NFC", "Zoë Lindström"), "zlindstrom"),
    Name("Zoë", "Lindström", unicodedata.normalize("NFD", "Zoë Lindström"), "zlindstrom2"),
    Name("Ned", "Tables", 'Ned <script>alert("Tables")</script>', "ntables"),
    Name("Kimberly", "Sumner", '=HYPERLINK("https://example.org","Kimberly Sumner")', "ksumner"),
    Name("Teddy", "Backslash", "#Teddy; Back\\slash=<1>", "tbackslash"),
    Name("Maria", "Garcia", "Maria Garcia"),
    Name("Maria", "Garcia", "Maria Garcia"),
    Name("Jennifer", "Null", "Jennifer Null", "null"),
    Name("Astro", "Nautilus", "Astro Nautilus 🚀"),
)

_NOT_DECOMPOSED = str.maketrans({"ı": "i", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "ae"})


def ascii_letters(text: str) -> str:
    """Lower-case ASCII letters that a login may be made of: "Größmann" → "grossmann"."""
    plain = unicodedata.normalize("NFKD", text.lower().translate(_NOT_DECOMPOSED))
    return "".join(letter for letter in plain if letter.isascii() and letter.isalpha())
