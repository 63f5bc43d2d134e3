"""How an account begins, changes and ends: a request, approvals in order, and the deed."""
