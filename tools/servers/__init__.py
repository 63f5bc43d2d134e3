"""Private servers for `make run` and the tests: own data, loopback or socket, never root, gone when we are."""
