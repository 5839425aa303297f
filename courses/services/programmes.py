"""Programmes and their versions from `curriculum/programmes*.txt`. All thresholds are data of a version."""

import dataclasses
from collections.abc import Collection, Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from django.db import transaction

from courses.domain.absences import read_absences
from courses.domain.thresholds import NUMBERS, OPTIONAL_ANSWERS, OPTIONAL_CODES, OPTIONAL_NUMBERS
from courses.enums import PlanUnit, RequirementKind, TwoAssessors
from courses.models import Module, Programme, ProgrammePart, ProgrammeRequirement, ProgrammeVersion
from courses.models.programmes import absence_rules
from courses.selectors.manuscripts import (
    LANGUAGES,
    PROGRAMME_TEXTS,
    PROGRAMMES,
    Block,
    ManuscriptFileError,
    differences,
    read,
)

YES_OR_NO = {"yes": True, "no": False}
PART_FIELDS = (
    "position",
    "key",
    "titles",
    "module_id",
    "theory_hours",
    "practice_hours",
    "unit_number",
    "practice_in_full",
)


@dataclasses.dataclass
class ProgrammeReport:
    """What was done with each `code version`; `refused` says why in words."""

    added: list[str] = dataclasses.field(default_factory=list)
    changed: list[str] = dataclasses.field(default_factory=list)
    unchanged: list[str] = dataclasses.field(default_factory=list)
    refused: list[str] = dataclasses.field(default_factory=list)


@dataclasses.dataclass(frozen=True)
class VersionPlan:
    """One block of `programmes.txt` with its words in every language."""

    code: str
    number: int
    fields: Mapping[str, Any]
    parts: tuple[Mapping[str, Any], ...]
    requirements: tuple[tuple[str, str, str], ...]  # kind, code, when two assessors

    @property
    def name(self) -> str:
        return f"{self.code} version {self.number}"


def load_programmes(*, folder: Path) -> ProgrammeReport:
    """Write the programme versions of `folder`. Repeatable.

    A version that a cohort uses is never changed: a change to it is refused and reported, and belongs into a version
    with the next number. Raises ManuscriptFileError for files that are missing, out of format or name unknown modules.
    """
    plans = programme_plans(folder)
    report = ProgrammeReport()
    with transaction.atomic():
        for plan in plans:
            _write_version(plan, report)
    return report


def programme_plans(folder: Path) -> list[VersionPlan]:
    """Return what the files say. Raises ManuscriptFileError."""
    path = folder / "programmes.txt"
    texts = {language: read(folder / f"programmes.{language}.txt", PROGRAMME_TEXTS) for language in LANGUAGES}
    for language, blocks in texts.items():
        if found := differences(texts[LANGUAGES[0]], blocks):
            raise ManuscriptFileError(folder / f"programmes.{language}.txt", "; ".join(found))
    modules = dict(Module.objects.values_list("code", "pk"))
    words = {language: {block.key: block for block in blocks} for language, blocks in texts.items()}
    plans = []
    for block in read(path, PROGRAMMES):
        own = {language: blocks.get(block.key) for language, blocks in words.items()}
        if any(text is None or len(text.items("parts")) != len(block.rows("parts")) for text in own.values()):
            raise ManuscriptFileError(path, f"{block.key}: texts are missing or have another number of parts")
        plans.append(_plan(path, block, {language: text for language, text in own.items() if text}, modules))
    return plans


def _plan(path: Path, block: Block, texts: Mapping[str, Block], modules: Mapping[str, int]) -> VersionPlan:
    try:
        fields: dict[str, Any] = {name: int(block.line(name)) for name in NUMBERS}
        fields |= optional_fields(block)
        fields["honours_average"] = Decimal(block.line("honours_average"))
        fields["validity_months"] = int(block.line("validity_months")) or None
        fields["absence_rules"] = read_absences(block.rows("absences")) if block.rows("absences") else absence_rules()
        parts = tuple(
            _part(
                position,
                row,
                {language: text.items("parts")[position - 1] for language, text in texts.items()},
                modules,
                block.items("practice_in_full"),
            )
            for position, row in enumerate(block.rows("parts"), 1)
        )
        practicals = tuple(_practical(row) for row in block.rows("practicals"))
    except (ValueError, KeyError, InvalidOperation) as error:
        raise ManuscriptFileError(path, f"{block.key}: {error}") from error
    if unknown := set(block.items("practice_in_full")) - {row[1] for row in block.rows("parts")}:
        raise ManuscriptFileError(path, f"{block.key}: practice_in_full: no part of {', '.join(sorted(unknown))}")
    fields["unit"] = PlanUnit(block.line("unit"))
    fields["women_only"] = block.line("women_only") == "yes"
    fields["titles"] = {language: text.line("title") for language, text in texts.items()}
    fields["purposes"] = {language: text.line("purpose") for language, text in texts.items()}
    requirements = tuple((str(RequirementKind.QUIZ), code, str(TwoAssessors.EVERY)) for code in block.items("quizzes"))
    requirements += practicals
    return VersionPlan(block.key, int(block.line("version")), fields, parts, requirements)


