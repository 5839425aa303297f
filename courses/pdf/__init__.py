"""Manuals as PDF books."""
