"""What `make` needs beside the product itself; never part of an installation."""
