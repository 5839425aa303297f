"""Find a cohort, a programme version or class sessions by what people call them."""

from courses.models import ClassSession, Cohort, ProgrammeVersion


def cohort_with_code(code: str) -> Cohort | None:
    """Return the cohort with this code in any letter case, or None. Access is the caller's matter."""
    return Cohort.objects.filter(code__iexact=code).select_related("centre", "programme_version__programme").first()


def newest_version(programme: str) -> ProgrammeVersion:
    """Return the newest version of the programme with this code; raises ProgrammeVersion.DoesNotExist."""
    return ProgrammeVersion.objects.filter(programme__code=programme).order_by("-number").latest("number")


def sessions_of(cohort: Cohort) -> list[ClassSession]:
    """Return the class sessions of a cohort in order of time, with cohort, part and room."""
    return list(
        ClassSession.objects.filter(cohort=cohort)
        .select_related("cohort__centre", "cohort__programme_version", "part", "room")
        .order_by("starts_at")
    )
