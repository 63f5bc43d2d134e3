"""What the public answers share: the words they are put into, and how often one address gets them."""

from flask import current_app, g, request
from flask.sansio.blueprints import BlueprintSetupState

from govdesk import clock
from govdesk.accounts.platforms.catalogue import catalogue
from govdesk.errors import TooMany
from govdesk.i18n import _
from govdesk.proof import public, snippets, verifying
from govdesk.proof.allowance import Allowance
from govdesk.proof.kept import KeptText
from govdesk.proof.public import Speaker
from govdesk.signin.limits import address_key
from govdesk.web import settings

A_MINUTE, FOUR_MINUTES, FIVE_MINUTES = 60, 240, 300
"""How long caches keep an answer, and a list: no longer is an account in hostile hands vouched for."""


def install(setup: BlueprintSetupState) -> None:
    """One allowance for all public answers of an application, and one trust.txt of it."""
    setup.app.extensions.setdefault("public_allowance", usual_allowance())
    setup.app.extensions.setdefault("trust_txt", KeptText(seconds=A_MINUTE))


def usual_allowance() -> Allowance:
    """A newsroom behind one address checks a page of links at once; a program that wants more takes the list."""
    return Allowance(stock=60, per_second=2, addresses=20_000)


def demand_allowance(cost: int = 1) -> None:
    """Raises TooMany when the address of this request has used up what it has."""
    allowance: Allowance = current_app.extensions["public_allowance"]
    wait = allowance.take(address_key(request.remote_addr or ""), now=clock.ticking(), cost=cost)
    if wait:
        raise TooMany(_("Too many questions from your address. Ask again in %(n)s seconds.", n=wait), seconds=wait)


def speaker() -> Speaker:
    """Speaks of this installation's platforms, in its office time."""
    return Speaker(catalogue(settings().policies), settings().timezone)


def trust_statements() -> str:
    """The lines of trust.txt that tell our accounts, at most a minute old: a hundred thousand are three megabytes."""
    kept: KeptText = current_app.extensions["trust_txt"]
    return kept.get(lambda: snippets.trust_statements(g.db.execute(public.official_places())), now=clock.ticking())


def answer_to(url: str) -> verifying.Answer:
    """Whether `url` is ours."""
    return verifying.verify(g.db, url, speaker())
