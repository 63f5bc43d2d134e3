"""Mailboxes that anybody gets: no place for the recovery of an account of an organisation. Pure.

The hosts are those of the large providers, as each of them names them; a list of ours, to be added to.
"""

_PERSONAL = frozenset(
    {
        "gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "msn.com", "icloud.com",
        "me.com", "mac.com", "aol.com", "proton.me", "protonmail.com", "pm.me", "web.de", "t-online.de",
        "freenet.de", "mail.ru", "qq.com", "163.com", "126.com", "naver.com", "rediffmail.com",
        "zoho.com", "tutanota.com", "tuta.com", "posteo.de", "arcor.de", "bluewin.ch", "fastmail.com",
        "hey.com", "mail.com", "orange.fr", "laposte.net", "free.fr", "libero.it", "seznam.cz", "wp.pl",
        "o2.pl", "uol.com.br", "bigpond.com",
    }
)  # fmt: skip
_PERSONAL_NAMES = frozenset({"gmx", "freenet", "yahoo", "ymail", "hotmail", "live", "outlook", "yandex"})
"""Hosts of mail for everybody under many endings: gmx.at, yahoo.co.uk."""


def is_personal_host(host: str) -> bool:
    """Whether anybody gets a mailbox at `host`."""
    host = host.lower().rstrip(".")
    first, dot, ending = host.partition(".")
    is_many = first in _PERSONAL_NAMES and bool(dot) and len(ending.split(".")) <= 2
    return host in _PERSONAL or is_many
