"""Terms for tests: office hours in Vienna, round the clock, two promises and two teams."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from govdesk.desk.clocks.hours import ALL_DAY, Calendar
from govdesk.desk.clocks.promises import Handover, Promise, Terms
from govdesk.desk.rules import Priority, TicketState
from tests.desk.clocks.test_business_time import NINE_TO_FIVE

HOUR = timedelta(hours=1)
ALWAYS = Calendar("always", "Round the clock", ZoneInfo("Europe/Vienna"), ((ALL_DAY,),) * 7)
URGENT = Promise("Urgent", ALWAYS, HOUR / 4, HOUR, 4 * HOUR, frozenset({Priority.URGENT}))
USUAL = Promise("Usual", NINE_TO_FIVE, HOUR, 2 * HOUR, 8 * HOUR)
NETWORK = Handover("network", "Network team", NINE_TO_FIVE, 8 * HOUR)
LEGAL = Handover("legal", "Legal", NINE_TO_FIVE, 4 * HOUR, frozenset({TicketState.WAITING, TicketState.PLATFORM}))
TERMS = Terms(NINE_TO_FIVE, (URGENT, USUAL), (NETWORK, LEGAL), "digest")
