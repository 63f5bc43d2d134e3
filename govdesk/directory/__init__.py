"""The company directory: people, departments, sign-in, synchronisation."""
