"""Fail when a sentence of the interface lacks a translation, or when a catalogue is out of date."""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
LOCALES = ("tg", "fa_AF", "ru")
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w+)\}")


def placeholders(text: str) -> set[str]:
    """Return the names of the placeholders in a sentence."""
    return {first or second for first, second in PLACEHOLDER.findall(text)}


def catalogue(locale: str) -> Path:
    return ROOT / "locale" / locale / "LC_MESSAGES" / "django.po"


def collect(folder: Path) -> dict[str, set[tuple[str, str]]]:
    """Collect the sentences of the code afresh (the catalogues are put back afterwards); return them per locale."""
    backup = folder / "locale"
    shutil.copytree(ROOT / "locale", backup)
    try:
        subprocess.run(
            [
                sys.executable, "manage.py", "makemessages", "--no-location", "--no-obsolete", "-v", "0",
                *(argument for locale in LOCALES for argument in ("--locale", locale)),
                "--ignore", ".venv/*", "--ignore", "var/*", "--ignore", "tests/*",
            ],
            cwd=ROOT,
            check=True,
        )  # fmt: skip
        return {
            locale: {(entry.msgctxt or "", entry.msgid) for entry in polib.pofile(str(catalogue(locale)))}
            for locale in LOCALES
        }
    finally:
        shutil.rmtree(ROOT / "locale")
        shutil.copytree(backup, ROOT / "locale")


def problems_of(locale: str, fresh: set[tuple[str, str]]) -> list[str]:
    """Return what is wrong with one catalogue, a line each."""
    found = []
    entries = {(entry.msgctxt or "", entry.msgid): entry for entry in polib.pofile(str(catalogue(locale)))}
    for key in sorted(fresh):
        entry = entries.get(key)
        if entry is None or entry.obsolete:
            found.append(f"{locale}: missing: {key[1]!r}")
            continue
        texts = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
        if entry.fuzzy or not all(texts):
            found.append(f"{locale}: not translated: {key[1]!r}")
        wanted = placeholders(entry.msgid) | placeholders(entry.msgid_plural or "")
        # a plural form may leave the number out («one lesson»), any other placeholder must stay
        for text in texts:
            lost = wanted - placeholders(text) if not entry.msgid_plural else set()
            if text and (placeholders(text) - wanted or lost):
                found.append(f"{locale}: placeholders differ: {key[1]!r}")
    return found


def main() -> int:
    """Check all catalogues; print what is wrong and return the exit code."""
    with tempfile.TemporaryDirectory() as folder:
        fresh = collect(Path(folder))
    found = [line for locale in LOCALES for line in problems_of(locale, fresh[locale])]
    sys.stdout.write("".join(f"{line}\n" for line in found[:60]))
    total = len(fresh[LOCALES[0]])
    sys.stdout.write(f"translations: {total} sentences, {len(found)} problems\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
