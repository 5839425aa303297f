"""Find a cohort, a programme version or class sessions by what people call them."""

from collections import defaultdict
from collections.abc import Collection

from courses.models import ClassSession, Cohort, Course, Module, ProgrammePart, ProgrammeVersion
from foundation.languages.titles import pick


def cohort_with_code(code: str) -> Cohort | None:
    """Return the cohort with this code in any letter case, or None. Access is the caller's matter."""
    return Cohort.objects.filter(code__iexact=code).select_related("centre", "programme_version__programme").first()


def newest_version(programme: str) -> ProgrammeVersion:
    """Return the newest version of the programme with this code; raises ProgrammeVersion.DoesNotExist."""
    return ProgrammeVersion.objects.filter(programme__code=programme).order_by("-number").latest("number")


def modules_of_versions(versions: Collection[tuple[str, int]]) -> dict[tuple[str, int], set[str]]:
    """Return what programme versions (programme code, number) teach: codes of modules, and of courses taught whole.

    Two queries. A version that does not exist is left out.
    """
    found: dict[tuple[str, int], set[str]] = defaultdict(set)
    programmes = {programme for programme, _ in versions}
    parts = ProgrammePart.objects.filter(version__programme__code__in=programmes, module__isnull=False)
    taught = parts.order_by().values_list("version__programme__code", "version__number", "module__code")
    for programme, number, module in taught:
        if (programme, number) in versions:
            found[programme, number].add(module)
    courses: dict[str, set[str]] = defaultdict(set)
    for course, module in Module.objects.filter(retired_at__isnull=True).values_list("course__code", "code"):
        courses[course].add(module)
    return {
        version: modules | {course for course, whole in courses.items() if whole <= modules}
        for version, modules in found.items()
    }


def codes_to_require(language: str) -> list[tuple[str, str]]:
    """Return what a post can require: programmes and courses by code, with their titles in `language`. Two queries."""
    found: dict[str, str] = {}
    versions = ProgrammeVersion.objects.select_related("programme").order_by("programme__code", "number")
    for version in versions:
        found[version.programme.code] = f"{version.programme.code} · {pick(version.titles, language).text}"
    for course in Course.objects.order_by("position"):
        found.setdefault(course.code, course.code)
    return list(found.items())


def sessions_of(cohort: Cohort) -> list[ClassSession]:
    """Return the class sessions of a cohort in order of time, with cohort, part and room."""
    return list(
        ClassSession.objects.filter(cohort=cohort)
        .select_related("cohort__centre", "cohort__programme_version", "part", "room")
        .order_by("starts_at")
    )
