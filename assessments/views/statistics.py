"""Edges of the statistics of quizzes: the list, one quiz, one question, texts to look at, lists to take away."""

import datetime
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts.access import PersonRequest, requires
from assessments.access import ASKS_TRANSLATORS, READS_STATISTICS, REGRADES, SECRET_PURPOSES, may_see_words
from assessments.forms.statistics import FilterForm
from assessments.selectors.statistics.answers import answer_rows, untold, words_of
from assessments.selectors.statistics.figures import QuestionStatistics, quiz_lines, quizzes, statistics_of
from assessments.selectors.statistics.flags import flags_for
from assessments.selectors.statistics.scope import ALL, Filters, attempts_for, groups_in
from assessments.selectors.statistics.tables import header, rows, summary
from assessments.selectors.statistics.words import delta_words
from assessments.services.statistics import (
    AskedAlreadyError,
    NoLessonError,
    NothingToAskError,
    ask_translator,
    export,
)
from courses.access import languages_of
from courses.services.doubts import TooManyDoubtsError
from foundation.languages.titles import LANGUAGE_CODES, SOURCE_LANGUAGE, direction
from foundation.spreadsheets.writing import to_csv, to_xlsx

if TYPE_CHECKING:
    from assessments.models import Quiz

YEAR = 365  # days
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def language() -> str:
    return get_language() or SOURCE_LANGUAGE


@never_cache
@requires(*READS_STATISTICS)
@require_GET
def statistics(request: PersonRequest) -> HttpResponse:
    """List the quizzes with attempts, their mean and how far it can be trusted."""
    form, filters = _filters(request, None)
    own = languages_of(request.user)
    context = {
        "form": form,
        "lines": quiz_lines(request.user, filters),
        "languages": [code for code in LANGUAGE_CODES if code in own],
        "query": request.GET.urlencode(),
    }
    return render(request, "assessments/statistics.html", context, status=_status(form))


@never_cache
@requires(*READS_STATISTICS)
@require_GET
def quiz_statistics(request: PersonRequest, code: str) -> HttpResponse:
    """Show one quiz: in plain words, as charts, its questions by what needs attention."""
    quiz = get_object_or_404(quizzes(), code=code)
    form, filters = _filters(request, quiz)
    found = statistics_of(quiz, request.user, filters)
    context = {
        "form": form,
        "quiz": quiz,
        "found": found,
        "summary": summary(found),
        "secret": quiz.purpose in SECRET_PURPOSES,
        "query": request.GET.urlencode(),
    }
    return render(request, "assessments/statistics_quiz.html", context, status=_status(form))


@never_cache
@requires(*READS_STATISTICS)
@require_GET
def question_statistics(request: PersonRequest, code: str, question: str, number: int) -> HttpResponse:
    """Show one question: findings, words where the reader may see them, and which answers were given."""
    quiz = get_object_or_404(quizzes(), code=code)
    form, filters = _filters(request, quiz)
    found = _question(request, quiz, filters, question, number)
    seen = may_see_words(request.user, quiz.purpose, exam_only=found.asked.exam_only)
    words = words_of(found.asked.pk, request.GET.get("words") or language()) if seen else None
    told = answer_rows(found, words.options) if words else []
    others = request.GET.copy()
    others.pop("words", None)
    context = {
        "form": form,
        "quiz": quiz,
        "question": found,
        "words": words,
        "answers": told,
        "untold": untold(found, told) if words else 0,
        "compared": [(bias, delta_words(bias)) for bias in found.biases],
        "asks": request.user.has_role(*ASKS_TRANSLATORS) and bool(found.asked.lesson),
        "regrades": request.user.has_role(*REGRADES),
        "query": request.GET.urlencode(),
        "others": f"{others.urlencode()}&" if others else "",
    }
    return render(request, "assessments/statistics_question.html", context, status=_status(form))


