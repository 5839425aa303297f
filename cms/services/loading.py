"""`curriculum/` into rows, pages, translations and editions. Repeatable; never over an editor's change."""

import dataclasses
import datetime
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import transaction
from wagtail.models import Locale
from wagtail_localize.models import TranslationSource

from assessments.services.bank import load_practicals, load_questions
from assessments.services.quizzes import QuizReport, load_quizzes
from cms.domain.streams import ATTACHMENT, PICTURE, content_hash
from cms.models import LoadedText
from cms.selectors.units import ModuleShape, Unit, course_units, files_in, module_units
from cms.services.ground import prepare
from cms.services.loading_approvals import load_approvals
from cms.services.loading_checks import check_named
from cms.services.media import MediaReport, load_media
from cms.services.pages import stable_key
from cms.services.planting import MODELS, content_of, plant
from cms.services.publishing import publish_page, untranslated, write_edition
from cms.services.segments import submit, texts_of, translate
from courses.enums import Change
from courses.selectors.manuscripts import LANGUAGES, ManuscriptFileError
from courses.services.glossary_loading import GlossaryReport, load_glossary
from courses.services.library_loading import LibraryReport, load_library
from courses.services.outline import OutlineReport, course_order, load_outline, module_plan
from courses.services.programmes import ProgrammeReport, load_programmes
from foundation.languages.titles import SOURCE_LANGUAGE

if TYPE_CHECKING:
    from accounts.models import User

TRANSLATIONS = tuple(language for language in LANGUAGES if language != SOURCE_LANGUAGE)


@dataclasses.dataclass(frozen=True)
class Load:
    """Who loads and when, and whether they say that nothing has changed its meaning."""

    by: "User | None"
    at: datetime.datetime
    wording_only: bool = False

    @property
    def change(self) -> Change:
        return Change.WORDING if self.wording_only else Change.MEANING


class UnknownModulesError(ValueError):
    """`only` names modules that the curriculum has not."""


@dataclasses.dataclass
class CurriculumReport:
    """What a load did: codes of new, updated and kept texts (kept: an editor changed them since), and the rest."""

    outline: OutlineReport
    programmes: ProgrammeReport | None = None
    glossary: GlossaryReport | None = None
    library: LibraryReport | None = None
    media: MediaReport = dataclasses.field(default_factory=MediaReport)
    approvals: int = 0
    planted: list[str] = dataclasses.field(default_factory=list)
    updated: list[str] = dataclasses.field(default_factory=list)
    kept: list[str] = dataclasses.field(default_factory=list)
    unchanged: int = 0
    banks: list[Any] = dataclasses.field(default_factory=list)
    quizzes: QuizReport | None = None


def load_curriculum(
    *,
    folder: Path,
    only: Collection[str] = (),
    outline_only: bool = False,
    wording_only: bool = False,
    by: "User | None",
    at: datetime.datetime,
) -> CurriculumReport:
    """Bring database and pages to what `folder` says, for all modules or those in `only`; return what was done.

    A source text that changed has another meaning: translations that changed with it follow, the others are out of
    date from now on. `wording_only` says that no meaning has changed; then all stay up to date.
    `outline_only` leaves out the texts of lessons, questions and practical exercises. A page that an editor or
    translator changed since the last load is kept and reported. Raises ManuscriptFileError or UnknownModulesError,
    before anything of the text concerned is written.
    """
    order = course_order(folder)
    modules = [code for codes in order.values() for code in codes if not only or code in only]
    if unknown := set(only) - set(modules):
        raise UnknownModulesError(", ".join(sorted(unknown)))
    units = _units(folder, order, modules, outline_only=outline_only)
    check_named(folder=folder, units=units)
    prepare()
    report = CurriculumReport(load_outline(folder=folder, only=only))
    report.glossary = load_glossary(folder=folder, by=by, at=at)  # before the lessons, which link its terms
    report.media = load_media(folder=folder, by=by, at=at)
    report.approvals = load_approvals(folder=folder, units=units, by=by, at=at)  # so texts are published as approved
    _load_pages(units, report, Load(by, at, wording_only), outline_only=outline_only)
    replaced = {(store, code) for store in (PICTURE, ATTACHMENT) for code in report.media.replaced}
    if shown := [unit.code for unit in units if files_in([unit]) & replaced]:
        republish(codes=shown, by=by, at=at)
    if not only:
        report.programmes = load_programmes(folder=folder)
    report.library = load_library(folder=folder, at=at)
    if not outline_only:
        report.banks = load_banks(folder=folder, modules=modules, by=by, at=at)
    if not outline_only and not only:
        report.quizzes = load_quizzes(folder=folder)
    return report


