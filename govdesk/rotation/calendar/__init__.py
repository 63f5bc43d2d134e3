"""The calendar: what is due on which day, moving and planning it, and what became of what is overdue."""
