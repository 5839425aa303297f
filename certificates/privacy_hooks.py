"""Connects what `certificates` keeps about people with copies, erasing and retention. Called in `ready()`."""

from accounts.selectors import data_copy
from accounts.services import erasing, name_index, retention
from certificates.selectors.own_data import own_data
from certificates.services import erasing as own


def connect() -> None:
    """Register handlers. Safe to repeat."""
    data_copy.register("certificates", own_data)
    erasing.register("certificates", own.erase)
    erasing.register_keys("certificates", own.keys_of)
    name_index.register("certificates", own.rehash)
    retention.register("enquiries", own.expire_enquiries)
