"""Machine readable zone, drawn anew for each attempt from the seed that is kept with it.

{"format": "TD3", "faults": ["birth_check", "name", "none"]}: what is wrong? The answer is the place of the fault among
those offered, as shown. A corrected key may hold `also`: {"birth_check": ["composite"]}, what counts as well when that
fault was drawn. {"format": "TD1", "field": "composite"}: which digit is hidden? The answer is the digit typed.
"""

from fractions import Fraction
from typing import Any

from assessments.domain.kinds.base import Key, Order, is_place, mixed
from assessments.domain.kinds.plain import read_number
from assessments.domain.mrz import Zone as Drawn
from assessments.domain.mrz import draw_fault, draw_hidden

DIGITS = 10


def drawn(key: Key, seed: int) -> Drawn:
    """Return the zone that belongs to a key and a seed."""
    if "field" in key:
        return draw_hidden(key["field"], key["format"], seed)
    return draw_fault(key["faults"], key["format"], seed)


class Zone:
    """Find the fault, or calculate the hidden digit."""

    def order(self, key: Key, seed: int) -> list[Any]:
        return [] if "field" in key else mixed(len(key["faults"]), seed)

    def has_answer(self, key: Key, answer: Any) -> bool:
        if "field" in key:
            return read_number(answer) is not None
        return is_place(answer, len(key["faults"]))

    def share(self, key: Key, answer: Any, order: Order, seed: int) -> Fraction:
        zone = drawn(key, seed)
        if "field" in key:
            number = read_number(answer)
            return Fraction(number is not None and number == int(zone.hidden))
        right = {str(zone.fault), *key.get("also", {}).get(str(zone.fault), ())}
        return Fraction(is_place(answer, len(order)) and key["faults"][order[answer]] in right)

    def full_answer(self, key: Key, order: Order, seed: int) -> Any:
        zone = drawn(key, seed)
        if "field" in key:
            return zone.hidden
        return list(order).index(list(key["faults"]).index(zone.fault))

    def guess(self, key: Key) -> Fraction:
        if "field" in key:
            return Fraction(1, DIGITS)
        size = len(key["faults"])
        return Fraction(size + sum(map(len, key.get("also", {}).values())), size * size)
