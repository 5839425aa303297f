"""Editions of a lesson in one language: the list, two of them compared in words, and the way back to one."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import requires
from accounts.enums import Role
from cms.domain.differences import BlockChange, compare
from cms.domain.streams import from_json
from cms.services.publishing import UntranslatedError
from cms.services.reverting import NoSuchEditionError, SameWordsError, go_back
from cms.views.board import READS_BOARD
from cms.views.publishing import ChangeForm
from courses.access import languages_of
from courses.enums import Change
from courses.selectors.history import EditionText, edition_of_lesson, editions_of_lesson
from foundation.languages.titles import LANGUAGE_CODES


@requires(*READS_BOARD)
@require_GET
def show_editions(request: Any, code: str, language: str) -> HttpResponse:
    """All editions of a lesson in one language, newest first."""
    editions = editions_of_lesson(code, language) if language in LANGUAGE_CODES else []
    if not editions:
        raise Http404
    context = {
        "code": code,
        "text_language": language,
        "editions": editions,
        "may_write": language in languages_of(request.user),
    }
    return render(request, "cms/editions.html", context)


@requires(*READS_BOARD)
@require_GET
def show_compare(request: Any, code: str, language: str) -> HttpResponse:
    """Two editions in words; without numbers the newest and the one before it."""
    new = _edition(code, language, request.GET.get("b", ""))
    asked = request.GET.get("a", "")
    old = _edition(code, language, asked or str(max(new.number - 1, 1)))
    numbers = [line.number for line in editions_of_lesson(code, language)]
    context = {
        "code": code,
        "text_language": language,
        "old": old,
        "new": new,
        "numbers": numbers,
        "newest": numbers[0],
        "changes": changes_between(old, new),
        "may_write": language in languages_of(request.user),
    }
    return render(request, "cms/compare.html", context)


@requires(Role.EDITOR, Role.TRANSLATOR, Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def return_to(request: Any, code: str, language: str, number: int) -> HttpResponse:
    """Publish the words of an earlier edition again; asks for the meaning as every publishing does."""
    if language not in languages_of(request.user):
        raise Http404
    old, newest = _edition(code, language, str(number)), _edition(code, language, "")
    form = ChangeForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid() and form.cleaned_data["seen"] != str(newest.number):
            form.add_error(None, _("Somebody has changed this text since you opened it. Look at it again."))
            status = 409
        elif form.is_valid() and _went_back(request, form, code, language, number):
            return redirect("cms:editions", code=code, language=language)
    context = {
        "code": code,
        "text_language": language,
        "old": old,
        "newest": newest,
        "seen": newest.number,
        "changes": changes_between(newest, old),
        "choices": Change.choices,
        "form": form,
    }
    return render(request, "cms/publish_back.html", context, status=status)


def changes_between(old: EditionText, new: EditionText) -> list[BlockChange]:
    """Return what changed between two editions, block by block."""
    return compare(from_json(old.blocks), from_json(new.blocks))


def _went_back(request: Any, form: ChangeForm, code: str, language: str, number: int) -> bool:
    try:
        edition = go_back(
            code=code,
            language=language,
            number=number,
            change=Change(form.cleaned_data["change"]),
            by=request.user,
            at=timezone.now(),
        )
    except UntranslatedError as error:
        text = _("The old words are kept as a draft. %(missing)s of %(total)s texts are not translated.")
        messages.warning(request, text % {"missing": error.missing, "total": error.total})
        return True
    except SameWordsError:
        form.add_error(None, _("The newest edition says the same already."))
        return False
    except NoSuchEditionError as error:
        raise Http404 from error
    text = _("Edition %(number)s has the words of edition %(old)s.")
    messages.success(request, text % {"number": edition.number if edition else "", "old": number})
    return True


def _edition(code: str, language: str, number: str) -> EditionText:
    """Return an edition by the number in the address, the newest without one; 404 for any other word."""
    if language not in LANGUAGE_CODES or (number and not (number.isdecimal() and len(number) < 9)):
        raise Http404
    edition = edition_of_lesson(code, language, int(number) if number else None)
    if edition is None:
        raise Http404
    return edition
