"""Settings of quizzes as editors read them: all quizzes in a list, one quiz with what was changed in it."""

import dataclasses
import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.enums import Act
from accounts.selectors.audit import entries_on
from assessments.domain.quiz_settings import NAMES, USUAL, settings_of
from assessments.enums import FeedbackTime, QuizPurpose
from assessments.models import BlueprintLine, Quiz

LABELS: Mapping[str, Any] = {
    "time_limit_minutes": gettext_lazy("Time limit in minutes"),
    "attempts": gettext_lazy("Attempts"),
    "pass_percent": gettext_lazy("Pass mark in percent"),
    "pause_hours": gettext_lazy("Pause between two attempts, in hours"),
    "feedback": gettext_lazy("What was right is shown"),
    "shuffle": gettext_lazy("Questions in another order for each person"),
    "forward_only": gettext_lazy("One by one, without going back"),
    "sittings_only": gettext_lazy("Only in a sitting"),
    "start_code": gettext_lazy("With a start code that the invigilator tells"),
    "centre_network_only": gettext_lazy("Only from the centre's network"),
    "second_marker": gettext_lazy("A second marker for answers marked by hand"),
}
MOST_SHOWN = 50


@dataclasses.dataclass(frozen=True)
class QuizLine:
    """A quiz in the list, and in words what is set otherwise than usual."""

    quiz: Quiz
    purpose: str
    words: Sequence[str]


@dataclasses.dataclass(frozen=True)
class ChangeLine:
    """What somebody changed: label, old and new value of each setting. `who` is a service number."""

    at: datetime.datetime
    who: str
    changes: Sequence[tuple[Any, str, str]]


@dataclasses.dataclass(frozen=True)
class QuizSettings:
    """One quiz with its blueprint and the history of its settings, the newest change first."""

    quiz: Quiz
    purpose: str
    blueprint: Sequence[BlueprintLine]
    history: Sequence[ChangeLine]

    @property
    def practice(self) -> bool:
        """True for a quiz that holds its own pass mark and attempts."""
        return self.quiz.purpose == QuizPurpose.PRACTICE


def quiz_lines() -> list[QuizLine]:
    """Return all quizzes that are not retired: those of programmes first, then those of modules. One query."""
    rows = Quiz.objects.filter(retired_at=None).select_related("module__course", "programme")
    order = (F("programme__code").asc(nulls_last=True), "module__course__position", "module__position", "code")
    return [QuizLine(quiz, str(QuizPurpose(quiz.purpose).label), _otherwise(quiz)) for quiz in rows.order_by(*order)]


def quiz_with_settings(code: str) -> QuizSettings | None:
    """Return one quiz that is not retired, or None. Three queries."""
    quiz = Quiz.objects.filter(code=code, retired_at=None).select_related("module", "programme").first()
    if quiz is None:
        return None
    lines = list(quiz.blueprint.select_related("module", "outcome"))
    entries = entries_on(quiz, act=Act.QUIZ_CHANGED, most=MOST_SHOWN)
    history = [
        ChangeLine(
            entry.at, entry.actor.service_number if entry.actor else "", _changes(entry.old or {}, entry.new or {})
        )
        for entry in entries
    ]
    return QuizSettings(quiz, str(QuizPurpose(quiz.purpose).label), lines, history)


def _changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[tuple[Any, str, str]]:
    return [(LABELS[name], _value(old.get(name)), _value(new.get(name))) for name in LABELS if name in new]


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if value in FeedbackTime.values:
        return str(FeedbackTime(value).label)
    return "–" if value is None else str(value)


def _otherwise(quiz: Quiz) -> list[str]:
    """Return in words what differs from the usual."""
    now, words = settings_of(quiz), []
    if now.time_limit_minutes:
        minutes = now.time_limit_minutes
        words.append(ngettext("%(number)s minute", "%(number)s minutes", minutes) % {"number": minutes})
    for name in NAMES:
        value = getattr(now, name)
        if value == getattr(USUAL, name) or name == "time_limit_minutes":
            continue
        if name == "shuffle":
            words.append(_("Questions in the same order for everybody"))
        else:
            words.append(str(LABELS[name]) if value is True else f"{LABELS[name]}: {_value(value)}")
    return words
