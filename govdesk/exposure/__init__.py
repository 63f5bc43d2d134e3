"""Who can get in: access, recovery and second factors of each account, and the lock-out forecast from them."""
