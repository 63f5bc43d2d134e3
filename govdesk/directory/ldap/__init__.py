"""Talking to the directory servers: connections, searches, what entries mean."""
