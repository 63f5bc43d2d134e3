"""Voice and etiquette: versions published from `policies/<slug>/`, and who has acknowledged them."""
