"""Platforms as data, and what an address says: which platform, which account."""
