"""The departments of the sample company: ten real agencies and a few offices below them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """A department before anybody works there."""

    name: str
    mailbox: str | None = None
    parent: str | None = None
    share: int = 1
    """How many of the company's people work here, against the shares of the others."""


COMMERCE = "Department of Commerce"
NOAA = "National Oceanic and Atmospheric Administration (NOAA)"
NIST = "National Institute of Standards and Technology (NIST)"
CENSUS = "Bureau of the Census"
ECONOMICS = "Economics and Statistics Administration (ESA)"

COMMUNICATIONS = "Office of Communications"
SECURITY = "Office of Information Security"
SERVICE_DESK = "Service Desk"
AUDIT = "Office of Internal Audit"
PRESS = "NOAA Press Office"

# Spelled as the register spells them: an import finds the owning department by this name, and the patent
# office really stands there under two names.
AGENCIES = (
    Place(COMMERCE, "social@commerce.example", share=5),
    Place(NOAA, "social@noaa.commerce.example", share=10),
    Place(NIST, "social@nist.commerce.example", share=5),
    Place(ECONOMICS, share=2),
    Place(CENSUS, "social@census.commerce.example", share=5),
    Place("International Trade Administration", "social@trade.commerce.example", share=3),
    Place("Patent and Trademark Office (USPTO)", "social@uspto.commerce.example", share=4),
    Place("Bureau of Economic Analysis (BEA)", share=2),
    Place("U.S. Patent and Trademark Office"),
    Place("Bureau of Industry and Security (BIS)", share=2),
)

OFFICES = (
    Place(COMMUNICATIONS, "communications@commerce.example", COMMERCE, share=3),
    Place(SECURITY, "security@commerce.example", COMMERCE, share=2),
    Place(SERVICE_DESK, "servicedesk@commerce.example", COMMERCE, share=3),
    Place(AUDIT, None, COMMERCE),
    Place(PRESS, "press@noaa.commerce.example", NOAA, share=2),
    Place("National Weather Service", "social@weather.commerce.example", NOAA, share=6),
    Place("National Ocean Service", None, NOAA, share=2),
    Place("NOAA Fisheries", None, NOAA, share=3),
    Place("NIST Public Affairs Office", "press@nist.commerce.example", NIST),
    Place("Census Public Information Office", "press@census.commerce.example", CENSUS),
    Place("Office of Policy, Planning & Budget", None, ECONOMICS),
)
"""Each stands below an agency of the list above."""

PLACES = AGENCIES + OFFICES
