"""The register: which accounts are ours, who owns them, who holds their credentials."""
