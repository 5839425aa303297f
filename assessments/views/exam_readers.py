"""Edge of who may open questions kept for examinations: an administrator lets translators, for a course and a time."""

import datetime
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.access import PersonRequest, requires
from accounts.enums import Role
from accounts.selectors.authorisations import opening_examinations, translators
from accounts.selectors.names import sorted_people
from accounts.services.authorisations import AuthorisationPeriodError, close_examinations, open_examinations
from assessments.forms.exam_readers import ReaderForm
from assessments.views.practicals import language
from courses.selectors.authorised import courses_named

if TYPE_CHECKING:
    from accounts.models import User


@never_cache
@requires(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def readers(request: PersonRequest) -> HttpResponse:
    """List the translators who may; POST lets one more, or ends it."""
    now = timezone.now()
    today = timezone.localdate(now)
    if "end" in request.POST:
        return _end(request, request.POST["end"], today, now)
    people = sorted_people(translators(today).exclude(pk=request.user.pk), language())
    form = ReaderForm(
        request.POST if request.method == "POST" else None,
        people=people,
        courses=courses_named(language()),
        calendar=request.user.calendar,
        today=today,
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            open_examinations(
                person=form.people[data["person"]],
                course_code=data["course"],
                since=data["since"],
                until=data["until"],
                document=data["document"],
                by=request.user,
                at=now,
            )
        except AuthorisationPeriodError:
            form.add_error("until", _("The last day lies before the first one."))
        else:
            messages.success(request, _("The authorisation is recorded."))
            return redirect("assessments:exam_readers")
    context = {"form": form, "held": _held(people, today), "people": people}
    return render(request, "assessments/exam_readers.html", context, status=422 if form.errors else 200)


def _held(people: "list[tuple[User, str]]", today: datetime.date) -> list[tuple[str, object]]:
    names = {person.pk: name for person, name in people}
    return [(names.get(row.user_id, row.user.service_number), row) for row in opening_examinations(today)]


def _end(request: PersonRequest, pk: str, today: datetime.date, now: datetime.datetime) -> HttpResponse:
    row = next((one for one in opening_examinations(today) if str(one.pk) == pk), None)
    if row is None:
        raise Http404
    close_examinations(authorisation=row, on=today, by=request.user, at=now)
    messages.success(request, _("The authorisation has ended."))
    return redirect("assessments:exam_readers")
