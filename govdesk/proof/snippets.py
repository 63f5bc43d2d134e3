"""What websites carry to prove accounts, as text to copy; and trust.txt. Pure; everything is escaped here.

Sources: rel="me" of the HTML microformats and of Mastodon's link verification; sameAs of schema.org;
trust.txt of JournalList (draft-org-trust-relationship-protocol-00).
"""

import json
from collections.abc import Iterable, Sequence

from markupsafe import escape

_TO_SCRIPT = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}
"""JSON inside a script element must not be able to end it."""


def rel_me(urls: Iterable[str]) -> str:
    """Lines for the head of a page that says: these accounts are mine, too."""
    return "\n".join(f'<link rel="me" href="{escape(url)}">' for url in urls)


def same_as(name: str, urls: Sequence[str]) -> str:
    """A script element for a page: which accounts are those of the organisation `name`."""
    facts = {"@context": "https://schema.org", "@type": "Organization", "name": name, "sameAs": list(urls)}
    written = json.dumps(facts, ensure_ascii=False, indent=2).translate(_TO_SCRIPT)
    return f'<script type="application/ld+json">\n{written}\n</script>'


def badge(page: str, image: str, words: str) -> str:
    """A picture that shows the answer of today and leads to it."""
    return f'<a href="{escape(page)}"><img src="{escape(image)}" alt="{escape(words)}" height="24"></a>'


def trust_txt(statements: str, *, verify: str, contact: str | None) -> str:
    """The whole file; `contact` is a mail address or a page, where the organisation named one."""
    head = [f"# Which accounts are ours. Generated from our register; ask about any address at {verify}"]
    head += [f"contact={contact}"] if contact else []
    return "\n".join(head) + "\n" + statements


def trust_statements(places: Iterable[tuple[str, str]]) -> str:
    """A line each; `places` are kinds and addresses: websites are what one controls, all else is social."""
    # A line is a statement: no address may bring another.
    return "".join(f"{'control' if kind == 'site' else 'social'}={''.join(url.split())}\n" for kind, url in places)
