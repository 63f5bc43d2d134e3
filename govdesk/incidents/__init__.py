"""Incident mode: somebody else may be in an account. What that reaches, what is done about it, and its timed log."""
