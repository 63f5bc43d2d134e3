"""The workshop itself."""
