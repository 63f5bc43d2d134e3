"""Data of people, which no draft shows: mail addresses, telephone numbers, cards, bank accounts."""

from collections.abc import Iterator

import regex
from phonenumbers import Leniency, PhoneNumberMatcher

from govdesk.i18n import _
from govdesk.preflight.draft import Draft
from govdesk.preflight.findings import PERSONAL_DATA, Finding, Gate, Severity

Place = tuple[int, int]

_MAIL = regex.compile(r"(?<![\w.+-])[\w.+-]{1,64}+@(?:[\w-]{1,63}+\.)++[a-z]{2,}", regex.IGNORECASE)
_CARD = regex.compile(r"(?<![\w.-])\d(?:[ -]?\d){12,18}(?![\w-])")
_IBAN = regex.compile(r"(?<!\w)[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?!\w)")
_NUMBER = regex.compile(r"\d")


def check_personal_data(draft: Draft) -> list[Finding]:
    text = draft.text
    accounts = [found.span() for found in _IBAN.finditer(text) if is_iban(found[0])]
    cards = [found.span() for found in _CARD.finditer(text) if is_card(found[0])]
    known = [*accounts, *cards, *((one.start, one.end) for one in draft.addresses)]
    phones = _phones(text, known)
    return [
        *_told("personal.mail", _("A mail address: leave it out, or ask for a direct message."), _mails(text)),
        *_told("personal.bank-account", _("A number of a bank account: it must not be posted."), accounts),
        *_told("personal.card", _("A number of a payment card: it must not be posted."), cards),
        *_told("personal.phone", _("A telephone number: leave it out, or ask for a direct message."), phones),
    ]  # fmt: skip


def _told(rule: str, message: str, places: list[Place]) -> list[Finding]:
    return [
        Finding(rule, Gate.BLOCK, start, end, message, PERSONAL_DATA, severity=Severity.ERROR)
        for start, end in places
    ]


def _mails(text: str) -> list[Place]:
    return [found.span() for found in _MAIL.finditer(text)] if "@" in text else []


def _phones(text: str, known: list[Place]) -> list[Place]:
    """Numbers that exist and are written as numbers are: with their country, or as one does in the United States."""
    if _NUMBER.search(text) is None:
        return []
    return [place for place in _numbers(text) if not any(a < place[1] and place[0] < b for a, b in known)]


def _numbers(text: str) -> Iterator[Place]:
    for region in (None, "US"):
        least = Leniency.VALID if region is None else Leniency.STRICT_GROUPING
        for found in PhoneNumberMatcher(text, region, leniency=least, max_tries=1_000):
            if region is None or (
                not text[found.start : found.end].startswith("+") and not found.raw_string.isdigit()
            ):
                yield found.start, found.end


def is_card(digits: str) -> bool:
    """Whether the last digit is right (Luhn, ISO/IEC 7812-1), and they are not all alike."""
    numbers = [int(digit) for digit in digits if digit.isdigit()]
    doubled = (sum(divmod(2 * number, 10)) for number in numbers[-2::-2])
    return len(set(numbers)) > 1 and (sum(numbers[-1::-2]) + sum(doubled)) % 10 == 0


def is_iban(groups: str) -> bool:
    """Whether the check digits are right (ISO 13616: modulo 97)."""
    number = groups.replace(" ", "")
    return int("".join(str(int(letter, 36)) for letter in number[4:] + number[:4])) % 97 == 1
