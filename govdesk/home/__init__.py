"""My day, and the two pages that machines ask: is the process alive, is the house ready."""
