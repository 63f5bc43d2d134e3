"""A rotation as work: its steps, what its doer attests, and the second person where one is asked for."""
