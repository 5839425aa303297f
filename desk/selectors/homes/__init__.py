"""Each person's home: what to do now, in one glance."""
