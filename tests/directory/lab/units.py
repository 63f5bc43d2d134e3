"""The awkward company's departments."""

from tests.directory.lab.model import Unit

UNITS = (
    Unit("board", "Board", mailbox="board@awkward.example", head="chief"),
    Unit("sales", "Sales", mailbox="sales@awkward.example", head="head-of-sales"),
    Unit("sales-emea", "Sales, EMEA", parent="sales", mailbox="emea@awkward.example"),
    Unit("sales-apac", 'Sales "APAC" + Oceania', parent="sales"),
    Unit("rnd", "R&D", head="head-of-rnd"),
    Unit("robotics", "Robotics", parent="rnd", head="head-of-robotics"),
    Unit("care", "Customer Care"),
    Unit("press", "Presse/Öffentlichkeit", mailbox="presse@awkward.example"),
    Unit("finance", "Finance #1"),
    Unit("it", "<b>IT</b> \\ Operations"),
    Unit("contractors", "Contractors"),
    Unit("archive", "Archive"),
)
"""`archive` is empty and stays; `robotics` is renamed on the second day."""

NAMES = {unit.key: unit.name for unit in UNITS}
