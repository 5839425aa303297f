"""One question of the bank: words in every language, key in words, versions, where it was used, how it looks."""

import dataclasses
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.db.models import Count
from django.utils.translation import gettext as _

from assessments.domain.drawing import option_order
from assessments.domain.statistics.findings import FEWEST_SHOWN
from assessments.enums import QuestionKind, QuizPurpose, ZoneFault
from assessments.models import AttemptQuestion, QuestionPicture, QuestionText, QuestionVersion
from assessments.selectors.bank_search import versions_for
from assessments.selectors.cards import Card, Row, card_of
from assessments.selectors.regrading import InForce, in_force
from assessments.selectors.standings_of_texts import standings_of_questions
from assessments.selectors.statistics.scope import attempts_for
from assessments.selectors.texts import answer_lines
from courses.enums import TextState
from foundation.languages.titles import LANGUAGE_CODES, NATIVE_NAMES, SOURCE_LANGUAGE

if TYPE_CHECKING:
    from accounts.models import User

SEED = 1  # of the preview, so that it looks the same each time
TONES = {TextState.APPROVED: "ok", TextState.STALE: "warn", TextState.MISSING: "bad"}
KEY_ALONE = frozenset(
    {QuestionKind.TRUE_FALSE, QuestionKind.NUMERIC, QuestionKind.SHORT, QuestionKind.HOTSPOT, QuestionKind.MRZ}
)


@dataclasses.dataclass(frozen=True, slots=True)
class Said:
    """A question in one language: label and words of each part, the right answers told; no parts where it is missing.

    `state` is that of the newest version, None for an older one or a retired question.
    """

    language: str
    parts: Sequence[tuple[str, str]]
    state: TextState | None
    tone: str


@dataclasses.dataclass(frozen=True, slots=True)
class Use:
    """How many attempts that were handed in had a version in a quiz, and of how many cohorts."""

    number: int
    quiz: str
    purpose: str
    times: int
    cohorts: int
    counted: bool  # enough for statistics


@dataclasses.dataclass(frozen=True)
class BankQuestion:
    """A version of a question. `key` tells what is right where that needs no words of the question."""

    version: QuestionVersion
    versions: Sequence[QuestionVersion]
    newest: bool
    force: InForce
    key: Sequence[tuple[str, str]]
    said: Sequence[Said]
    uses: Sequence[Use]
    card: Card | None

    @property
    def written(self) -> list[str]:
        """The languages in which there are words."""
        return [one.language for one in self.said if one.parts]


def bank_question(*, by: "User", code: str, number: int | None, language: str, seed: int = SEED) -> BankQuestion | None:
    """Return a version of a question, the newest without `number`; None when `by` may not read it in the bank.

    The preview is in `language`, else in the source, drawn with `seed`. A constant number of queries.
    """
    rows = versions_for(by).filter(question__code=code).select_related("picture", "created_by")
    versions = list(rows.select_related("question__module__course", "question__lesson", "question__outcome"))
    version = next((one for one in versions if number in {None, one.number}), None)
    if version is None:
        return None
    texts = {text.language: text for text in QuestionText.objects.filter(version=version)}
    force = in_force(version)
    standings = standings_of_questions(codes=[code])
    newest = bool(standings) and {one.number for one in standings} <= {0, version.number} and version == versions[0]
    states = {one.language: one.state for one in standings} if newest else {}
    return BankQuestion(
        version=version,
        versions=versions,
        newest=newest,
        force=force,
        key=key_lines(version, force.key),
        said=[_said(version, force.key, texts.get(one), one, states) for one in LANGUAGE_CODES],
        uses=_uses(by, versions, annulled=force.annulled),
        card=preview(version, texts.get(language) or texts.get(SOURCE_LANGUAGE), seed=seed),
    )


