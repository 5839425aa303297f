"""Write proposed words of the interface into the catalogues of gettext."""

import dataclasses

import polib

from cms.domain.catalogue import message_of, plural_forms
from cms.models import InterfaceWording
from cms.selectors.wording import catalogue_file


@dataclasses.dataclass
class CatalogueReport:
    """What was done with the proposals of one language; sentences are named by their source words."""

    written: list[str] = dataclasses.field(default_factory=list)
    passed_over: list[str] = dataclasses.field(default_factory=list)
    unchanged: int = 0


def write_catalogue(*, language: str, dry_run: bool) -> CatalogueReport:
    """Put the newest proposal of each sentence into the catalogue of a language, unless `dry_run`.

    A sentence that was fuzzy is fuzzy no more. Reads no clock and no rights: for the technician's command.
    """
    report = CatalogueReport()
    path = catalogue_file(language)
    file = polib.pofile(str(path), wrapwidth=0)
    entries = {message_of(entry.msgctxt or "", entry.msgid): entry for entry in file if not entry.obsolete}
    forms = len(plural_forms(file.metadata.get("Plural-Forms", "")))
    newest = {
        row.message: row for row in InterfaceWording.objects.filter(language=language).order_by("proposed_at", "pk")
    }
    for message, row in newest.items():
        entry = entries.get(message)
        if entry is None or len(row.texts) != (forms if entry.msgid_plural else 1):
            report.passed_over.append(row.msgid)
        elif _put(entry, row.texts):
            report.written.append(row.msgid)
        else:
            report.unchanged += 1
    if report.written and not dry_run:
        file.save()
    return report


def _put(entry: polib.POEntry, texts: list[str]) -> bool:
    """Write the forms into an entry; True when they are others than before."""
    before = (entry.msgstr, dict(entry.msgstr_plural), entry.fuzzy)
    if entry.msgid_plural:
        entry.msgstr_plural = dict(enumerate(texts))
    else:
        entry.msgstr = texts[0]
    entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
    entry.previous_msgid = entry.previous_msgid_plural = entry.previous_msgctxt = None
    return before != (entry.msgstr, dict(entry.msgstr_plural), entry.fuzzy)
