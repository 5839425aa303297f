"""Everything that is due, once a minute. Safe to repeat; a lost signal loses nothing, since this does the same from the tables."""

import datetime

from foundation.jobs import queue


def tick(*, at: datetime.datetime) -> dict[str, int]:
    """Do what is due at `at`; return how much of each was done."""
    return {"jobs": queue.drain()}
