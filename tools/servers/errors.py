"""What goes wrong with a server, in a sentence that says what to do."""


class ServerError(Exception):
    pass
