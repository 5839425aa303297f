"""The pages of quizzes and attempts."""

import json
import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.access import PersonRequest, client_address, requires
from accounts.enums import Role
from accounts.selectors.names import display_name
from assessments.access import may_settle
from assessments.domain.allowance import StartRefusal
from assessments.enums import AttemptState, FeedbackTime
from assessments.forms.answers import posted_answers
from assessments.selectors import attempts as read
from assessments.selectors.standings import standing
from assessments.services import answers, attempts, starting
from assessments.services.rooms import hear, told
from courses.selectors.editions import lesson_titles
from foundation.languages.titles import LANGUAGE_CODES

READERS = (
    Role.TRAINEE,
    Role.INSTRUCTOR,
    Role.REGISTRAR,
    Role.HEAD,
    Role.EDITOR,
    Role.TRANSLATOR,
    Role.AUDITOR,
    Role.ADMINISTRATOR,
)

LONGEST_CODE = 20


def _language() -> str:
    return get_language() or "en"


def _why_not(refusal: StartRefusal) -> str:
    return {
        StartRefusal.NOT_ENROLLED: _("This quiz does not belong to a course in which you are enrolled."),
        StartRefusal.CLOSED: _("Your course has been closed by protocol. No new attempt can begin."),
        StartRefusal.EXHAUSTED: _("You have used all your attempts. Speak with your instructor."),
        StartRefusal.NOT_ADMITTED: _("You are not admitted to the exit test yet."),
        StartRefusal.TOO_SOON: _("There is a pause between two attempts. You can begin again later."),
        StartRefusal.TOO_LATE: _("The time for a re-sit is over. Speak with your instructor."),
        StartRefusal.NO_SITTING: _("This quiz is sat in a room at a fixed time. It has not begun, or it is over."),
        StartRefusal.OTHER_NETWORK: _("This quiz can only be sat at the centre, in its own network."),
        StartRefusal.WRONG_CODE: _("The start code is not right. The invigilator tells it in the room."),
        StartRefusal.EMPTY: _("There are no questions for this quiz yet."),
        StartRefusal.UNAPPROVED: _(
            "Too few questions of this quiz have been approved in your language. Speak with your instructor."
        ),
    }[refusal]


@requires(*READERS)
@require_GET
def quiz(request: PersonRequest, code: str) -> HttpResponse:
    """What the quiz is, how the reader stands with it, and the button that starts it."""
    found = standing(code, request.user, timezone.now(), _language(), client_address(request))
    if found is None:
        raise Http404
    trainee = request.user.has_role(Role.TRAINEE)
    why_not = _why_not(found.refusal) if found.refusal and trainee and not found.open_attempt else ""
    return render(
        request,
        "assessments/quiz.html",
        {"standing": found, "quiz": found.quiz, "why_not": why_not, "trainee": trainee},
    )


@requires()
@require_POST
def start(request: PersonRequest, code: str) -> HttpResponse:
    """Begin, or go on with what was begun."""
    try:
        attempt = starting.start(
            code=code,
            language=_language(),
            by=request.user,
            at=timezone.now(),
            start_code=request.POST.get("start_code", "")[:LONGEST_CODE],
            address=client_address(request),
        )
    except starting.QuizUnknownError:
        raise Http404 from None
    except starting.StartRefusedError as error:
        if error.refusal == StartRefusal.NOT_ENROLLED:
            raise PermissionDenied from None
        messages.error(request, _why_not(error.refusal))
        return redirect("assessments:quiz", code)
    return redirect("assessments:attempt", attempt.pk)


