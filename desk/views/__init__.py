"""Edges of `desk`."""

from desk.views.demonstration import door, graduation, issue, seat
from desk.views.front import front, healthy, icon, robots
from desk.views.homes import home

__all__ = ["door", "front", "graduation", "healthy", "home", "icon", "issue", "robots", "seat"]
