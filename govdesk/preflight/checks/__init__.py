"""What is looked for in a draft: each check is a pure function of it."""