def _said(
    version: QuestionVersion,
    key: Mapping[str, Any],
    text: QuestionText | None,
    language: str,
    states: Mapping[str, TextState],
) -> Said:
    parts: list[tuple[str, str]] = []
    if text is not None:
        parts = [(_("Question"), text.stem)]
        if version.kind not in KEY_ALONE:
            parts += answer_lines(version.kind, key, text.options)
        elif version.kind == QuestionKind.HOTSPOT:
            parts += [(_("What the picture shows"), words) for words in text.options]
        parts = [(label, words) for label, words in [*parts, (_("Feedback"), text.feedback)] if words]
    state = states.get(language)
    return Said(language, parts, state, TONES.get(state, "plain") if state else "plain")


def key_lines(version: QuestionVersion, key: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return label and words of what is right, as far as it does not stand in the words of the question."""
    kind = version.kind
    if kind == QuestionKind.SHORT:
        return [(NATIVE_NAMES[code], f"\u2068{words}\u2069 ({percent} %)") for code, words, percent in key["accepted"]]
    if kind == QuestionKind.HOTSPOT:
        label = _("Right place: left, top, width, height in percent of the picture")
        return [(label, " · ".join(f"{number / 10:g}" for number in area)) for area in key["areas"]]
    if kind == QuestionKind.MRZ:
        zone = [(_("Machine readable zone"), key["format"])]
        if "field" in key:
            return [*zone, (_("Right answer"), _("the check digit that is hidden; it is drawn anew for each person"))]
        faults = " · ".join(str(ZoneFault(fault).label) for fault in key["faults"])
        also = [
            (
                _("Counts as well"),
                f"{ZoneFault(fault).label}: " + " · ".join(str(ZoneFault(one).label) for one in others),
            )
            for fault, others in key.get("also", {}).items()
        ]
        return [*zone, (_("Faults that are drawn"), faults), *also]
    if kind == QuestionKind.ORDERING:
        return [(_("Right answer"), _("the order in which the lines stand below"))]
    return answer_lines(kind, key, []) if kind in KEY_ALONE else []


def _uses(by: "User", versions: Sequence[QuestionVersion], *, annulled: bool) -> list[Use]:
    drawn = AttemptQuestion.objects.filter(version__in=versions, attempt__in=attempts_for(by)).order_by(
        "-version__number", "attempt__quiz__code"
    )
    rows = drawn.values_list("version__number", "attempt__quiz__code", "attempt__quiz__purpose").annotate(
        times=Count("pk"), cohorts=Count("attempt__enrolment__cohort", distinct=True)
    )
    return [
        Use(number, quiz, str(QuizPurpose(purpose).label), times, cohorts, times >= FEWEST_SHOWN and not annulled)
        for number, quiz, purpose, times, cohorts in rows
    ]


def preview(version: QuestionVersion, text: QuestionText | None, *, seed: int = SEED) -> Card | None:
    """Return a version as somebody who draws it sees it, with a fixed seed; None without words."""
    if text is None:
        return None
    lesson = version.question.lesson if version.question_id else None
    return card_of(_row(version, text, lesson.code if lesson else None, seed))


def _row(version: QuestionVersion, text: QuestionText, lesson: str | None, seed: int) -> Row:
    picture = version.picture
    return Row(
        position=1,
        order=option_order(version.kind, version.key, seed=seed),
        seed=seed,
        points=None,
        annulled=False,
        kind=version.kind,
        marks=version.marks,
        key=version.key,
        specimen=version.specimen,
        digest=picture.digest if picture else None,
        width=picture.width if picture else None,
        height=picture.height if picture else None,
        lesson=lesson,
        language=text.language,
        stem=text.stem,
        options=text.options,
        answer=None,
        step=None,
    )


def preview_of(
    *,
    kind: str,
    marks: int,
    key: Mapping[str, Any],
    words: Mapping[str, Any],
    picture: QuestionPicture | None,
    specimen: Sequence[str],
    seed: int,
) -> Card:
    """Return a question that is not stored yet as somebody who draws it would see it. No query."""
    version = QuestionVersion(kind=kind, marks=marks, key=dict(key), picture=picture, specimen=list(specimen))
    return card_of(_row(version, QuestionText(language=SOURCE_LANGUAGE, **words), None, seed))
