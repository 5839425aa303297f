"""What can be set about a quiz, on the screen and in `quizzes.txt`. Pure."""

import dataclasses
from typing import Any

from django.utils.translation import gettext as _

from assessments.enums import FeedbackTime, QuizPurpose

LONGEST_MINUTES = 600
LONGEST_PAUSE = 720  # hours: thirty days
MOST_ATTEMPTS = 50
MOST_QUESTIONS = 200


@dataclasses.dataclass(frozen=True)
class Settings:
    """The settings of a quiz. `pass_percent` and `attempts` are those of a practice quiz alone; None for no limit."""

    time_limit_minutes: int | None = None
    pause_hours: int = 0
    shuffle: bool = True
    forward_only: bool = False
    feedback: str = FeedbackTime.AFTER_SUBMISSION.value
    sittings_only: bool = False
    start_code: bool = False
    centre_network_only: bool = False
    second_marker: bool = False
    pass_percent: int | None = None
    attempts: int | None = None


NAMES = tuple(field.name for field in dataclasses.fields(Settings))
SWITCHES = tuple(field.name for field in dataclasses.fields(Settings) if isinstance(field.default, bool))
USUAL = Settings()


def settings_of(quiz: Any) -> Settings:
    """Return the settings that a quiz has now."""
    return Settings(**{name: getattr(quiz, name) for name in NAMES})


def faults(purpose: str, settings: Settings) -> list[str]:
    """Return in the active language why a quiz of that purpose cannot have these settings; empty when it can."""
    wrong = []
    if purpose != QuizPurpose.PRACTICE and (settings.pass_percent, settings.attempts) != (None, None):
        wrong.append(_("Only a practice quiz has a pass mark and attempts of its own."))
    if purpose == QuizPurpose.ENTRY and settings.pause_hours:
        wrong.append(_("An entry test is sat once: there is no pause."))
    if settings.start_code and not settings.sittings_only:
        wrong.append(_("A start code is told in the room: it needs “only in a sitting”."))
    if settings.feedback not in FeedbackTime.values:
        wrong.append(_("Please choose one of the answers offered."))
    limits = (
        (settings.time_limit_minutes, LONGEST_MINUTES),
        (settings.pause_hours or None, LONGEST_PAUSE),
        (settings.pass_percent, 100),
        (settings.attempts, MOST_ATTEMPTS),
    )
    if any(value is not None and not 1 <= value <= most for value, most in limits):
        wrong.append(_("A number is too small or too large."))
    return wrong
