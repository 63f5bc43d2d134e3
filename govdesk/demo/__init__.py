"""The sample company: real accounts, invented people; and what its mail sink received."""
