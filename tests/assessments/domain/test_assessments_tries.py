"""Who may record the next checklist of a try (domain.md 4.3, 4.5)."""

import uuid

from hypothesis import given
from hypothesis import strategies as st

from assessments.domain.checklists import Agreement
from assessments.domain.tries import Candidate, TryFacts, refusal
from assessments.enums import Refusal

PEOPLE = [uuid.UUID(int=number) for number in range(6)]
people = st.frozensets(st.sampled_from(PEOPLE), max_size=4)
facts = st.builds(
    TryFacts,
    people,
    people,
    st.sampled_from(Agreement),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.sampled_from([1, 2]),
    st.booleans(),
    st.booleans(),
    st.booleans(),
)
candidates = st.builds(Candidate, st.sampled_from(PEOPLE), st.booleans(), st.booleans(), st.booleans(), st.booleans())


@given(candidates, facts)
def test_no_rule_is_passed_over(candidate, found) -> None:
    if refusal(candidate, found) is not None:
        return
    assert candidate.authorised
    assert not found.no_more_tries
    assert not found.unapproved
    assert found.assessors or not found.uncoached
    if found.assessors:
        assert not (found.outsider_missing and candidate.teaches)
        assert len(found.assessors) < found.needed or found.agreement is Agreement.DIFFER


@given(st.sampled_from(PEOPLE), st.booleans(), st.booleans(), facts)
def test_nobody_records_twice_and_nobody_after_a_pass(candidate, woman, sees, found):
    why = refusal(Candidate(candidate, woman=woman, sees_sheets=sees), found)
    if found.passed or candidate in found.assessors | found.earlier_assessors:
        assert why is not None
    if why is None and len(found.assessors) >= 2:
        assert found.agreement is Agreement.DIFFER
        assert not sees
        assert woman or not found.woman_missing


def test_the_first_two_need_nothing_but_to_be_new() -> None:
    found = TryFacts(frozenset(PEOPLE[:1]), frozenset(), Agreement.WAITING, woman_missing=True, passed=False)
    assert refusal(Candidate(PEOPLE[1], woman=False, sees_sheets=True), found) is None
    assert refusal(Candidate(PEOPLE[0], woman=False, sees_sheets=True), found) is Refusal.RECORDED
