"""Entitled exactly when nothing stands against it; every reason is told."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from certificates.domain.entitlement import Attendance, Facts, Requirement, Thresholds, decide
from certificates.enums import Reason

THRESHOLDS = Thresholds(attendance_percent=90, quiz_pass_percent=60)
percents = st.decimals(min_value=0, max_value=100, places=1)
requirements = st.builds(
    Requirement,
    kind=st.sampled_from(["quiz", "practical", "exam"]),
    code=st.sampled_from(["M2.2", "PX-2.2", "GEN2"]),
    status=st.sampled_from(["passed", "missing", "unconfirmed", "failed"]),
    have=st.none() | percents,
)
facts = st.builds(
    Facts,
    withdrawn=st.booleans(),
    locked=st.booleans(),
    attendance=st.builds(Attendance, meets=st.booleans(), percent=percents, percent_with_excused=percents),
    requirements=st.lists(requirements, max_size=5).map(tuple),
    has_name=st.booleans(),
    honours_earned=st.booleans(),
    foreign_letters=st.sampled_from(["", "漢"]),
)


@given(facts)
def test_entitled_exactly_when_nothing_stands_against_it(given_facts: Facts) -> None:
    verdict = decide(given_facts, THRESHOLDS)
    clear = (
        not given_facts.withdrawn
        and given_facts.locked
        and given_facts.attendance.meets
        and all(one.status == "passed" for one in given_facts.requirements)
        and given_facts.has_name
        and not given_facts.foreign_letters
    )
    assert verdict.entitled == clear
    assert verdict.entitled == (not verdict.reasons)
    assert verdict.honours == (clear and given_facts.honours_earned)


@given(facts, st.integers(0, 4))
def test_one_failed_requirement_is_never_offset(given_facts: Facts, place: int) -> None:
    failed = Requirement("practical", "PX-9", "failed")
    listed = list(given_facts.requirements)
    listed.insert(place, failed)
    worse = Facts(**{name: getattr(given_facts, name) for name in Facts.__slots__} | {"requirements": tuple(listed)})
    assert not decide(worse, THRESHOLDS).entitled


def test_every_reason_is_told_with_its_numbers() -> None:
    verdict = decide(
        Facts(
            withdrawn=False,
            locked=False,
            attendance=Attendance(False, Decimal("84.00"), Decimal("84.00")),
            requirements=(
                Requirement("quiz", "M2.2", "failed", Decimal("55.5")),
                Requirement("practical", "PX-2.2", "unconfirmed"),
            ),
            has_name=False,
        ),
        THRESHOLDS,
    )
    told = [(one.reason, one.code, one.have, one.need) for one in verdict.reasons]
    assert told == [
        (Reason.ATTENDANCE, "", "84", "90"),
        (Reason.QUIZ_MISSING, "M2.2", "55.5", "60"),
        (Reason.PRACTICAL_UNCONFIRMED, "PX-2.2", "", ""),
        (Reason.NOT_LOCKED, "", "", ""),
        (Reason.NO_NAME, "", "", ""),
    ]


def test_a_share_just_below_never_reads_as_enough() -> None:
    attendance = Attendance(False, Decimal("89.96"), Decimal("89.96"))
    verdict = decide(Facts(False, True, attendance, (), True), THRESHOLDS)
    assert verdict.reasons[0].have == "89.9"


def test_whoever_withdrew_has_that_one_reason() -> None:
    verdict = decide(Facts(True, False, Attendance(False, Decimal(0), Decimal(0)), (), False), THRESHOLDS)
    assert [one.reason for one in verdict.reasons] == [Reason.WITHDRAWN]


@given(st.sampled_from(["missing", "unconfirmed", "failed"]), st.none() | percents)
def test_the_exit_test_has_its_own_pass_mark(status, have) -> None:
    facts = Facts(
        withdrawn=False,
        locked=True,
        attendance=Attendance(meets=True, percent=Decimal(100), percent_with_excused=Decimal(100)),
        requirements=(Requirement("quiz", "M2.2", "passed"), Requirement("exam", "GEN-EXIT", status, have)),
        has_name=True,
    )
    (reason,) = decide(facts, Thresholds(attendance_percent=90, quiz_pass_percent=60, exit_pass_percent=70)).reasons
    assert (reason.reason, reason.code, reason.need) == (Reason.EXIT_MISSING, "GEN-EXIT", "70")
