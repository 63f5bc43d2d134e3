"""Verbs of hand-overs: opened, carried on step by step, closed or ended without effect."""
