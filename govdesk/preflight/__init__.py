"""A draft looked at before it is posted: how long it is, and what is better changed first (docs/preflight.md)."""
