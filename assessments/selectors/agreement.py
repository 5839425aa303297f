"""How well assessors agree: per exercise, per pair, and each against all others. Only tries that two have recorded."""

import dataclasses
import uuid
from collections import defaultdict
from typing import TYPE_CHECKING

from accounts.enums import Role
from accounts.selectors.names import display, names_of
from accounts.selectors.placements import people_by_id
from assessments.domain.agreement import Kappa, Pair, kappa
from assessments.models import Observation

if TYPE_CHECKING:
    from accounts.models import User

EVERYWHERE = (Role.AUDITOR, Role.ADMINISTRATOR)


@dataclasses.dataclass(frozen=True)
class Agreeing:
    """One line: an exercise (its code), two assessors or one, with the agreement of their scores."""

    who: tuple[str, ...]
    sheets: int
    kappa: Kappa


@dataclasses.dataclass(frozen=True)
class AgreementReport:
    """All lines, the worst first; those with too few pairs last."""

    exercises: tuple[Agreeing, ...]
    pairs: tuple[Agreeing, ...]
    assessors: tuple[Agreeing, ...]


def agreement_report(user: "User", language: str) -> AgreementReport:
    """Return the agreement of assessors at the centres where `user` is head, or everywhere, in four queries.

    The first two sheets of each try count; a third assessor is called because they differ, and would count twice.
    """
    rows = Observation.objects.filter(enrolment__cohort__centre__in=user.centre_ids(Role.HEAD))
    if user.has_role(*EVERYWHERE):
        rows = Observation.objects.all()
    tries: dict[tuple[uuid.UUID, int, int], list[tuple[uuid.UUID, str, list[int]]]] = defaultdict(list)
    fields = ("enrolment", "version", "try_number", "assessor", "version__exercise__code", "scores")
    for enrolment, version, number, assessor, code, scores in rows.order_by("submitted_at", "pk").values_list(*fields):
        tries[enrolment, version, number].append((assessor, code, scores))
    by_code: dict[str, list[list[Pair]]] = defaultdict(list)
    by_pair: dict[tuple[uuid.UUID, ...], list[list[Pair]]] = defaultdict(list)
    by_one: dict[uuid.UUID, list[list[Pair]]] = defaultdict(list)
    for sheets in tries.values():
        if len(sheets) > 1:
            (one, code, ours), (other, _, theirs) = sheets[:2]
            if one > other:
                one, ours, other, theirs = other, theirs, one, ours
            scores_of_both = list(zip(ours, theirs, strict=False))
            by_code[code].append(scores_of_both)
            by_pair[one, other].append(scores_of_both)
            by_one[one].append(scores_of_both)
            by_one[other].append([(theirs_, ours_) for ours_, theirs_ in scores_of_both])
    people = {person.pk: person for person in people_by_id(list(by_one), by=user)}
    names = names_of(list(by_one))

    def name(pk: uuid.UUID) -> str:
        return display(names[pk], language, people[pk].service_number if pk in people else "")

    return AgreementReport(
        _lines([((code,), found) for code, found in by_code.items()]),
        _lines([(tuple(name(pk) for pk in pair), found) for pair, found in by_pair.items()]),
        _lines([((name(pk),), found) for pk, found in by_one.items()]),
    )


def _lines(found: list[tuple[tuple[str, ...], list[list[Pair]]]]) -> tuple[Agreeing, ...]:
    lines = [Agreeing(who, len(tries), kappa(pair for one in tries for pair in one)) for who, tries in found]
    return tuple(sorted(lines, key=lambda line: (line.kappa.too_few, line.kappa.share, line.who)))
