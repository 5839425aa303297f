"""Which numbers may be told of a group without pointing at somebody in it."""

from collections.abc import Mapping

FEWEST = 5  # people of whom a number is told


def told(people: int) -> int | None:
    """Return a number of people, or None where it is one to four. Nobody is nobody: zero is told."""
    return people if people == 0 or people >= FEWEST else None


def part_told(part: int, whole: int) -> int | None:
    """Return a part of a group, or None where the part or the rest of the group would be one to four people."""
    return None if told(whole) is None or told(part) is None or told(whole - part) is None else part


def parts_told(parts: Mapping[str, int]) -> Mapping[str, int] | None:
    """Return the parts of a group, or None where one of them is one to four people.

    One hidden part could be found by subtraction, so all are hidden together.
    """
    return None if any(told(number) is None for number in parts.values()) else parts
