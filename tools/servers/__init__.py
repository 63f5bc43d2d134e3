"""Private servers for `make run` and the tests.

Each has its own data, listens on loopback or a socket, never runs as root, and is gone when we are.
"""
