"""Sentences of the interface as work of translators: the catalogues, with the newest proposed words over them.

A catalogue is read from `locale/*/LC_MESSAGES/django.po` and kept in memory until the file changes. Translators get it
in pages of 25 sentences, in the order of the code, so that what stands on one screen stands together; drafts belong to
the sentence, not to the page, so a sentence that moves to another page takes its draft along.
"""

import dataclasses
import functools
from collections.abc import Collection, Mapping
from pathlib import Path

import polib
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override, to_locale

from cms.domain.catalogue import Catalogue, Sentence, message_of, plural_forms
from cms.domain.work import QueueLine, Segment, WorkKind
from cms.models import InterfaceWording
from cms.selectors.text_work import Base
from courses.enums import TextState
from foundation.languages.titles import LANGUAGE_CODES, SOURCE_LANGUAGE

KIND = WorkKind.WORDING
ALL = "sentences"  # the drafts of all pages of a language are kept together
PAGE = 25
LAST = 10_000  # after the glossary
Newest = Mapping[tuple[str, str], list[str]]  # language and message -> forms


@dataclasses.dataclass(frozen=True)
class WordingPage:
    """One page of sentences in any language, with what was proposed for them."""

    number: int
    newest: Newest

    def base(self, language: str) -> Base | None:
        """Return the page in a language; None for English, and past the last sentence."""
        first = (self.number - 1) * PAGE
        catalogue = catalogue_of(language)
        sentences = catalogue.sentences[first : first + PAGE] if first >= 0 else ()
        if not sentences:
            return None
        segments = [
            segment
            for sentence in sentences
            for segment in segments_of(sentence, catalogue, self.newest.get((language, sentence.message)))
        ]
        with override(SOURCE_LANGUAGE):  # as titles of all work
            title = title_of(self.number, len(sentences))
        return Base(title, tuple(segments))


def catalogue_file(language: str) -> Path:
    """Return where the catalogue of a language lies."""
    folder: Path = settings.LOCALE_PATHS[0]
    return folder / to_locale(language) / "LC_MESSAGES" / "django.po"


def catalogue_of(language: str) -> Catalogue:
    """Return the sentences of a language; none for English and for languages without a catalogue."""
    path = catalogue_file(language)
    if language == SOURCE_LANGUAGE or language not in LANGUAGE_CODES or not path.is_file():
        return Catalogue(language, (), ((),))
    return _read(language, path, path.stat().st_mtime_ns)


@functools.lru_cache(maxsize=8)
def _read(language: str, path: Path, _changed: int) -> Catalogue:
    file = polib.pofile(str(path))
    sentences = tuple(
        Sentence(
            message=message_of(entry.msgctxt or "", entry.msgid),
            msgid=entry.msgid,
            plural=entry.msgid_plural,
            texts=tuple(entry.msgstr_plural[form] for form in sorted(entry.msgstr_plural)) or (entry.msgstr,),
            was=(entry.previous_msgid or "") if entry.fuzzy else None,
        )
        for entry in file
        if not entry.obsolete
    )
    return Catalogue(language, sentences, plural_forms(file.metadata.get("Plural-Forms", "")))


def segments_of(sentence: Sentence, catalogue: Catalogue, proposed: list[str] | None) -> list[Segment]:
    """Return a sentence as segments, one a form; `proposed` are the newest words, where somebody proposed some."""
    forms = catalogue.forms if sentence.plural else ((),)
    taken = proposed if proposed is not None and len(proposed) == len(forms) else None
    texts = taken or [*sentence.texts, *[""] * len(forms)][: len(forms)]
    found = []
    for form, numbers in enumerate(forms):
        source = sentence.source(form)
        was = source if taken or sentence.was is None else sentence.was
        found.append(Segment(f"{sentence.message}.{form}", _label(sentence, form, numbers), source, was, texts[form]))
    return found


def _label(sentence: Sentence, form: int, numbers: tuple[int, ...]) -> str:
    if not sentence.plural:
        return _("Sentence")
    if not numbers:
        return _("Plural form %(number)s") % {"number": form + 1}
    shown = ", ".join(str(number) for number in numbers)
    return _("Plural form %(number)s, for example for %(examples)s") % {"number": form + 1, "examples": shown}


def read(codes: Collection[str]) -> dict[str, WordingPage]:
    """Return pages by code (`page-1`). One query."""
    numbers = {code: int(code.removeprefix("page-")) for code in codes if _is_page(code)}
    newest = newest_wording() if numbers else {}
    return {code: WordingPage(number, newest) for code, number in numbers.items()}


def newest_wording() -> dict[tuple[str, str], list[str]]:
    """Return the newest proposed forms by language and message. One query."""
    rows = InterfaceWording.objects.order_by("proposed_at", "pk")
    return {(language, message): texts for language, message, texts in rows.values_list("language", "message", "texts")}


def page_with(language: str, path: str) -> str | None:
    """Return the code of the page on which a segment stands now, or None."""
    message = path.partition(".")[0]
    for place, sentence in enumerate(catalogue_of(language).sentences):
        if sentence.message == message:
            return f"page-{place // PAGE + 1}"
    return None


def lines(languages: Collection[str], reader: str) -> list[QueueLine]:
    """Return every page of sentences in each of `languages`. One query."""
    newest = newest_wording()
    found = []
    for language in languages:
        sentences = len(catalogue_of(language).sentences)
        for number in range(1, -(-sentences // PAGE) + 1):
            base = WordingPage(number, newest).base(language)
            assert base is not None
            state = TextState.APPROVED
            if any(segment.missing for segment in base.segments):
                state = TextState.MISSING
            elif any(segment.stale for segment in base.segments):
                state = TextState.STALE
            title = title_of(number, min(PAGE, sentences - (number - 1) * PAGE))
            found.append(QueueLine(KIND, f"page-{number}", language, title, state, order=(LAST, number)))
    return found


def title_of(number: int, sentences: int) -> str:
    """Return what a page is called in the active language."""
    first = (number - 1) * PAGE + 1
    return _("Interface: sentences %(first)s to %(last)s") % {"first": first, "last": first + sentences - 1}


def _is_page(code: str) -> bool:
    number = code.removeprefix("page-")
    return code.startswith("page-") and number.isascii() and number.isdecimal() and len(number) < len(str(LAST))
