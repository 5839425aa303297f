"""Reasons for absence as the curriculum's files write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.domain.absences import REASONS, read_absences, write_absences
from courses.models.programmes import absence_rules

ROWS = tuple((reason, "0", "yes") for reason in REASONS)


@given(st.lists(st.tuples(st.integers(0, 100), st.booleans()), min_size=4, max_size=4))
def test_what_is_written_is_read_again(values) -> None:
    rules = {
        reason: {"percent": percent, "document": document}
        for reason, (percent, document) in zip(REASONS, values, strict=True)
    }
    assert read_absences(write_absences(rules)) == rules


def test_the_files_of_the_curriculum_say_what_the_rows_begin_with() -> None:
    assert read_absences(ROWS) == absence_rules()


@pytest.mark.parametrize(
    "rows",
    [
        ROWS[:3],
        (*ROWS, ROWS[0]),
        (("holiday", "0", "yes"), *ROWS[1:]),
        (("leave", "101", "yes"), *ROWS[1:]),
        (("leave", "-1", "yes"), *ROWS[1:]),
        (("leave", "0", "ja"), *ROWS[1:]),
        (("leave", "0"), *ROWS[1:]),
        (("leave", "much", "no"), *ROWS[1:]),
    ],
)
def test_a_row_that_is_no_rule_is_refused(rows) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_absences(rows)
