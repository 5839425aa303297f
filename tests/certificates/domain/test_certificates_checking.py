"""What the public check answers, and which typed names match."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates.domain.checking import answer, name_matches
from certificates.domain.names import printed_name
from certificates.domain.record import add_months
from certificates.domain.serials import course_code, serial
from certificates.enums import Answer, CertificateState

TODAY = datetime.date(2026, 12, 4)
FIRST = datetime.date(2020, 1, 1)
NAMES = {"cyrl": ("Ғафурова", "Зулфия", "Саидовна"), "latn": ("GHAFUROVA", "ZULFIYA", "")}
AFGHAN = {"arab": ("", "زهرا", "غلام علی")}


@given(st.sampled_from([None, *CertificateState.values]), st.booleans(), st.dates(), st.none() | st.dates())
def test_what_may_not_be_checked_answers_like_what_does_not_exist(state, allowed, since, valid_until) -> None:
    said = answer(state, allowed=allowed, since=since, valid_until=valid_until, today=TODAY)
    assert (said == Answer.UNCONFIRMED) == (state is None or not allowed or since > TODAY)


def test_the_last_day_is_still_valid() -> None:
    def said(state: str, until: datetime.date) -> Answer:
        return answer(state, allowed=True, since=FIRST, valid_until=until, today=TODAY)

    yesterday = TODAY - datetime.timedelta(days=1)
    assert said("issued", TODAY) == Answer.VALID
    assert said("issued", yesterday) == Answer.EXPIRED
    assert said("revoked", yesterday) == Answer.REVOKED
    assert said("renewed", yesterday) == Answer.RENEWED


def test_nothing_is_confirmed_before_the_ceremony() -> None:
    tomorrow = TODAY + datetime.timedelta(days=1)
    for state in CertificateState.values:
        early = answer(state, allowed=True, since=tomorrow, valid_until=None, today=TODAY)
        on_the_day = answer(state, allowed=True, since=TODAY, valid_until=None, today=TODAY)
        assert (early, on_the_day == Answer.UNCONFIRMED) == (Answer.UNCONFIRMED, False)


@pytest.mark.parametrize(
    "typed",
    ["Ғафурова Зулфия", "гафурова зулфия", "Зулфия Ғафурова Саидовна", "ghafurova zulfiya", "ЃАФУРОВА ЗУЛФИЯ"],
)
def test_the_name_matches_in_any_script_and_spelling(typed: str) -> None:
    assert name_matches(NAMES, typed)


@pytest.mark.parametrize("typed", ["", " ", "Ғафурова", "Зулфия", "Ғафурова Зулфия Каримовна", "Ғафур Зулф", "ZULFIYA"])
def test_a_part_of_the_name_never_matches(typed: str) -> None:
    assert not name_matches(NAMES, typed)


def test_what_is_printed_matches() -> None:
    for language in ("tg", "ru", "fa-af", "en"):
        assert name_matches(NAMES, printed_name(NAMES, language, ""))
    assert name_matches(AFGHAN, printed_name(AFGHAN, "fa-af", "فرزند"))
    assert name_matches(AFGHAN, "زهرا غلام علي")


@given(st.dates(datetime.date(2000, 1, 1), datetime.date(2090, 1, 1)), st.integers(1, 120))
def test_months_are_added_to_the_calendar(day: datetime.date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day <= day.day


def test_serials_share_a_series_whatever_the_length_of_the_course() -> None:
    assert course_code("BIC-3M") == course_code("BIC-10D") == "BIC"
    assert course_code("GEN") == "GEN"
    assert serial("KHO", "BIC", 2026, 42) == "BFT-KHO-BIC-2026-00042"
