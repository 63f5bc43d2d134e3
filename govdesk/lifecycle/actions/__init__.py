"""The verbs of requests. Each changes rows, writes its audit event and tells who is next; none commits."""
