"""The desk: tickets, their conversation, the queue."""
