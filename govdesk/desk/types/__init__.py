"""Request types: what can be asked, with which questions, who answers, and what closing does. Kept as data."""
