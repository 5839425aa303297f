"""The formats by name: which module reads, which writes."""

from collections.abc import Callable, Mapping
from types import ModuleType

from assessments.domain.formats import aiken, gift, moodle_xml, qti3, sheet
from assessments.domain.formats.base import Reading
from assessments.enums import ImportFormat

MODULES: Mapping[str, ModuleType] = {
    ImportFormat.GIFT: gift,
    ImportFormat.AIKEN: aiken,
    ImportFormat.MOODLE_XML: moodle_xml,
    ImportFormat.QTI: qti3,
    ImportFormat.SHEET: sheet,
}


def read(form: str, data: bytes, language: str) -> Reading:
    """Return what a file in a format holds; its words are in `language`. Raises FileRefusedError."""
    reader: Callable[[bytes, str], Reading] = MODULES[form].read
    return reader(data, language)
