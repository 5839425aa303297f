"""Edges of `accounts`."""

from accounts.views.log_in import lockout

__all__ = ["lockout"]
