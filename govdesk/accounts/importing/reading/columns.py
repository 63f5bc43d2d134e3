"""What columns are called: our fields, and the names that other registers and people's sheets have for them."""

import re
from collections.abc import Iterable, Mapping

from govdesk.accounts.platforms.catalogue import Catalogue
from govdesk.accounts.platforms.platform import Platform
from govdesk.errors import Invalid
from govdesk.i18n import _, _l

FIELDS = {
    "url": _l("Address of the account"),
    "platform": _l("Platform"),
    "handle": _l("Handle"),
    "name": _l("Name"),
    "department": _l("Owning department"),
    "owner": _l("Owner"),
    "deputy": _l("Deputy"),
    "custodians": _l("Custodians"),
    "language": _l("Language"),
    "record": _l("The source's own number of the line"),
}
"""What a column can say. A platform's key says: the account there. Its key and `_id`: its number there."""
SEVERAL = ("url", "department", "custodians")
"""Fields that several columns may fill."""

CALLED = {
    "url": "url,link,web address,address,account url,account link,service url,profile url,page url,profile link,uri,"
    "domain name,domain,website address",
    "platform": "platform,account platform,service key,network,social network,service,channel,medium,"
    "plattform,netzwerk",
    "handle": "handle,account,username,user name,account handle,screen name,account id,benutzername,konto",
    "name": "name,account name,display name,title,organization,organisation,account title,bezeichnung",
    "department": "department,departments,agencies,agency,dept,office,division,bureau,unit,team,business unit,"
    "owning department,owner department,department owner,section,group,directorate,abteilung,bereich,amt",
    "owner": "owner,account owner,responsible,responsible person,accountable,business owner,verantwortlich,inhaber",
    "deputy": "deputy,backup,backup owner,substitute,second contact,stellvertreter,stellvertretung",
    "custodians": "custodians,custodian,contacts,contact,admins,admin,administrators,editors,account manager,"
    "account managers,managed by,managers,who has access,access,betreuer,ansprechpartner",
    "language": "language,languages,lang,sprache",
    "record": "record,record id,reference,ref,id,no,nr,number,row id",
}
_EXACT = {name: field for field, names in CALLED.items() for name in names.split(",")}
_ONE_WORD = {
    "department": {"department", "agency", "division", "bureau", "abteilung", "office"},
    "deputy": {"deputy", "backup", "stellvertretung"},
    "owner": {"owner", "responsible", "verantwortlich"},
    "custodians": {"custodian", "custodians", "contact", "contacts", "admins", "admin", "managers", "editors"},
    "platform": {"platform", "network"},
    "url": {"url", "link"},
    "handle": {"handle", "username"},
    "language": {"language"},
}
"""A word that says it all inside a longer name; those further up win."""
_ABOUT_IT = {
    *("phone", "mobile", "date", "count", "followers", "fans", "likes", "status", "notes", "note", "comment"),
    *("comments", "last", "changed", "updated", "created", "number", "policy", "description", "since", "until"),
}
"""Words by which a column tells of the thing rather than names it."""
_FREE_TEXT = {
    "notes",
    "note",
    "comment",
    "comments",
    "description",
    "remarks",
    "remark",
    "bemerkung",
    "bemerkungen",
    "notiz",
    "notizen",
    "anmerkung",
    "anmerkungen",
    "hinweis",
    "hinweise",
}
_FILLING = {
    *("url", "link", "page", "account", "handle", "username", "address", "profile", "channel", "name", "official"),
    *("our", "the", "social", "group", "site", "s", "formerly", "was", "ex"),
    *(
        "seite",
        "kanal",
        "konto",
        "profil",
        "adresse",
        "auftritt",
        "früher",
        "ehemals",
        "vormals",
        "unser",
        "offiziell",
    ),
}

Meanings = Mapping[str, str]
"""Column → a field, a platform's key, a platform's key with `_id`, or "" for a column that says nothing."""


def words_of(column: str) -> str:
    """A column's name in lower case, words apart: `service_url`, `Service-URL` → `service url`."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", column)
    return " ".join(re.sub(r"[\W_]+", " ", apart.casefold()).split())


def meaning_of(column: str, platforms: Catalogue) -> tuple[str, bool]:
    """What a column's name says, "" for nothing; and whether that is certain."""
    said = words_of(column)
    one_of_all = said.removesuffix(" in").removesuffix(" innen")  # Ansprechpartner/in, Betreuer*innen
    if one_of_all in _EXACT:
        return _EXACT[one_of_all], True
    words = said.split()
    if platform := _platform_in(words, platforms):
        return platform, True
    if set(words) & _ABOUT_IT:
        return "", False
    if words[:1] == ["id"]:
        return "record", False
    return next((field for field, names in _ONE_WORD.items() if names & set(words)), ""), False


def is_free_text(column: str) -> bool:
    """Whether people write what they like in a column of this name."""
    return bool(_FREE_TEXT & set(words_of(column).split()))


def _platform_in(words: list[str], platforms: Catalogue) -> str:
    """`Facebook page` and `social.twitter` are platforms; `youtube_id` is a number there."""
    bare = [word for word in words if word not in _FILLING]
    is_number, bare = "id" in bare, [word for word in bare if word != "id"]
    spelt = (mark.join(bare) for mark in (" ", "", "_")) if bare else ()
    found = next((platform for name in spelt if (platform := platforms.named(name))), None) or _only(bare, platforms)
    if found is None or (found.any_server and not found.addresses and is_number):
        return ""
    return f"{found.key}_id" if is_number else found.key


def _only(words: list[str], platforms: Catalogue) -> Platform | None:
    """The one platform that all words name: `X (formerly Twitter)`."""
    found = [platforms.named(word) for word in words]
    return found[0] if found and all(platform is found[0] for platform in found) else None


def names_known(cells: Iterable[str], platforms: Catalogue) -> int:
    """How many cells of a row could head a column."""
    return sum(1 for cell in cells if cell and len(cell) < 60 and meaning_of(cell, platforms)[0])


class WrongMeaning(Invalid):
    """Somebody said of a file what cannot be said of it: a column or a field that is not there."""


def corrected(guessed: Meanings, given: Mapping[str, str], platforms: Catalogue) -> dict[str, str]:
    """The guess with what somebody said instead. Raises WrongMeaning for a column or field that is not there."""
    by_name = {words_of(column): column for column in guessed}
    known = {*FIELDS, "", *(platform.key for platform in platforms), *(f"{p.key}_id" for p in platforms)}
    meanings = dict(guessed)
    for name, meaning in given.items():
        column = name if name in guessed else by_name.get(words_of(name))
        if column is None:
            raise WrongMeaning(
                _("There is no column %(name)s. The file has: %(names)s.", name=name, names=", ".join(guessed))
            )
        if meaning not in known:
            raise WrongMeaning(
                _("%(name)s is no field. There are: %(names)s.", name=meaning, names=", ".join(FIELDS))
            )
        if meaning in FIELDS and meaning not in SEVERAL:
            meanings = {other: "" if said == meaning else said for other, said in meanings.items()}
        meanings[column] = meaning
    return meanings


def names_an_address(meanings: Meanings, platforms: Catalogue) -> bool:
    """Whether an account can be made of a line at all."""
    said = set(meanings.values())
    return bool(said & {"url", *(platform.key for platform in platforms)}) or {"platform", "handle"} <= said
