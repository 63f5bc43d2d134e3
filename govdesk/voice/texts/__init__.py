"""Texts, cut into the blocks that rules look at."""
