"""What `accounts` prints."""
