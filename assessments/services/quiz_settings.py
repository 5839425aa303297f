"""Settings of quizzes changed on a screen. Who changes them answers for them: the loader leaves them alone."""

import dataclasses
import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from accounts.enums import Act
from accounts.services.audit import remember
from assessments.domain.quiz_settings import NAMES, Settings, faults, settings_of
from assessments.models import Quiz
from assessments.services.bank_reading import digest

if TYPE_CHECKING:
    from accounts.models import User


class QuizUnknownError(LookupError):
    """There is no such quiz, or it is retired."""


class SettingsRefusedError(ValueError):
    """The settings do not fit the quiz; `problems` says why, in the active language."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class SettingsChangedError(Exception):
    """Somebody else changed the settings after the form was shown."""


def fingerprint(settings: Settings) -> str:
    """Return what changes when the settings change: the form carries it."""
    return digest(settings)[:16]


def change_quiz(*, code: str, seen: str, settings: Settings, by: "User", at: datetime.datetime) -> Quiz:
    """Write the settings of a quiz and return it. The same again writes nothing.

    Attempts that have begun keep the time they were given. `seen` is the fingerprint shown with the form. Remembered
    as QUIZ_CHANGED with the values that changed. Raises QuizUnknownError, SettingsRefusedError, SettingsChangedError.
    """
    with transaction.atomic():
        quiz = Quiz.objects.select_for_update().filter(code=code, retired_at=None).first()
        if quiz is None:
            raise QuizUnknownError(code)
        if problems := faults(quiz.purpose, settings):
            raise SettingsRefusedError(problems)
        before, after = dataclasses.asdict(settings_of(quiz)), dataclasses.asdict(settings)
        changed = [name for name in NAMES if before[name] != after[name]]
        if not changed:
            return quiz
        if fingerprint(settings_of(quiz)) != seen:
            raise SettingsChangedError
        for name in changed:
            setattr(quiz, name, after[name])
        quiz.changed_by, quiz.changed_at = by, at
        quiz.save(update_fields=[*changed, "changed_by", "changed_at"])
        old, new = ({name: values[name] for name in changed} for values in (before, after))
        remember(act=Act.QUIZ_CHANGED, by=by, subject=quiz, old=old, new={"code": code, **new})
    return quiz
