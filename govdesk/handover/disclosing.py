"""Who reads what is handed over: it tells by what ways an account opens."""

from govdesk.access import Permission, may
from govdesk.directory.models import Person
from govdesk.handover.models import Handover
from govdesk.handover.rules import Item


def is_party(reader: Person, handover: Handover) -> bool:
    """While it is open: whoever hands over or takes over. Later they are like everybody else."""
    return handover.state.is_open and reader.id in (handover.outgoing_id, handover.incoming_id)


def shown_to(reader: Person, handover: Handover) -> list[tuple[Item, str]]:
    """What `reader` may read of the list; where the log-in is kept only as far as they may know it of the account."""
    if is_party(reader, handover):
        hidden = set()
    elif may(reader, Permission.ACCESS_READ, handover):
        hidden = set() if may(reader, Permission.ACCESS_VAULT, handover) else {Item.SIGN_IN}
    else:
        return []
    return [(item, handover.listed[item]) for item in Item if item not in hidden and handover.listed.get(item)]
