"""A small glossary: terms with their words, and its files on disk."""

import datetime
from collections.abc import Mapping, Sequence
from pathlib import Path

from accounts.models import User
from courses.enums import TermMark, TermTopic
from courses.models import AdvisedForm, Term, TermEdition
from courses.selectors.manuscripts import ADVICE, GLOSSARY, GLOSSARY_TEXTS, LANGUAGES, Block, write
from courses.services.terms import set_term_words

AT = datetime.datetime(2026, 11, 22, 8, 0, tzinfo=datetime.UTC)
WORDS = {
    "en": ("refugee", "A person who fled and is protected."),
    "tg": ("гуреза", "Шахсе, ки аз кишвараш гурехтааст."),
    "fa-af": ("پناهنده", "کسی که از کشور خود گریخته است."),
    "ru": ("беженец", "Человек, который бежал из своей страны."),
}


def make_term(
    code: str = "T073",
    words: Mapping[str, tuple[str, str]] = WORDS,
    *,
    topic: TermTopic = TermTopic.PROTECTION,
    mark: TermMark = TermMark.SOURCED,
    note: str = "",
    forms: Sequence[str] = (),
    by: User | None = None,
) -> Term:
    """A term with an edition in each language of `words`; the one that stands, when it does."""
    term, _ = Term.objects.get_or_create(code=code, defaults={"topic": topic, "position": int(code[1:])})
    for language, (title, explanation) in words.items():
        say(code, language, title, explanation, mark=mark, note=note, forms=forms, by=by)
    return term


def say(
    code: str,
    language: str,
    title: str,
    explanation: str = "It is explained.",
    *,
    mark: TermMark = TermMark.SOURCED,
    note: str = "",
    forms: Sequence[str] = (),
    by: User | None = None,
) -> TermEdition:
    """The words of a term in one language, as whoever `by` is writes them; nobody: the loader."""
    return set_term_words(
        code=code,
        language=language,
        title=title,
        explanation=explanation,
        forms=forms,
        note=note,
        mark=mark,
        by=by,
        at=AT,
    )


def advise(language: str, form: str, instead: str, *, note: str = "", letters: bool = False) -> AdvisedForm:
    return AdvisedForm.objects.create(language=language, form=form, instead=instead, note=note, letters=letters)


def write_glossary(folder: Path, terms: Mapping[str, Mapping[str, str]]) -> Path:
    """The files of a glossary: code → language → term; each is explained by itself. Returns the folder."""
    heads = [Block("term", code, {"topic": "border"}) for code in terms]
    (folder / "glossary.txt").write_text(write(heads, GLOSSARY), encoding="utf-8")
    for language in LANGUAGES:
        blocks = [
            Block("term", code, {"term": said[language], "explanation": f"{said[language]}.", "mark": "sourced"})
            for code, said in terms.items()
            if language in said
        ]
        if not blocks:
            continue
        (folder / f"glossary.{language}.txt").write_text(write(blocks, GLOSSARY_TEXTS), encoding="utf-8")
    return folder


def write_advice(folder: Path, *rows: tuple[str, ...], language: str = "fa-af", letters: Sequence[str] = ()) -> None:
    fields: dict[str, tuple[tuple[str, ...], ...]] = {"forms": rows}
    if letters:
        fields["letters"] = tuple((letter, "Қ") for letter in letters)
    (folder / "advice.txt").write_text(write([Block("advice", language, fields)], ADVICE), encoding="utf-8")
