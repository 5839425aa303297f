"""Edges of `certificates`."""