@requires()
@require_GET
def attempt(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """The questions of one's own attempt; one that was handed in leads to its result."""
    paper = read.own_paper(pk, request.user, _language())
    if paper is None:
        raise Http404
    if paper.attempt.state != AttemptState.OPEN:
        return redirect("assessments:attempt_result", pk)
    now = timezone.now()
    heard = told(paper.attempt, now)
    over = heard.over
    return render(
        request,
        "assessments/attempt.html",
        {
            "paper": paper,
            "attempt": paper.attempt,
            "over": over,
            "remaining": None if over else heard.remaining,
            "paused": heard.paused,
            "ahead": paper.attempt.quiz.forward_only and paper.cards,
            "at_once": paper.attempt.quiz.feedback == FeedbackTime.AT_ONCE,
            "asked": "hand_in" in request.GET and not over,
            "place": "{n}",
        },
    )


@requires()
@require_POST
def answer(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Keep one answer sent by the page, or all answers of the plain form."""
    if request.content_type == "application/json":
        return _one_answer(request, pk)
    kept = _keep_form(request, pk)
    if kept:
        messages.success(request, _("Answers saved: %(number)s.") % {"number": kept})
    language = request.POST.get("language", "")
    with override(language if language in LANGUAGE_CODES else _language()):
        return redirect("assessments:attempt", pk)


def _one_answer(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    try:
        given = answers.read_given(json.loads(request.body))
        counts = answers.store(attempt_id=pk, given=given, by=request.user, at=timezone.now())
    except (ValueError, RecursionError):
        return JsonResponse({"state": "refused"}, status=400)
    except answers.NotDrawnError:
        return JsonResponse({"state": "unknown"}, status=404)
    return JsonResponse({"state": "saved" if counts else "late"})


def _keep_form(request: PersonRequest, pk: uuid.UUID) -> int:
    paper = read.own_paper(pk, request.user, _language())
    if paper is None:
        raise Http404
    cards = [card for card in paper.cards if request.POST.get("check", "") in {"", str(card.position)}]
    given, shown = posted_answers(request.POST, cards)
    if not given:
        return 0
    return answers.store_form(
        attempt_id=pk, answers=given, shown=shown, language=_language(), by=request.user, at=timezone.now()
    )


@requires()
@require_POST
def here(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """A sign of life of the page; the answer is the time that is left."""
    try:
        heard = hear(attempt_id=pk, lived=request.POST.get("lived") == "1", by=request.user, at=timezone.now())
    except attempts.AttemptUnknownError:
        return JsonResponse({"state": "unknown"}, status=404)
    return JsonResponse({"remaining": heard.remaining, "paused": heard.paused, "over": heard.over})


@requires()
@require_POST
def go_on(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Keep the answer and go on to the next question of a quiz that goes forward only."""
    if any(name.startswith("was") for name in request.POST):
        _keep_form(request, pk)
    position = request.POST.get("position", "")
    try:
        attempts.go_on(attempt_id=pk, position=int(position) if position.isdecimal() else 0, by=request.user)
    except attempts.AttemptUnknownError:
        raise Http404 from None
    return redirect("assessments:attempt", pk)


@requires()
@require_POST
def submit(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Hand in; unanswered questions are named first and must be confirmed."""
    if any(name.startswith("was") for name in request.POST):
        _keep_form(request, pk)
    try:
        attempts.hand_in(
            attempt_id=pk, confirmed=request.POST.get("confirmed") == "1", by=request.user, at=timezone.now()
        )
    except attempts.AttemptUnknownError:
        raise Http404 from None
    except attempts.UnansweredError:
        response = redirect("assessments:attempt", pk)
        response["Location"] += "?" + urlencode({"hand_in": 1})
        return response
    return redirect("assessments:attempt_result", pk)


def _settles(request: PersonRequest, review: read.Review) -> bool:
    return may_settle(request.user, review.paper.attempt.enrolment.cohort, timezone.localdate())


@requires(*READERS)
@require_GET
def attempt_result(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """What was right and why, and what to do next. Staff who see the person see this too."""
    language = _language()
    review = read.review(pk, request.user, language, timezone.now())
    if review is None:
        raise Http404
    person = review.paper.attempt.enrolment.person
    own = person.pk == request.user.pk
    if own and review.paper.attempt.state == AttemptState.OPEN:
        return redirect("assessments:attempt", pk)
    return render(
        request,
        "assessments/attempt_result.html",
        {
            "review": review,
            "paper": review.paper,
            "attempt": review.paper.attempt,
            "own": own,
            "settles": not own and _settles(request, review),
            "name": "" if own else display_name(person, language),
            "lessons": lesson_titles(review.read_again, language) if review.read_again else {},
        },
    )
