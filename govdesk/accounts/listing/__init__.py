"""The list of accounts: found by filters and words, in an order, of any length."""
