"""Edges of `accounts`."""

from accounts.views.log_in import from_cms, lockout

__all__ = ["from_cms", "lockout"]
