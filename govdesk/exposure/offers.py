"""What a platform has to offer: its own roles, and the second factors that it knows."""

from collections.abc import Sequence
from dataclasses import dataclass

from govdesk.accounts.models import SocialAccount
from govdesk.accounts.platforms.catalogue import Catalogue
from govdesk.accounts.platforms.facts import PlatformRole
from govdesk.exposure.rules import FactorKind, Known

ALWAYS = (FactorKind.OTHER, FactorKind.OFF, FactorKind.UNKNOWN)
"""What can be said on every platform: files are never complete."""


@dataclass(frozen=True)
class Offers:
    """To choose from on a form."""

    roles: Sequence[PlatformRole]
    factors: Sequence[FactorKind]
    """The best first; all kinds where nobody knows what the platform offers."""

    def administers(self, role: str | None) -> Known:
        """Whether this role lets others in, as far as the platform's file tells."""
        named = {one.name.casefold(): one.administers for one in self.roles}
        knows = named.get((role or "").casefold())
        return Known.UNKNOWN if knows is None else Known.YES if knows else Known.NO


def offers_for(account: SocialAccount, platforms: Catalogue) -> Offers:
    """What can be chosen for an account."""
    platform = platforms.platforms.get(account.platform)
    roles = platform.roles.names if platform and platform.roles else ()
    kinds = platform.second_factor.kinds if platform and platform.second_factor else ()
    known = [FactorKind(kind.value) for kind in kinds]
    return Offers(
        [role for role in roles if not role.kinds or account.kind in role.kinds],
        [*known, *ALWAYS] if known else list(FactorKind),
    )
