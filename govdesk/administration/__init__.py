"""How this installation is set up: the directory and its runs, roles and rights. Read here, decided in files."""
