"""Codes of the second factor: RFC 6238, digits of every language, waiting after mistakes."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.domain import factors

SECRET = b"12345678901234567890"
DIGITS = ("0123456789", "۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩")


def moment(seconds: int) -> datetime.datetime:
    return datetime.datetime.fromtimestamp(seconds, datetime.UTC)


@pytest.mark.parametrize(
    ("seconds", "code"), [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")]
)
def test_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    """RFC 6238, appendix B, the last six of the eight digits."""
    assert factors.code_at(SECRET, moment(seconds)) == code
    assert factors.match(secret=SECRET, code=code, at=moment(seconds), step=0, drift=0) == (seconds // 30, 0)


def test_a_code_counts_once_and_half_a_minute_beside() -> None:
    at = moment(1_800_000_000)
    code = factors.code_at(SECRET, at)
    late = at + datetime.timedelta(seconds=30)
    step, drift = factors.match(secret=SECRET, code=code, at=late, step=0, drift=0)
    assert drift == -1
    assert factors.match(secret=SECRET, code=code, at=late, step=step, drift=drift) is None
    assert factors.match(secret=SECRET, code=code, at=at + datetime.timedelta(seconds=90), step=0, drift=0) is None


@given(st.integers(0, 10**8 - 1), st.sampled_from(DIGITS), st.sampled_from(["", " ", "-", "\u200f", "\u00a0"]))
def test_a_code_is_read_in_every_writing(number: int, digits: str, between: str) -> None:
    code = f"{number:08d}"
    typed = between.join("".join(digits[int(one)] for one in part) for part in (code[:4], code[4:]))
    assert factors.plain_code(f" {typed} ") == code


@given(st.text(max_size=40))
def test_whatever_is_typed_is_a_code_or_nothing(typed: str) -> None:
    code = factors.plain_code(typed)
    assert code == "" or (code.isascii() and code.isdigit() and len(code) in {6, 8})


def test_waiting_grows_and_ends() -> None:
    assert [factors.wait(n).total_seconds() for n in (0, 1, 2, 3, 4, 9, 10, 12, 1000)] == [
        0, 0, 0, 1, 2, 64, 128, 300, 300,
    ]  # fmt: skip


def test_printed_codes_differ_and_their_hash_belongs_to_the_person(cast) -> None:
    codes = factors.new_codes(40)
    assert len(set(codes)) == 40
    assert all(len(code) == 8 and code.isdigit() for code in codes)
    one = factors.digest(b"k" * 32, cast.head.pk, codes[0])
    assert one != factors.digest(b"k" * 32, cast.registrar.pk, codes[0])
    assert one != factors.digest(b"l" * 32, cast.head.pk, codes[0])
    assert codes[0] not in one
