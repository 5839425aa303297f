"""Dari formats."""
