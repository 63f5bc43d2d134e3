"""The outbox: every message owed is a row first, then a mail, then a record that it was sent."""
