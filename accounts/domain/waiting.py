"""How long one waits after wrong tries to log in: never for ever (docs/decisions/0022-throttling.md)."""

import datetime

# Of one address: thirty people behind it who all mistype stay far below; above it each waits a moment.
ADDRESS_WINDOW = datetime.timedelta(minutes=5)
MOST_OF_ADDRESS = 300
ADDRESS_WAIT = datetime.timedelta(seconds=10)

# Of one number from devices that it does not know, whatever their address; forgotten after an hour without any.
ACCOUNT_QUIET = datetime.timedelta(hours=1)
MOST_OF_ACCOUNT = 50
STEP = 10  # so many wrong tries more, and the wait is twice as long
FIRST_WAIT = datetime.timedelta(seconds=30)
LONGEST_WAIT = datetime.timedelta(minutes=15)

# Of one device that the account knows.
DEVICE_WINDOW = datetime.timedelta(minutes=5)
MOST_OF_DEVICE = 10


def account_wait(failures: int) -> datetime.timedelta:
    """Return how long after the last of so many wrong tries the next one is judged."""
    if failures < MOST_OF_ACCOUNT:
        return datetime.timedelta()
    doublings = min((failures - MOST_OF_ACCOUNT) // STEP, 10)
    return min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)
