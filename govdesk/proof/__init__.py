"""Public proof: which addresses are ours, were ours, or only pretend to be; never a person in it."""
