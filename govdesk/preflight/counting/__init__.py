"""How long a text is, as each platform counts it. Pure: knows no limits, no pages, no database."""
