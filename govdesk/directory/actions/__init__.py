"""The verbs of the directory: signing in and out, bringing people up to date."""
