"""The skeleton of the curriculum from `curriculum/`: rows of courses, modules, outcomes and lessons, without words."""

import dataclasses
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.db import transaction

from courses.enums import OutcomeKind
from courses.models import Course, Lesson, Module, Outcome
from courses.selectors.manuscripts import COURSES, MODULE, Block, ManuscriptFileError, read


@dataclasses.dataclass
class OutlineReport:
    """Codes added, changed, brought back from retirement, and standing in the database but not in the files."""

    added: list[str] = dataclasses.field(default_factory=list)
    changed: list[str] = dataclasses.field(default_factory=list)
    not_in_files: list[str] = dataclasses.field(default_factory=list)


@dataclasses.dataclass(frozen=True)
class OutcomePlan:
    kind: str
    level: int


@dataclasses.dataclass(frozen=True)
class ModulePlan:
    """One `module.txt`."""

    code: str
    course: str
    theory_hours: int
    practice_hours: int
    lessons: tuple[str, ...]
    safety_critical: frozenset[str]
    outcomes: tuple[OutcomePlan, ...]
    practicals: tuple[str, ...]


def load_outline(*, folder: Path, only: Iterable[str] = ()) -> OutlineReport:
    """Write the rows of the curriculum in `folder`; `only` limits it to the modules with these codes.

    Repeatable: what is the same is left. A row that the files do not name is reported and kept: retiring is a
    decision of a person. Raises ManuscriptFileError when a file is missing or wrong, before anything is written.
    """
    order = course_order(folder)
    wanted = set(only)
    plans = {
        code: module_plan(folder, code) for codes in order.values() for code in codes if not wanted or code in wanted
    }
    for plan in plans.values():
        if plan.code not in order.get(plan.course, ()):
            path = folder / plan.code / "module.txt"
            raise ManuscriptFileError(path, f"course {plan.course} does not name this module in courses.txt")
    report = OutlineReport()
    with transaction.atomic():
        for position, (code, modules) in enumerate(order.items(), 1):
            chosen = [plans[module] for module in modules if module in plans]
            if chosen or not wanted:
                course = _write(Course, {"code": code}, {"position": position}, report)
                for plan in chosen:
                    _write_module(course, plan, modules.index(plan.code) + 1, report)
    if not wanted:
        lessons = {lesson for plan in plans.values() for lesson in plan.lessons}
        for model, known in ((Course, set(order)), (Module, set(plans)), (Lesson, lessons)):
            rows = model.objects.filter(retired_at=None).exclude(code__in=known)  # type: ignore[attr-defined]
            report.not_in_files.extend(rows.values_list("code", flat=True))
    return report


def course_order(folder: Path) -> dict[str, tuple[str, ...]]:
    """Return the codes of the courses in their order, each with the codes of its modules, from `courses.txt`."""
    return {block.key: block.items("modules") for block in read(folder / "courses.txt", COURSES)}


def module_plan(folder: Path, code: str) -> ModulePlan:
    """Return what `module.txt` of one module says. Raises ManuscriptFileError for a number or outcome out of form."""
    path = folder / code / "module.txt"
    (block,) = read(path, MODULE)
    try:
        outcomes = tuple(_outcome(line) for line in block.items("outcomes"))
        theory, practice = int(block.line("theory")), int(block.line("practice"))
    except ValueError as error:
        raise ManuscriptFileError(path, str(error)) from error
    return ModulePlan(
        code=code,
        course=block.line("course"),
        theory_hours=theory,
        practice_hours=practice,
        lessons=block.items("lessons"),
        safety_critical=frozenset(_known(path, block, "safety_critical")),
        outcomes=outcomes,
        practicals=block.items("practicals"),
    )


def add_course() -> Course:
    """Make the row of a new course: the next free M number."""
    numbers = [int(found[1]) for code in _codes(Course.objects) if (found := re.fullmatch(r"M(\d+)", code))]
    last = Course.objects.order_by("-position").first()
    number = max(numbers, default=0) + 1
    return Course.objects.create(code=f"M{number}", position=last.position + 1 if last else 1)


