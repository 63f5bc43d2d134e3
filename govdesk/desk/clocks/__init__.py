"""By when the desk answers and solves: calendars, promises, the clocks of a ticket and what they warn of."""
