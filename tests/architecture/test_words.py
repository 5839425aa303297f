"""What the repository must not hold, and what translations must look like in the code."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FORMATTED = re.compile(r"""(?:gettext|gettext_lazy|gettext_noop|ngettext|noop|\b_)\(\s*f["']""")
NAMELESS = re.compile(r"""(?:gettext|gettext_lazy|ngettext|\b_)\(\s*(["'])(?:(?!\1).)*%[sd]""")


def tracked(*patterns: str) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--", *patterns], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.split("\n")
    return [ROOT / name for name in listed if name and (ROOT / name).exists()]


def test_sentences_are_translated_whole() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}: {match.group(0)}"
        for path in tracked("*.py")
        if "tests" not in path.parts
        for match in [*FORMATTED.finditer(path.read_text()), *NAMELESS.finditer(path.read_text())]
    ]
    assert wrong == []


def test_blocktranslate_is_trimmed() -> None:
    wrong = [
        str(path.relative_to(ROOT))
        for path in tracked("*.html")
        for tag in re.findall(r"{%\s*blocktranslate[^%]*%}", path.read_text())
        if "trimmed" not in tag
    ]
    assert wrong == []


PRINTED = ("/pdf/", "/paper/")  # drawn by WeasyPrint, never sent to a browser
ONE_FILE = "off_line.html"  # opened from disk as well: script and style stand in it, allowed by their hashes


def test_no_style_or_script_stands_in_a_template() -> None:
    inline = re.compile(r"<style|<script(?![^>]*\bsrc=)|\sstyle=\"|\son\w+=\"")
    wrong = [
        str(path.relative_to(ROOT))
        for path in tracked("*/templates/*.html")
        if inline.search(path.read_text()) and not any(part in str(path) for part in PRINTED) and path.name != ONE_FILE
    ]
    assert wrong == []


def test_style_sheets_use_logical_properties() -> None:
    physical = re.compile(
        r"(?:margin|padding|border)-(?:left|right)\b|(?<![-\w])(?:left|right):|text-align:\s*(?:left|right)"
    )
    wrong = [
        f"{path.relative_to(ROOT)}: {match.group(0)}"
        for path in tracked("*/static/*.css")
        for match in physical.finditer(path.read_text())
    ]
    assert wrong == []


def test_locks_hold_no_addresses() -> None:
    for path in tracked("requirements/*.txt"):
        assert "://" not in path.read_text()
    assert tracked("uv.lock", "package-lock.json") == []


def test_translation_functions_keep_the_names_that_are_collected() -> None:
    """An alias reads well and is never collected: only the plain names and `_` are."""
    alias = re.compile(r"\b\w*gettext\w* as (?!_\b)\w+")
    assert [str(path.relative_to(ROOT)) for path in tracked("*.py") if alias.search(path.read_text())] == []
