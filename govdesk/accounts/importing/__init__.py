"""Lists of accounts from elsewhere: read, looked at, brought in, taken back."""