def add_module(*, course: Course) -> Module:
    """Make the row of a new module under its course: M2 has M2.1, M2.2 …; HBM has HBM1, HBM2 …"""
    point = "." if re.fullmatch(r"M\d+", course.code) else ""
    with transaction.atomic():
        Course.objects.select_for_update().get(pk=course.pk)
        position = _next(course.modules, f"{course.code}{point}")
        return Module.objects.create(course=course, code=f"{course.code}{point}{position}", position=position)


def add_lesson(*, module: Module) -> Lesson:
    """Make the row of a new lesson under its module, with the code after the last one, used or retired."""
    with transaction.atomic():
        Module.objects.select_for_update().get(pk=module.pk)
        position = _next(module.lessons, f"{module.code}.")
        return Lesson.objects.create(module=module, code=f"{module.code}.{position}", position=position)


def _next(rows: Any, prefix: str) -> int:
    """Return one more than the highest position or number in a code."""
    highest = 0
    for code, position in rows.values_list("code", "position"):
        tail = code.removeprefix(prefix)
        highest = max(highest, position, int(tail) if tail.isdecimal() else 0)
    return highest + 1


def _codes(rows: Any) -> Iterable[str]:
    codes: Iterable[str] = rows.values_list("code", flat=True)
    return codes


def _write_module(course: Course, plan: ModulePlan, position: int, report: OutlineReport) -> None:
    values = {
        "course": course,
        "position": position,
        "theory_hours": plan.theory_hours,
        "practice_hours": plan.practice_hours,
        "practical_codes": list(plan.practicals),
    }
    module = _write(Module, {"code": plan.code}, values, report)
    for number, code in enumerate(plan.lessons, 1):
        lesson = {"module": module, "position": number, "safety_critical": code in plan.safety_critical}
        _write(Lesson, {"code": code}, lesson, report)
    _write_outcomes(module, plan, report)


def _write_outcomes(module: Module, plan: ModulePlan, report: OutlineReport) -> None:
    """Outcomes have no code: their words stand in the editions, in the same order."""
    rows = list(module.outcomes.values_list("kind", "level"))
    if rows == [(outcome.kind, outcome.level) for outcome in plan.outcomes]:
        return
    if rows:
        report.changed.append(f"outcomes of {plan.code}")
    # by position, so that questions and blueprints keep the outcome they belong to
    for position, outcome in enumerate(plan.outcomes, 1):
        values = {"kind": outcome.kind, "level": outcome.level}
        Outcome.objects.update_or_create(module=module, position=position, defaults=values)
    module.outcomes.filter(position__gt=len(plan.outcomes)).delete()


def _write(model: Any, key: dict[str, str], values: dict[str, object], report: OutlineReport) -> Any:
    """Make the row, or change what differs; a retired row that the files name again is brought back."""
    row, created = model.objects.get_or_create(**key, defaults=values)
    if created:
        report.added.append(row.code)
        return row
    changed = [name for name, value in {**values, "retired_at": None}.items() if getattr(row, name) != value]
    if changed:
        for name in changed:
            setattr(row, name, values.get(name))
        row.save(update_fields=changed)
        report.changed.append(row.code)
    return row


def _outcome(line: str) -> OutcomePlan:
    kind, _, level = line.partition(" ")
    if kind not in OutcomeKind.values or not level.isdecimal():
        problem = f"an outcome is a kind and a level, such as `skill 4`, not `{line}`"
        raise ValueError(problem)
    return OutcomePlan(kind, int(level))


def _known(path: Path, block: Block, field: str) -> tuple[str, ...]:
    """Return a field that names lessons of the same file."""
    codes = block.items(field)
    strangers = [code for code in codes if code not in block.items("lessons")]
    if strangers:
        raise ManuscriptFileError(path, f"{field} names {', '.join(strangers)}, not a lesson of this module")
    return codes
