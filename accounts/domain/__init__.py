"""Rules of `accounts`: sealing of names, the key store."""