def optional_fields(block: Block) -> dict[str, Any]:
    """Return the thresholds that a block may leave out; those left out are as the model says.

    Raises ValueError or KeyError for what is no number, no `yes` or `no`, or for marks out of order.
    """
    plain = ProgrammeVersion()
    fields: dict[str, Any] = {name: int(block.line(name, str(getattr(plain, name)))) for name in OPTIONAL_NUMBERS}
    fields |= {name: block.line(name) for name in OPTIONAL_CODES}
    fields |= {name: YES_OR_NO[block.line(name, "yes")] for name in OPTIONAL_ANSWERS}
    marks = (int(block.line("quiz_pass_percent")), fields["grade_4_percent"], fields["grade_5_percent"], 100)
    if list(marks) != sorted(marks):
        raise ValueError("quiz_pass_percent, grade_4_percent and grade_5_percent rise, up to 100")
    if not 0 <= fields["exit_pass_percent"] <= 100 or not 0 <= fields["sample_percent"] <= 100:
        raise ValueError("exit_pass_percent and sample_percent are from 0 to 100")
    if min(fields[name] for name in ("quiz_questions", "practical_tries", "exit_attempts")) < 1:
        raise ValueError("quiz_questions, practical_tries and exit_attempts are at least 1")
    if min(fields[name] for name in OPTIONAL_NUMBERS) < 0:
        raise ValueError("no threshold is below 0")
    return fields


def _practical(row: tuple[str, ...]) -> tuple[str, str, str]:
    """Return kind, code and when two assessors, from `PX-2.2` or `PX-2.2 | sample`. Raises ValueError."""
    code, *when = row
    if len(when) > 1:
        raise ValueError(f"practicals: {' | '.join(row)}")
    return str(RequirementKind.PRACTICAL), code, str(TwoAssessors(when[0] if when else TwoAssessors.EVERY))


def _part(
    position: int,
    row: tuple[str, ...],
    titles: Mapping[str, str],
    modules: Mapping[str, int],
    in_full: Collection[str],
) -> dict[str, Any]:
    """Return the fields of one part from `key | module or - | theory h | practice h | unit number`.

    `in_full` holds the codes of the modules whose practical lessons are all attended or made up.
    """
    key, module, theory, practice, unit = row
    return {
        "position": position,
        "key": key,
        "titles": dict(titles),
        "module_id": None if module == "-" else modules[module],
        "theory_hours": int(theory),
        "practice_hours": int(practice),
        "unit_number": int(unit),
        "practice_in_full": module in in_full and int(practice) > 0,
    }


def _write_version(plan: VersionPlan, report: ProgrammeReport) -> None:
    programme, _ = Programme.objects.get_or_create(code=plan.code)
    version = programme.versions.select_for_update().filter(number=plan.number).first()
    if version is None:
        version = ProgrammeVersion.objects.create(programme=programme, number=plan.number, **plan.fields)
        _write_children(version, plan)
        report.added.append(plan.name)
    elif _is_same(version, plan):
        report.unchanged.append(plan.name)
    elif version.cohorts.exists():
        report.refused.append(
            f"{plan.name} is used by a cohort and stays as it is: write the change as version {plan.number + 1}"
        )
    else:
        for name, value in plan.fields.items():
            setattr(version, name, value)
        version.save()
        version.parts.all().delete()
        version.requirements.all().delete()
        _write_children(version, plan)
        report.changed.append(plan.name)


def _is_same(version: ProgrammeVersion, plan: VersionPlan) -> bool:
    return (
        all(getattr(version, name) == value for name, value in plan.fields.items())
        and list(version.parts.values(*PART_FIELDS)) == [dict(part) for part in plan.parts]
        and set(version.requirements.values_list("kind", "code", "assessors")) == set(plan.requirements)
    )


def _write_children(version: ProgrammeVersion, plan: VersionPlan) -> None:
    ProgrammePart.objects.bulk_create(ProgrammePart(version=version, **part) for part in plan.parts)
    ProgrammeRequirement.objects.bulk_create(
        ProgrammeRequirement(version=version, kind=kind, code=code, assessors=assessors)
        for kind, code, assessors in plan.requirements
    )
