"""What changes when a list is brought in or taken back."""
