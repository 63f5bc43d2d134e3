"""Rotations: when a credential has to be changed, who is told, and that it was done. Never the secret."""
