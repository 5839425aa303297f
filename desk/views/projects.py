"""The page of an observer: sums of the own projects, and the same as a file."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts.access import PersonRequest, requires
from accounts.enums import Role, Service, Sex
from desk.domain.small_groups import FEWEST
from desk.selectors.projects import GroupLine, projects_of
from desk.services.projects import export_projects
from foundation.languages.titles import direction, pick
from foundation.spreadsheets.writing import to_csv, to_xlsx

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@never_cache
@requires(Role.OBSERVER)
@require_GET
def projects(request: PersonRequest) -> HttpResponse:
    """Sums of the projects that the reader observes: nobody is named or numbered, small groups are not told."""
    context = {"projects": projects_of(request.user), "fewest": FEWEST, "sexes": Sex, "services": Service}
    return render(request, "desk/projects.html", context)


@never_cache
@requires(Role.OBSERVER)
@require_POST
def download(request: PersonRequest) -> HttpResponse:
    """The same as CSV or XLSX."""
    kind = request.POST.get("kind", "csv")
    if kind not in {"csv", "xlsx"}:
        raise Http404
    lines = [
        (project.title, line)
        for project in export_projects(kind=kind, by=request.user)
        for line in (*project.lines, *([project.total] if project.total else []))
    ]
    head = [_("Project"), _("Cohort"), _("Programme"), _("Centre"), _("From"), _("To"), _("People")]
    head += [*(str(sex.label) for sex in Sex), *(str(service.label) for service in Service)]
    head += [_("Share attended, %"), _("With confirmed results"), _("of them passed everything"), _("Certificates")]
    rows = [_row(title, line, get_language() or "en") for title, line in lines]
    if kind == "csv":
        answer = HttpResponse(to_csv([head, *rows]), content_type="text/csv; charset=utf-8")
    else:
        turned = direction(get_language() or "en") == "rtl"
        answer = HttpResponse(to_xlsx("projects", head, rows, right_to_left=turned), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="projects.{kind}"'
    return answer


def _row(title: str, line: GroupLine, language: str) -> list[object]:
    cohort = line.cohort
    few = f"< {FEWEST}"
    named: list[object] = [title, _("All together"), "", "", "", ""]
    if cohort is not None:
        programme = pick(cohort.programme_version.titles, language).text
        named = [title, cohort.code, programme, pick(cohort.centre.titles, language).text]
        named += [cohort.starts_on, cohort.ends_on]
    sexes = [line.sexes[sex] if line.sexes is not None else few for sex in Sex]
    services = [line.services[one] if line.services is not None else few for one in Service]
    rest = [few if number is None else number for number in (line.judged, line.passed, line.certificates)]
    people = few if line.people is None else line.people
    return [*named, people, *sexes, *services, "" if line.share is None else line.share, *rest]