@requires(*ASKS_TRANSLATORS)
@require_POST
def ask(request: PersonRequest, code: str, question: str, number: int) -> HttpResponse:
    """Put the question before the translators of a language, with its figures."""
    quiz = get_object_or_404(quizzes(), code=code)
    _form, filters = _filters(request, quiz)
    found = _question(request, quiz, filters, question, number)
    wanted = request.POST.get("language", "")
    if wanted not in LANGUAGE_CODES:
        raise Http404
    try:
        ask_translator(
            question=found,
            language=wanted,
            words_hash=words_of(found.asked.pk, wanted).hashes.get(wanted, ""),
            by=request.user,
            at=timezone.now(),
        )
    except NothingToAskError as error:
        raise Http404 from error
    except NoLessonError:
        messages.error(request, _("The lesson of this question has no text in that language. Tell the editor."))
    except AskedAlreadyError:
        messages.info(request, _("The translators were asked about these words already."))
    except TooManyDoubtsError:
        messages.error(request, _("Too many of your questions wait for an answer. Please wait for answers."))
    else:
        messages.success(request, _("The translators will find it among their texts."))
    answer = redirect("assessments:question_statistics", code=code, question=question, number=number)
    if request.GET:
        answer["Location"] += f"?{request.GET.urlencode()}"
    return answer


@never_cache
@requires(*READS_STATISTICS)
@require_GET
def texts(request: PersonRequest, spoken: str) -> HttpResponse:
    """List the questions that are harder or easier in a language, over all quizzes of the last twelve months."""
    if spoken not in LANGUAGE_CODES:
        raise Http404
    since = timezone.localdate() - datetime.timedelta(days=YEAR)
    context = {
        "spoken": spoken,
        "flags": flags_for(request.user, spoken, Filters(since=since)),
        "since": since,
        "languages": LANGUAGE_CODES,
        "works": request.user.has_role(*ASKS_TRANSLATORS),
    }
    return render(request, "assessments/statistics_texts.html", context)


@never_cache
@requires(*READS_STATISTICS)
@require_POST
def download(request: PersonRequest, code: str) -> HttpResponse:
    """Return the questions of a quiz with their figures as CSV or XLSX; the act is remembered."""
    quiz = get_object_or_404(quizzes(), code=code)
    kind = request.POST.get("kind", "xlsx")
    if kind not in {"csv", "xlsx"}:
        raise Http404
    form, filters = _filters(request, quiz)
    if not form.is_valid():
        return redirect(f"{reverse('assessments:quiz_statistics', args=[code])}?{request.GET.urlencode()}")
    found = export(quiz=quiz, filters=filters, kind=kind, by=request.user)
    head, table = header(found), rows(found)
    if kind == "csv":
        answer = HttpResponse(to_csv([head, *table]), content_type="text/csv; charset=utf-8")
    else:
        turned = direction(language()) == "rtl"
        answer = HttpResponse(to_xlsx(quiz.code, head, table, right_to_left=turned), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{quiz.code}-statistics.{kind}"'
    return answer


def _filters(request: PersonRequest, quiz: "Quiz | None") -> tuple[FilterForm, Filters]:
    """Return the filters as a form and what they ask for; nothing filtered where they cannot be read."""
    attempts = attempts_for(request.user)
    form = FilterForm(
        request.GET,
        groups=groups_in(attempts.filter(quiz=quiz) if quiz else attempts),
        calendar=request.user.calendar,
        today=timezone.localdate(),
        language=language(),
    )
    return form, form.filters if form.is_valid() else ALL


def _status(form: FilterForm) -> int:
    return 200 if form.is_valid() else 422


def _question(request: PersonRequest, quiz: "Quiz", filters: Filters, code: str, number: int) -> QuestionStatistics:
    """Return one question of a quiz; 404 for one that nobody had whose attempt the reader may sum up."""
    for one in statistics_of(quiz, request.user, filters).questions:
        if (one.asked.code, one.asked.number) == (code, number):
            return one
    raise Http404
