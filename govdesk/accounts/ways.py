"""What an access list says of the ways in to an account, in terms that every room above the register shares."""

from dataclasses import dataclass


@dataclass(frozen=True)
class WaysIn:
    """What stands on the list today; who it is shown to is the business of whoever shows it."""

    tools: tuple[str, ...] = ()
    """Names of the connected tools."""
    vault: tuple[str, ...] = ()
    """Where the shared secret is kept."""
    has_codes: bool = False
    """Backup codes are on record."""
    has_no_recovery: bool = False
    """It is on record that there is no way to recover it; unknown is not that."""
