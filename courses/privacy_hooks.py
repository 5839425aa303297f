"""Connects what `courses` keeps about people with copies, erasing and retention. Called in `ready()`."""

from accounts.selectors import data_copy
from accounts.services import retention
from courses.selectors.own_data import own_data
from courses.services.photos import expire_photos


def connect() -> None:
    """Register handlers. Safe to repeat."""
    data_copy.register("courses", own_data)
    retention.register("photos", expire_photos)
