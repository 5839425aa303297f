"""Projects as their observers see them: sums of cohorts, never a person. Small groups are not told."""

import dataclasses
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from accounts.enums import Service, Sex
from assessments.selectors.sampling import results_summed
from attendance.selectors.charts import Figures, charts_of_centre
from certificates.selectors.sampling import certificates_summed
from courses.selectors.cohorts import enrolled_in, observed_cohorts
from desk.domain.small_groups import FEWEST, part_told, parts_told, told

if TYPE_CHECKING:
    from decimal import Decimal

    from accounts.models import User
    from courses.models import Cohort


@dataclasses.dataclass(frozen=True)
class GroupLine:
    """Sums of one cohort, or of all together. None stands where a number would point at fewer than five people."""

    cohort: "Cohort | None"
    people: int | None
    sexes: Mapping[str, int] | None
    services: Mapping[str, int] | None
    share: "Decimal | None"
    judged: int | None  # people with confirmed results
    passed: int | None  # of them: everything so far
    certificates: int | None


SUBTRACTABLE = ("sexes", "services", "judged", "passed", "certificates")


@dataclasses.dataclass(frozen=True)
class Project:
    """One project: its cohorts, and the sums over those that are large enough; `left_out` are not in the sums."""

    title: str
    lines: Sequence[GroupLine]
    total: GroupLine | None
    left_out: int


@dataclasses.dataclass
class _Sums:
    people: int = 0
    sexes: Counter[str] = dataclasses.field(default_factory=lambda: Counter(dict.fromkeys(Sex.values, 0)))
    services: Counter[str] = dataclasses.field(default_factory=lambda: Counter(dict.fromkeys(Service.values, 0)))
    held: Figures = dataclasses.field(default_factory=Figures)
    judged: int = 0
    passed: int = 0
    certificates: int = 0

    def add(self, other: "_Sums") -> None:
        self.people += other.people
        self.sexes.update(other.sexes)
        self.services.update(other.services)
        self.held.add(other.held)
        self.judged += other.judged
        self.passed += other.passed
        self.certificates += other.certificates


def projects_of(user: "User") -> list[Project]:
    """Return the projects that `user` observes today, by title. The number of queries does not depend on cohorts."""
    cohorts = list(observed_cohorts(user))
    sums = _sums_of(cohorts)
    found = []
    for title in sorted(set(user.projects())):
        own = [cohort for cohort in cohorts if cohort.project == title]
        whole, large = _Sums(), [cohort for cohort in own if sums[cohort].people >= FEWEST]
        for cohort in large:
            whole.add(sums[cohort])
        lines = [_line(cohort, sums[cohort]) for cohort in own]
        total = _total(_line(None, whole), [line for line in lines if line.people is not None and line.people > 0])
        found.append(Project(title, lines, total if large else None, len(own) - len(large)))
    return found


def _sums_of(cohorts: "Sequence[Cohort]") -> "dict[Cohort, _Sums]":
    found = {cohort: _Sums() for cohort in cohorts}
    by_id = {cohort.pk: cohort for cohort in cohorts}
    for enrolment in enrolled_in(cohorts):
        sums, person = found[by_id[enrolment.cohort_id]], enrolment.person
        sums.people += 1
        sums.services[person.service] += 1
        if person.sex:
            sums.sexes[person.sex] += 1
    for cohort, figures in charts_of_centre(cohorts).cohorts:
        found[cohort].held = figures
    for pk, (judged, passed) in results_summed(list(by_id)).items():
        found[by_id[pk]].judged, found[by_id[pk]].passed = judged, passed
    for pk, number in certificates_summed(list(by_id)).items():
        found[by_id[pk]].certificates = number
    return found


def _total(whole: GroupLine, lines: Sequence[GroupLine]) -> GroupLine:
    """Return the sums without what some line does not tell: it could be found by subtraction."""
    hidden = {name: None for name in SUBTRACTABLE if any(getattr(line, name) is None for line in lines)}
    return dataclasses.replace(whole, **hidden)


def _line(cohort: "Cohort | None", sums: _Sums) -> GroupLine:
    large = sums.people >= FEWEST
    judged = part_told(sums.judged, sums.people) if large else None
    return GroupLine(
        cohort=cohort,
        people=told(sums.people),
        sexes=parts_told(sums.sexes) if large else None,
        services=parts_told(sums.services) if large else None,
        share=sums.held.percent if large and sums.held.hours else None,
        judged=judged,
        passed=None if judged is None else part_told(sums.passed, sums.judged),
        certificates=part_told(sums.certificates, sums.people) if large else None,
    )
