"""Connects what `assessments` keeps about people with copies, erasing and retention. Called in `ready()`."""

from accounts.selectors import data_copy
from assessments.selectors.own_data import own_data


def connect() -> None:
    """Register handlers. Safe to repeat."""
    data_copy.register("assessments", own_data)
