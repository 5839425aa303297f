"""Is an address inside the networks of a centre? For upper apps; the rule is domain/check_in_codes.py."""

from collections.abc import Sequence

from attendance.domain.check_in_codes import is_inside


def inside(address: str, networks: Sequence[str]) -> bool:
    """Return whether an IP address lies in one of the networks (as 10.0.0.0/8); False when there is none."""
    return is_inside(address, networks)
