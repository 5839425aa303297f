"""What kind of document a file really is, whatever its name says: PDF, DOCX, ODT or XLSX."""

import zipfile
from typing import BinaryIO

LARGEST = 20 * 1024 * 1024  # bytes
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

_PDF_TAIL = 4096  # where the end mark stands; some programs write a few lines after it
_MOST_PARTS, _LARGEST_UNPACKED = 5000, 400 * 1024 * 1024
_MACROS = ("vbaproject.bin", "vbadata.xml")
_ENCRYPTED = 0x1


class NotADocumentError(ValueError):
    """The content is none of the kinds we keep, is cut off, has a password, or carries macros."""


def kind_of(file: BinaryIO) -> str:
    """Return "pdf", "docx", "odt" or "xlsx" by the content of a file; leaves it at its beginning.

    Raises NotADocumentError. Nothing is unpacked but the short note of an ODT that says what it is.
    """
    file.seek(0)
    start = file.read(8)
    try:
        if start.startswith(b"%PDF-"):
            return _pdf(file)
        if start.startswith(b"PK\x03\x04"):
            return _office(file)
        raise NotADocumentError
    finally:
        file.seek(0)


def _pdf(file: BinaryIO) -> str:
    size = file.seek(0, 2)
    file.seek(max(size - _PDF_TAIL, 0))
    if b"%%EOF" not in file.read():
        raise NotADocumentError
    return "pdf"


def _office(file: BinaryIO) -> str:
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            if (
                len(parts) > _MOST_PARTS
                or sum(part.file_size for part in parts) > _LARGEST_UNPACKED
                or any(part.flag_bits & _ENCRYPTED for part in parts)
                or any(name.lower().endswith(_MACROS) for name in names)
            ):
                raise NotADocumentError
            if parts and parts[0].filename == "mimetype" and parts[0].file_size < 100:
                if archive.read(parts[0]).decode("ascii", "replace").strip() == CONTENT_TYPES["odt"]:
                    return "odt"
            elif "[Content_Types].xml" in names and "word/document.xml" in names:
                return "docx"
            elif "[Content_Types].xml" in names and "xl/workbook.xml" in names:
                return "xlsx"
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise NotADocumentError from error
    raise NotADocumentError
