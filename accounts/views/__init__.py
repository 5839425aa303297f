"""Edges of `accounts`."""
