"""Events make credentials due that stand on access lists: told across the two rooms.

And who has a line of their own on one can get in, for reminders to all who can.
"""

from govdesk.exposure import concerned, ways
from govdesk.rotation.audience.reaching import adds_holders
from govdesk.rotation.neighbours import Neighbours, meet

meet(
    Neighbours(
        line_names=concerned.line_names,
        touched_by_agency=concerned.of_agency,
        touched_by_tool=concerned.of_tool,
        touched_by_device=concerned.of_device,
        agencies=concerned.agencies,
        tools=concerned.tools,
        end_agency=concerned.end_agency,
        ways_of=ways.ways_of,
    )
)
adds_holders(concerned.people_with_access)
