"""What a manuscript may name: files that are there, drawings with as many places as words, targets that exist."""

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

from cms.domain.drawings import places
from cms.domain.streams import PICTURE, STORE_OF_KIND
from cms.selectors.media import keys_of
from cms.selectors.units import Unit, files_in
from cms.services.media import names_in
from cms.shown import drawing_of
from courses.selectors.glossary_words import words_of_terms
from courses.selectors.manuscripts import GLOSSARY, Block, ManuscriptFileError, read
from courses.services.outline import course_order, module_plan
from foundation.languages.titles import SOURCE_LANGUAGE


def check_named(*, folder: Path, units: Sequence[Unit]) -> None:
    """Refuse texts that name a missing file, a drawing of another shape, an unknown term, quiz or exercise.

    All may lie in the folder or stand in the database already. Raises ManuscriptFileError for the first text that does.
    """
    there = names_in(folder)
    there |= keys_of(files_in(units) - there).keys()
    terms = _terms(folder, units)
    targets: set[str] = set()
    for unit in units:
        for block in unit.texts[SOURCE_LANGUAGE]:
            if block.kind == "link" and not targets:
                targets = _targets(folder)
            if problem := _problem(folder, block, there, terms, targets):
                path = folder / unit.parent / f"{unit.code}.{SOURCE_LANGUAGE}.txt"
                raise ManuscriptFileError(path, f"{block.kind} {block.key}: {problem}")


def _terms(folder: Path, units: Iterable[Unit]) -> set[str]:
    """Return the codes of the terms there are, among those that the texts name and those of the folder."""
    path = folder / "glossary.txt"
    there = {block.key for block in read(path, GLOSSARY)} if path.exists() else set()
    named = {block.line("term") for unit in units for block in unit.texts[SOURCE_LANGUAGE] if block.kind == "term"}
    return there | set(words_of_terms(named - there))


def _problem(
    folder: Path, block: Block, there: Collection[tuple[str, str]], terms: Collection[str], targets: Collection[str]
) -> str:
    store = STORE_OF_KIND.get(block.kind)
    if store:
        code = block.line("file")
        if (store, code) not in there:
            return f"there is no file {code} in {'pictures' if store == PICTURE else 'files'}/"
        if block.kind == "drawing":
            return _drawing_problem(folder / "pictures" / code, block)
    if block.kind == "term" and block.line("term") not in terms:
        return f"the glossary has no term {block.line('term')}"
    if block.kind == "link" and block.line("target") not in targets:
        return f"there is no {block.line('target')}"
    return ""


def _drawing_problem(path: Path, block: Block) -> str:
    if path.suffix != ".svg":
        return "a drawing is an SVG file"
    try:
        wanted = places(path.read_bytes() if path.exists() else drawing_of(path.name))
    except ValueError as error:
        return str(error)
    labels = len(block.items("labels"))
    return "" if wanted == labels else f"{path.name} has {wanted} places, the text {labels} labels"


def _targets(folder: Path) -> set[str]:
    """Return what links may lead to: the quiz of each module, and all practical exercises."""
    modules = [code for codes in course_order(folder).values() for code in codes]
    practicals = [code for module in modules for code in module_plan(folder, module).practicals]
    return {f"quiz {code}" for code in modules} | {f"practical {code}" for code in practicals}
