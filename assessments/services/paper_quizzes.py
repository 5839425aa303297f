"""The paper twin of a quiz: versions drawn for a cohort, and the sheets that come back, typed in and marked."""

import dataclasses
import datetime
import secrets
import uuid
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.enums import Act
from accounts.services.audit import remember
from assessments.access import may_print_quiz, may_type_sheets
from assessments.domain.allowance import asks_admission, rules_for
from assessments.domain.drawing import BlueprintShortError, Candidate, draw, draw_blueprint, option_order
from assessments.enums import AttemptState
from assessments.models import Attempt, AttemptQuestion, PaperAnswers, PaperVersion, QuestionVersion, Quiz, Response
from assessments.selectors.bank import BankEntry, approved_bank, bank_of
from assessments.selectors.remarking import annulled_among
from assessments.selectors.standings import lines_of
from assessments.services.attempts import hand_in
from attendance.selectors.shares import admitted
from attendance.services.paper import keep_scan_file
from courses.enums import OPEN_COHORTS
from courses.selectors.cohorts import enrolments_of
from courses.services.cohort_states import hold

if TYPE_CHECKING:
    from accounts.models import User
    from courses.models import Cohort, Enrolment

MOST_VERSIONS = 6
SEED_BITS = 62
SIGNS = "ACDEFHJKLMNPRTUVWXY3479"  # nothing that looks like something else, on paper too
CODE_LENGTH = 5


class PaperError(Exception):
    """The quiz cannot be printed, or the sheets not be stored."""


class NotPrinterError(PaperError):
    """Registrar and head print quizzes for their cohorts; instructors of the cohort those that are no secret."""


class CohortClosedError(PaperError):
    """The cohort is closed by protocol."""


class BankShortError(PaperError):
    """Too few questions, or too few that are approved in all languages of the cohort."""


class VersionsError(PaperError):
    """One to MOST_VERSIONS versions are drawn."""


class ScanThereError(PaperError):
    """The sheet has another scan already; nothing that was kept is overwritten."""


@dataclasses.dataclass(frozen=True, slots=True)
class Sheet:
    """One person's sheet as it was typed: answers by position, None where there is none."""

    enrolment: "Enrolment"
    paper: PaperVersion
    language: str
    answers: Mapping[int, Any]


class SheetsRefusedError(PaperError):
    """Sheets cannot be stored, and none was: `why` says it by enrolment: there, open, exhausted, not_admitted."""

    def __init__(self, why: Mapping[uuid.UUID, str]) -> None:
        super().__init__(why)
        self.why = dict(why)


def draw_papers(
    *, submission: uuid.UUID, quiz: Quiz, cohort: "Cohort", versions: int, by: "User", at: datetime.datetime
) -> list[PaperVersion]:
    """Draw so many versions of a quiz for a cohort, each with a code of its own, and return them.

    Questions are drawn that are written in every language of the cohort's people; where the programme shows approved
    texts only, those that are approved in each. `submission` is the id made with the form: sent again it returns what
    was drawn. Raises a PaperError.
    """
    if not 1 <= versions <= MOST_VERSIONS:
        raise VersionsError
    with transaction.atomic():
        held = hold(cohort.pk)
        if not may_print_quiz(by, quiz, held, timezone.localdate(at)):
            raise NotPrinterError
        ids = [uuid.uuid5(submission, str(number)) for number in range(MOST_VERSIONS)]
        known = list(PaperVersion.objects.filter(pk__in=ids, quiz=quiz, cohort=held).order_by("code"))
        if known:
            return known
        if held.state not in OPEN_COHORTS:
            raise CohortClosedError
        bank = _bank(quiz, held)
        papers = [
            PaperVersion(id=pk, quiz=quiz, cohort=held, code=_code(), by=by, at=at, **_draw(quiz, held, bank))
            for pk in ids[:versions]
        ]
        PaperVersion.objects.bulk_create(papers)
        codes = sorted(paper.code for paper in papers)
        remember(
            act=Act.PAPER_PRINTED, by=by, subject=papers[0], centre=held.centre, new={"quiz": quiz.code, "codes": codes}
        )
    return sorted(papers, key=lambda paper: paper.code)


