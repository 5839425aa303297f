"""Rules of `desk`."""
