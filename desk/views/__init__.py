"""Edges of `desk`."""

from desk.views.demonstration import door, graduation, issue, seat
from desk.views.front import front, healthy, icon, robots
from desk.views.homes import home
from desk.views.projects import download as projects_download
from desk.views.projects import projects
from desk.views.samples import sample, samples

__all__ = [
    "door",
    "front",
    "graduation",
    "healthy",
    "home",
    "icon",
    "issue",
    "projects",
    "projects_download",
    "robots",
    "sample",
    "samples",
    "seat",
]
