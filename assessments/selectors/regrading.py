"""What a regrade would change: whose marks, percent and passed, by cohort, and where a result is locked."""

import dataclasses
import hashlib
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from assessments.enums import AttemptState, RegradeAct, ResultKind, ResultState
from assessments.models import Attempt, AttemptQuestion, QuestionVersion, Regrade, Result
from assessments.selectors.remarking import WITH_RULES, Change, Outcome, outcomes
from courses.enums import OPEN_COHORTS
from courses.selectors.cohorts import visible_cohorts

if TYPE_CHECKING:
    from accounts.models import User
    from courses.models import Cohort

CHUNK = 500  # attempts that are marked again together


@dataclasses.dataclass(frozen=True, slots=True)
class InForce:
    """What counts of a version now: its key, corrected or not, and whether it is annulled."""

    key: Mapping[str, Any]
    annulled: bool
    corrected: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Consequence:
    """What changes for one attempt. `locked`: only a correction by document can change it any more."""

    attempt: uuid.UUID
    number: str
    quiz: str
    old_points: Decimal | None
    new_points: Decimal | None
    old_percent: Decimal | None
    new_percent: Decimal | None
    old_passed: bool | None
    new_passed: bool | None
    locked: bool


@dataclasses.dataclass(frozen=True)
class Group:
    """One cohort: how many attempts hold the question and how many change; the people, for who may see them."""

    cohort: "Cohort"
    held: int
    changed: int
    turned: int  # passed becomes failed, or the other way round
    locked: int
    people: Sequence[Consequence]
    visible: bool


@dataclasses.dataclass(frozen=True)
class DryRun:
    """All cohorts. The `fingerprint` changes when what would happen changes."""

    groups: Sequence[Group]
    fingerprint: str

    @property
    def changed(self) -> int:
        """How many attempts change."""
        return sum(group.changed for group in self.groups)

    @property
    def turned(self) -> int:
        """How many change between passed and failed."""
        return sum(group.turned for group in self.groups)

    @property
    def locked(self) -> int:
        """How many need a correction by document."""
        return sum(group.locked for group in self.groups)


def version_of(code: str, number: int) -> QuestionVersion | None:
    """Return a version of a question with its question, or None."""
    rows = QuestionVersion.objects.filter(question__code=code, number=number)
    return rows.select_related("question__module__course", "picture").first()


def in_force(version: QuestionVersion) -> InForce:
    """Return what counts of a version now. One query."""
    rows = list(Regrade.objects.filter(version=version).order_by("at", "pk").values_list("act", "new_key"))
    keys = [key for _act, key in rows if key is not None]
    annulled = bool(rows) and rows[-1][0] == RegradeAct.ANNUL
    return InForce(keys[-1] if keys else version.key, annulled, bool(keys))


def holders(version: int) -> Any:
    """Return the attempts that hold a version, in a fixed order, with what they are marked by."""
    held = AttemptQuestion.objects.filter(version=version).values("attempt")
    return Attempt.objects.filter(pk__in=held).select_related(*WITH_RULES, "enrolment__person").order_by("pk")


def chunks(version: int) -> Iterator[list[uuid.UUID]]:
    """Yield the ids of the attempts that hold a version, CHUNK at a time."""
    ids = list(holders(version).values_list("pk", flat=True))
    for start in range(0, len(ids), CHUNK):
        yield ids[start : start + CHUNK]


def centres_of(version: int) -> set[int]:
    """Return the centres where attempts hold the version. One query."""
    return set(holders(version).order_by().values_list("enrolment__cohort__centre", flat=True).distinct())


def locked_among(attempts: Sequence[Attempt]) -> set[uuid.UUID]:
    """Return those attempts that only a correction by document can change: closed cohort, locked result. One query."""
    ids = {one.enrolment_id for one in attempts}
    rows = Result.objects.filter(enrolment__in=ids, state=ResultState.LOCKED).exclude(kind=ResultKind.PRACTICAL)
    locked = set(rows.values_list("enrolment", "code"))
    return {
        one.pk
        for one in attempts
        if one.enrolment.cohort.state not in OPEN_COHORTS or (one.enrolment_id, one.quiz.code) in locked
    }


def dry_run(version: QuestionVersion, change: Change, user: "User") -> DryRun:
    """Return what a regrade would do, by cohort. Five queries for each CHUNK attempts."""
    cohorts: dict[uuid.UUID, Cohort] = {}
    held: dict[uuid.UUID, int] = defaultdict(int)
    changed: dict[uuid.UUID, list[Consequence]] = defaultdict(list)
    for ids in chunks(version.pk):
        attempts = list(holders(version.pk).filter(pk__in=ids).exclude(state=AttemptState.OPEN))
        locked = locked_among(attempts)
        for outcome in outcomes(attempts, change=change):
            cohort = outcome.attempt.enrolment.cohort
            cohorts[cohort.pk] = cohort
            held[cohort.pk] += 1
            if outcome.changed:
                changed[cohort.pk].append(consequence(outcome, version.pk, locked=outcome.attempt.pk in locked))
    seen = set(visible_cohorts(user).filter(pk__in=cohorts).values_list("pk", flat=True))
    groups = [_group(cohorts[pk], held[pk], changed[pk], visible=pk in seen) for pk in cohorts]
    groups.sort(key=lambda group: group.cohort.code)
    return DryRun(groups, fingerprint(one for group in changed.values() for one in group))


def _group(cohort: "Cohort", held: int, people: Sequence[Consequence], *, visible: bool) -> Group:
    return Group(
        cohort=cohort,
        held=held,
        changed=len(people),
        turned=sum(one.old_passed != one.new_passed for one in people),
        locked=sum(one.locked for one in people),
        people=sorted(people, key=lambda one: one.number) if visible else (),
        visible=visible,
    )


def consequence(outcome: Outcome, version: int, *, locked: bool) -> Consequence:
    """Return what changes for one attempt."""
    attempt = outcome.attempt
    line = next(one for one in outcome.lines if one.version == version)
    return Consequence(
        attempt=attempt.pk,
        number=attempt.enrolment.person.service_number,
        quiz=attempt.quiz.code,
        old_points=line.old_points,
        new_points=None if line.annulled else line.points,
        old_percent=attempt.percent,
        new_percent=outcome.percent,
        old_passed=attempt.passed,
        new_passed=outcome.passed,
        locked=locked,
    )


def fingerprint(found: Iterable[Consequence]) -> str:
    """Return a hash of what would change: what was shown is what is written, or it is shown again."""
    lines = sorted(f"{one.attempt} {one.new_percent} {one.new_passed} {one.locked}" for one in found)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def last_regrades(version: QuestionVersion) -> list[Regrade]:
    """Return what was done to a version before, the newest first."""
    return list(Regrade.objects.filter(version=version).select_related("by").order_by("-at"))