def load_banks(*, folder: Path, modules: Iterable[str], by: "User | None", at: datetime.datetime) -> list[Any]:
    """Load questions and practical exercises of the modules that have files of them; return what changed."""
    reports = []
    for code in modules:
        if (folder / code / "questions.txt").exists():
            reports.append(load_questions(module_code=code, folder=folder / code, by=by, at=at))
        if any((folder / code / f"{practical}.txt").exists() for practical in module_plan(folder, code).practicals):
            reports.append(load_practicals(module_code=code, folder=folder / code, by=by, at=at))
    return [report for report in reports if report.changed]


def republish(*, codes: Collection[str] | None = None, by: "User | None", at: datetime.datetime) -> int:
    """Render published lessons anew and publish what reads differently; return how many editions are new.

    For use after words of the interface, templates of blocks or drawings have changed: these stand in the editions.
    All lessons without `codes`.
    """
    pages = MODELS["lesson"].objects.filter(live=True, alias_of=None).select_related("lesson", "locale")
    if codes is not None:
        pages = pages.filter(lesson__code__in=codes)
    new = 0
    for page in sorted(pages, key=lambda page: LANGUAGES.index(page.locale.language_code)):
        if not untranslated(page)[0]:
            edition = write_edition(page=page, by=by, at=at)
            new += edition is not None and edition.published_at == at
    return new


def _units(folder: Path, order: dict[str, Any], modules: Sequence[str], *, outline_only: bool) -> list[Unit]:
    """Return all units in the order of the tree: courses, modules, lessons."""
    plans = [module_plan(folder, code) for code in modules]
    courses = [code for code in order if any(plan.course == code for plan in plans)]
    units = course_units(folder, courses)
    for plan in plans:
        if plan.course not in order:
            raise ManuscriptFileError(folder / plan.code / "module.txt", f"unknown course {plan.course}")
        units.extend(module_units(folder, ModuleShape(plan.code, plan.course, plan.lessons), outline_only=outline_only))
    return sorted(units, key=lambda unit: list(MODELS).index(unit.kind))


def _load_pages(units: Sequence[Unit], report: CurriculumReport, load: Load, *, outline_only: bool) -> None:
    rows = LoadedText.objects.values_list("code", "language", "hash")
    loaded = {(code, language): text for code, language, text in rows}
    standing = _codes_with_pages()
    planted: list[Unit] = []
    for unit in units:
        hashes = {language: content_hash(unit.texts[language]) for language in LANGUAGES}
        changed = [language for language in LANGUAGES if loaded.get((unit.code, language)) != hashes[language]]
        if not changed or (outline_only and unit.kind == "lesson" and (unit.code, SOURCE_LANGUAGE) in loaded):
            report.unchanged += 1
        elif unit.code not in standing and not any((unit.code, language) in loaded for language in LANGUAGES):
            planted.append(unit)
        else:
            _update(unit, changed, loaded, report, load)
    plant(units=planted, by=load.by, at=load.at)
    report.planted = [unit.code for unit in planted]


def _codes_with_pages() -> set[str]:
    """Return the codes of the source pages that stand."""
    codes: set[str] = set()
    for kind, model in MODELS.items():
        pages = model.objects.filter(locale__language_code=SOURCE_LANGUAGE)
        codes.update(pages.values_list(f"{kind}__code", flat=True))
    return codes