def _code() -> str:
    return "".join(secrets.choice(SIGNS) for _ in range(CODE_LENGTH))


def _bank(quiz: Quiz, cohort: "Cohort") -> dict[int, BankEntry]:
    languages = _languages(cohort)
    if cohort.programme_version.drafts_shown:
        return {entry.candidate.version: entry for entry in bank_of(quiz, languages)}
    banks = [
        {entry.candidate.version: entry for entry in approved_bank(quiz, language).entries}
        for language in sorted(languages)
    ]
    common = set.intersection(*(set(bank) for bank in banks)) if banks else set()
    return {version: banks[0][version] for version in common}


def _languages(cohort: "Cohort") -> set[str]:
    """Return the languages in which the people of a cohort get their papers."""
    return {enrolment.person.language for enrolment in enrolments_of(cohort)}


def _draw(quiz: Quiz, cohort: "Cohort", bank: Mapping[int, BankEntry]) -> dict[str, Any]:
    """Return seed and questions of one version."""
    seed = secrets.randbits(SEED_BITS)
    candidates = [entry.candidate for entry in bank.values()]
    lines = lines_of(quiz)
    wanted = rules_for(quiz, cohort.programme_version).questions
    drawn: list[Candidate]
    if lines:
        try:
            drawn = draw_blueprint(candidates, lines, seed=seed, shuffle=quiz.shuffle)
        except BlueprintShortError:
            raise BankShortError from None
    else:
        everything = len(bank_of(quiz, _languages(cohort)))
        if not candidates or len(candidates) < min(wanted, everything):
            raise BankShortError
        drawn = draw(candidates, wanted, seed=seed)
        if not quiz.shuffle:
            drawn = sorted(drawn, key=lambda one: (one.lesson or 0, one.question))
    entries = [bank[one.version] for one in drawn]
    questions = [
        {
            "version": entry.candidate.version,
            "order": option_order(entry.kind, entry.key, seed=seed + position),
            "seed": seed + position,
        }
        for position, entry in enumerate(entries, 1)
    ]
    return {"seed": seed, "drawn": questions}


def enter_sheets(
    *, submission: uuid.UUID, sheets: Sequence[Sheet], by: "User", at: datetime.datetime
) -> list[PaperAnswers]:
    """Store sheets that were typed from paper: each becomes an attempt that is handed in and marked like any other.

    All or none: SheetsRefusedError says which cannot be stored and why; somebody's sheet of one printing is stored
    once. `submission` is the id made with the form: sent again it returns what was stored. Raises a PaperError.
    """
    stored = []
    with transaction.atomic():
        refused: dict[uuid.UUID, str] = {}
        for sheet in sheets:
            known = PaperAnswers.objects.filter(pk=uuid.uuid5(submission, str(sheet.enrolment.pk))).first()
            if known is not None:
                stored.append(known)
            elif why := _refusal(sheet, by, at):
                refused[sheet.enrolment.pk] = why
            else:
                stored.append(_store(submission, sheet, by, at))
        if refused:
            raise SheetsRefusedError(refused)
    return stored


def _refusal(sheet: Sheet, by: "User", at: datetime.datetime) -> str:
    paper, enrolment = sheet.paper, sheet.enrolment
    cohort = hold(enrolment.cohort_id)
    allowed = may_type_sheets(by, paper.quiz, cohort, timezone.localdate(at))
    if paper.cohort_id != cohort.pk or not allowed or enrolment.person_id == by.pk:
        raise NotPrinterError
    if cohort.state not in OPEN_COHORTS:
        raise CohortClosedError
    same = PaperAnswers.objects.filter(paper__quiz=paper.quiz_id, paper__cohort=cohort, paper__at=paper.at)
    if same.filter(attempt__enrolment=enrolment).exists():
        return "there"
    earlier = list(Attempt.objects.filter(enrolment=enrolment, quiz=paper.quiz_id).values_list("state", flat=True))
    if AttemptState.OPEN in earlier:
        return "open"
    tries = rules_for(paper.quiz, cohort.programme_version).attempts
    if tries is not None and len(earlier) >= tries:
        return "exhausted"
    if asks_admission(paper.quiz) and not admitted(enrolment):
        return "not_admitted"
    return ""


