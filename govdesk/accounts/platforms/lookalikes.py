"""Hosts that are made to be taken for another: what a hurried eye reads in a name."""

import unicodedata

import idna

from govdesk.accounts.platforms.address import NotAnAddress
from govdesk.i18n import _

_FOREIGN_TO_LATIN = {"CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE"}
_DIGITS_AS_LETTERS = str.maketrans("01345ı", "oieasi")
_CYRILLIC = str.maketrans("авгеікмнопрстухьѕјһӏԁѵԝ", "abreikmhonpctyxbsjhldvw")
_GREEK = str.maketrans("αβγεηικνορτυχω", "abyenikvoptuxw")
_TALL = str.maketrans("i1|", "lll")


def as_it_reads(host: str) -> str:
    """`host` as a hurried eye reads it: accents dropped, digits taken for the letters they resemble.

    Raises NotAnAddress for a name that mixes Latin with letters made to look like it.
    """
    if _is_plain(host):
        return host.translate(_DIGITS_AS_LETTERS)
    labels = _labels(host)
    if any(_mixes_scripts(label) for label in labels):
        raise NotAnAddress(_("The host in this address mixes alphabets, as imitations do."))
    return _bare(".".join(labels)).translate(_DIGITS_AS_LETTERS)


def outline(host: str) -> str:
    """What is left of `host` when letters that look alike in some typeface count as one; two hosts with the same
    outline can be taken for each other."""
    return outline_of(host if _is_plain(host) else ".".join(_labels(host)))


def outline_of(text: str) -> str:
    """The same for any text in small letters, such as a handle."""
    plain = text if _is_plain(text) else _bare(text).translate(_CYRILLIC).translate(_GREEK)
    plain = plain.translate(_TALL).translate(_DIGITS_AS_LETTERS).translate(_TALL)
    return plain.replace("rn", "m").replace("vv", "w")


def _is_plain(host: str) -> bool:
    """Whether no other letters than ASCII's are in it, also none written as punycode."""
    return host.isascii() and "xn--" not in host


def _labels(host: str) -> list[str]:
    return [_readable(label) for label in host.split(".")]


def _bare(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _readable(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return idna.decode(label)
    except (idna.IDNAError, UnicodeError) as error:
        raise NotAnAddress(_("The host in this address is not a valid name.")) from error


def _mixes_scripts(label: str) -> bool:
    scripts = {unicodedata.name(letter, "?").split()[0] for letter in label if letter.isalpha()}
    return "LATIN" in scripts and bool(scripts & _FOREIGN_TO_LATIN)
