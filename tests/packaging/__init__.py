"""What people install, and how it is run there."""
