"""Files of questions that were imported, and the places where questions can go."""

import dataclasses
import uuid
from typing import TYPE_CHECKING, Any

from accounts.enums import ImportState
from assessments.models import QuestionImport
from courses.selectors import studied

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import User
    from courses.models import Lesson, Module

MOST_SHOWN = 50


def imports_visible(user: "User") -> "QuerySet[QuestionImport]":
    """Return the imports a person may see, with their places."""
    return QuestionImport.objects.visible_to(user).select_related("module", "lesson", "follows")


def imports_done(user: "User") -> list[QuestionImport]:
    """Return the newest finished imports, without the files. One query."""
    rows = imports_visible(user).filter(state=ImportState.DONE).defer("content")
    return list(rows.order_by("-done_at")[:MOST_SHOWN])


@dataclasses.dataclass(frozen=True)
class Places:
    """Modules and lessons that questions can go to, by their codes."""

    by_code: "dict[str, tuple[Module, Lesson | None]]"
    choices: list[tuple[str, Any]]


def places() -> Places:
    """Return modules and lessons for a choice, lessons under their module. Two queries."""
    by_code: dict[str, tuple[Module, Lesson | None]] = {}
    choices: list[tuple[str, Any]] = []
    for module, lessons in studied.places_of_questions():
        by_code[module.code] = (module, None)
        by_code |= {lesson.code: (module, lesson) for lesson in lessons}
        choices.append((module.code, [(code, code) for code in (module.code, *(one.code for one in lessons))]))
    return Places(by_code, choices)


def import_with_id(done: list[QuestionImport], pk: str) -> QuestionImport | None:
    """Return the finished import with that id, or None."""
    return next((one for one in done if one.pk == _uuid(pk)), None)


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
