"""Changing who answers for an account: a hand-over between two parties, closed by a third."""