def _update(
    unit: Unit,
    changed: Sequence[str],
    loaded: dict[tuple[str, str], str],
    report: CurriculumReport,
    load: Load,
) -> None:
    """Bring the pages of a unit to its new text, source first; keep what an editor or translator changed."""
    model = MODELS[unit.kind]
    pages = {
        page.locale.language_code: page
        for page in model.objects.filter(translation_key=stable_key(unit.code)).select_related("locale", unit.kind)
    }
    touched = {language for language in LANGUAGES if _is_touched(unit, language, pages.get(language), loaded)}
    if SOURCE_LANGUAGE in touched:
        report.kept.extend(f"{unit.code} {language}" for language in changed)
        return
    with transaction.atomic():
        if SOURCE_LANGUAGE in changed:
            _write_source(unit, pages[SOURCE_LANGUAGE], load)
            report.updated.append(f"{unit.code} {SOURCE_LANGUAGE}")
        for language in TRANSLATIONS:
            if language not in changed:
                continue  # out of date now, if the source has another meaning
            if language in touched:
                report.kept.append(f"{unit.code} {language}")
                continue
            _write_translation(unit, pages[language], load)
            report.updated.append(f"{unit.code} {language}")


def _is_touched(unit: Unit, language: str, page: Any, loaded: dict[tuple[str, str], str]) -> bool:
    """True when a page says something else than what was loaded into it, has a draft that does, or is gone."""
    if page is None:
        return True
    if page.alias_of_id is not None:
        return False
    known = loaded.get((unit.code, language))
    if known is None or content_hash(page.get_latest_revision_as_object().blocks()) != known:
        return True
    if language == SOURCE_LANGUAGE:
        return False
    source = TranslationSource.objects.filter(object_id=page.translation_key).first()
    if source is None:
        return False
    return _holds_drafts(source, page)


def _holds_drafts(source: Any, page: Any) -> bool:
    """True when a translator saved texts that are not published yet.

    Where a sentence has no translation the source's stands in the draft: that is no work of a translator.
    """
    draft = texts_of(source.get_ephemeral_translated_instance(page.locale, fallback=True))
    published, english = texts_of(page), texts_of(source.as_instance())
    return any(text not in {published.get(path), english.get(path)} for path, text in draft.items())


def _write_source(unit: Unit, page: Any, load: Load) -> None:
    """Publish the new text of a source page with what is said of its meaning; its translations learn of it."""
    if TranslationSource.objects.get_for_instance_or_none(page) is None:
        targets = list(Locale.objects.filter(language_code__in=TRANSLATIONS))
        submit(pages=[page], targets=targets, at=load.at)
    _save(unit, page, SOURCE_LANGUAGE, load)
    publish_page(page=page, change=load.change, by=load.by, at=load.at)


def _write_translation(unit: Unit, page: Any, load: Load) -> None:
    """Write the translations of the source's segments, then publish the page they make."""
    language = page.locale.language_code
    _fill(unit, page, language)
    translate(locale=page.locale, pages=[page], at=load.at)
    page.alias_of = None
    _save(unit, page, language, load).publish(user=load.by)


def _save(unit: Unit, page: Any, language: str, load: Load) -> Any:
    """Save the words of a unit as a draft of its page, note what was loaded, and return the revision."""
    _fill(unit, page, language)
    revision = page.save_revision(user=load.by, clean=False)
    LoadedText.objects.update_or_create(
        code=unit.code, language=language, defaults={"hash": content_hash(unit.texts[language]), "loaded_at": load.at}
    )
    return revision


def _fill(unit: Unit, page: Any, language: str) -> None:
    """Put the words of a unit into a page, in memory."""
    for name, value in content_of(unit.kind, unit.code, unit.texts[language]).items():
        field = page._meta.get_field(name)
        setattr(page, name, field.to_python(value))
