"""The verbs of the register. Each changes rows and writes its audit event; none commits."""
