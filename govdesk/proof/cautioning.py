"""Tells whoever imports a file that communications know one of its addresses as an impostor."""

from collections.abc import Collection, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.accounts.cautions import cautions_importers
from govdesk.accounts.importing.matching import batches
from govdesk.i18n import _
from govdesk.proof.models import Outsider, Standing


def caution(session: Session, keys: Collection[str]) -> Mapping[str, str]:
    """Those of `keys` that are confirmed impostors."""
    confirmed = select(Outsider.identity).where(Outsider.standing == Standing.IMPOSTOR)
    said = _("Known impostor: communications found that it pretends to be ours. The public goes on being told so.")
    return {
        key: said
        for portion in batches(sorted(keys))
        for key in session.scalars(confirmed.where(Outsider.identity.in_(portion)))
    }


cautions_importers(caution)
