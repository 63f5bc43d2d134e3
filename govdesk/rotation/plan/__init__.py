"""Rules for rotations: which credentials fall due by which calendar, who is reminded, and when nobody is."""