def _store(submission: uuid.UUID, sheet: Sheet, by: "User", at: datetime.datetime) -> PaperAnswers:
    paper, enrolment = sheet.paper, sheet.enrolment
    pk = uuid.uuid5(submission, str(enrolment.pk))
    versions = QuestionVersion.objects.in_bulk([drawn["version"] for drawn in paper.drawn])
    annulled = annulled_among(list(versions))
    used = Attempt.objects.filter(enrolment=enrolment, quiz=paper.quiz_id).count()
    attempt = Attempt.objects.create(
        id=uuid.uuid5(pk, "attempt"),
        enrolment=enrolment,
        quiz=paper.quiz,
        number=used + 1,
        language=sheet.language,
        seed=paper.seed,
        started_at=at,
        max_points=sum(version.marks for version in versions.values()),
    )
    AttemptQuestion.objects.bulk_create(
        AttemptQuestion(
            attempt=attempt,
            position=position,
            version_id=drawn["version"],
            order=drawn["order"],
            seed=drawn["seed"],
            annulled=drawn["version"] in annulled,
        )
        for position, drawn in enumerate(paper.drawn, 1)
    )
    Response.objects.bulk_create(
        Response(
            id=uuid.uuid5(pk, str(position)),
            attempt=attempt,
            position=position,
            sequence=position,
            answer=answer,
            language=sheet.language,
            received_at=at,
        )
        for position, answer in sheet.answers.items()
        if answer is not None and position <= len(paper.drawn)
    )
    stored = PaperAnswers.objects.create(id=pk, paper=paper, attempt=attempt, by=by, at=at)
    hand_in(attempt_id=attempt.pk, confirmed=True, by=enrolment.person, at=at)
    remember(
        act=Act.PAPER_ENTERED,
        by=by,
        subject=stored,
        centre=enrolment.cohort.centre,
        new={"quiz": paper.quiz.code, "code": paper.code, "enrolment": str(enrolment.pk)},
    )
    return stored


def scans_folder() -> Path:
    """Return where scans of answer sheets lie: outside of what a web server may show."""
    return Path(settings.PRIVATE_ROOT) / "answers"


def keep_answer_scan(*, sheet: PaperAnswers, data: bytes, by: "User", at: datetime.datetime) -> PaperAnswers:
    """Keep the scan of a typed sheet under its SHA-256; the same file again changes nothing.

    Raises ScanThereError, and what attendance.services.paper.keep_scan_file raises.
    """
    name, digest = keep_scan_file(folder=scans_folder(), data=data)
    with transaction.atomic():
        row: PaperAnswers = PaperAnswers.objects.select_for_update(of=("self",)).get(pk=sheet.pk)
        if row.scan:
            if row.sha256 != digest:
                raise ScanThereError
            return row
        row.scan, row.sha256, row.scanned_by, row.scanned_at = name, digest, by, at
        row.save(update_fields=["scan", "sha256", "scanned_by", "scanned_at"])
    return row


def stored_before(submission: str, enrolments: Sequence[uuid.UUID]) -> bool:
    """True when sheets of this very form were stored before; False for an id that cannot be read too."""
    try:
        form = uuid.UUID(submission)
    except ValueError:
        return False
    return PaperAnswers.objects.filter(pk__in=[uuid.uuid5(form, str(pk)) for pk in enrolments]).exists()
