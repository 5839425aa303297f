"""Edges of the settings of quizzes: all of them in a list, one as a form with its history."""

import dataclasses

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import PersonRequest, requires
from assessments.access import SETS_QUIZZES
from assessments.domain.quiz_settings import settings_of
from assessments.forms.quiz_settings import QuizSettingsForm
from assessments.selectors.quiz_settings import quiz_lines, quiz_with_settings
from assessments.services.quiz_settings import (
    QuizUnknownError,
    SettingsChangedError,
    SettingsRefusedError,
    change_quiz,
    fingerprint,
)

CONFLICT, UNPROCESSABLE = 409, 422


@never_cache
@requires(*SETS_QUIZZES)
@require_GET
def quizzes(request: PersonRequest) -> HttpResponse:
    """List the quizzes with what is set otherwise than usual."""
    return render(request, "assessments/quizzes.html", {"lines": quiz_lines()})


@never_cache
@requires(*SETS_QUIZZES)
@require_http_methods(["GET", "HEAD", "POST"])
def quiz_settings(request: PersonRequest, code: str) -> HttpResponse:
    """Show the settings of a quiz as a form; POST saves them."""
    found = quiz_with_settings(code)
    if found is None:
        raise Http404
    now = settings_of(found.quiz)
    initial = {**dataclasses.asdict(now), "seen": fingerprint(now), "pause_hours": now.pause_hours or None}
    posted = request.POST if request.method == "POST" else None
    form = QuizSettingsForm(posted, purpose=found.quiz.purpose, initial=initial)
    status = 200
    if posted is not None and form.is_valid():
        try:
            change_quiz(
                code=code,
                seen=form.cleaned_data["seen"],
                settings=form.settings,
                by=request.user,
                at=timezone.now(),
            )
        except SettingsRefusedError as error:
            for problem in error.problems:
                form.add_error(None, problem)
        except SettingsChangedError:
            form.add_error(None, _("Somebody has changed these settings meanwhile. Open them again and look."))
            status = CONFLICT
        except QuizUnknownError as error:
            raise Http404 from error
        else:
            messages.success(request, _("Saved."))
            return redirect("assessments:quiz_settings", code=code)
    if form.errors and status == 200:
        status = UNPROCESSABLE
    return render(request, "assessments/quiz_settings.html", {"found": found, "form": form}, status=status)
