"""Opening of files that anybody may have made: text in the encodings of offices, XML without declarations, packages.

Limits are looked at before anything is unpacked; every refusal is one sentence.
"""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Mapping
from xml.etree import ElementTree as ET  # only its types and errors; reading is defusedxml's

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext as _

from assessments.domain.formats.base import LARGEST_FILE, LARGEST_PACKAGE, FileRefusedError
from foundation.spreadsheets.delimited import decoded
from foundation.spreadsheets.problems import SheetUnreadable

ZIP_MARK = b"PK\x03\x04"
MOST_ENTRIES = 4000
LARGEST_ENTRY = LARGEST_FILE
LARGEST_UNPACKED = 60 * 1024 * 1024
HIGHEST_RATIO = 100  # how many times an entry may grow; text rarely reaches 20
SMALL_ENTRY = 64 * 1024  # of which the ratio does not matter
DEEPEST = 60
_ARCHIVES = (".zip", ".jar", ".gz", ".7z", ".rar", ".imscc", ".docx", ".xlsx")


def text_of(data: bytes) -> str:
    """Return the text of a file in UTF-8, UTF-16 or Windows-1251. Raises FileRefusedError."""
    if len(data) > LARGEST_FILE:
        raise FileRefusedError(_("The file is larger than 5 MB. Divide it into several files."))
    if not data.strip(b"\x00\xff\xfe\xef\xbb\xbf \t\r\n"):
        raise FileRefusedError(_("The file is empty."))
    if data.startswith((ZIP_MARK, b"\xd0\xcf\x11\xe0")):
        raise FileRefusedError(_("This is no text file. Choose the format that fits the file."))
    try:
        text = decoded(data)
    except SheetUnreadable as error:
        raise FileRefusedError(_("The letters of the file cannot be read. Save it as text in UTF-8.")) from error
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def xml_of(data: bytes) -> ET.Element:
    """Return the root of an XML document. No document type, no entities, nothing from outside, at most 60 levels deep.

    Raises FileRefusedError.
    """
    if len(data) > LARGEST_FILE:
        raise FileRefusedError(_("The file is larger than 5 MB. Divide it into several files."))
    if not data.strip():
        raise FileRefusedError(_("The file is empty."))
    try:
        root: ET.Element = fromstring(data, forbid_dtd=True)
    except DefusedXmlException as error:
        raise FileRefusedError(_("The file declares a document type or entities. Such files are not read.")) from error
    except (ET.ParseError, ValueError, LookupError, RecursionError) as error:
        raise FileRefusedError(_("The file is no well-formed XML. Export it again.")) from error
    _look_at_depth(root)
    return root


def _look_at_depth(root: ET.Element) -> None:
    level, depth = [root], 1
    while level:
        level = [child for element in level for child in element]
        depth += 1
        if depth > DEEPEST:
            raise FileRefusedError(_("The file is nested too deeply. Such files are not read."))


def unpacked(data: bytes) -> Mapping[str, bytes]:
    """Return the files of a package by path. Raises FileRefusedError.

    Refused: more than 20 MB or 4,000 entries, an entry over 5 MB or one that grows more than a hundredfold, 60 MB in
    all, paths that lead out of the package, links, passwords, and packages inside the package.
    """
    if len(data) > LARGEST_PACKAGE:
        raise FileRefusedError(_("The package is larger than 20 MB. Divide it into several ones."))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if len(archive.infolist()) > MOST_ENTRIES or sum(one.file_size for one in entries) > LARGEST_UNPACKED:
                raise FileRefusedError(_("The package would become too large when it is unpacked."))
            for entry in entries:
                _look_at(entry)
            return {entry.filename: _bytes_of(archive, entry) for entry in entries}
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError, RuntimeError) as error:
        if isinstance(error, FileRefusedError):
            raise
        raise FileRefusedError(_("The package is damaged. Export it again.")) from error


def _look_at(entry: zipfile.ZipInfo) -> None:
    name = entry.filename
    outside = name.startswith(("/", "\\")) or "\\" in name or ":" in name or ".." in name.split("/")
    is_link = (entry.external_attr >> 16) & 0o170000 == 0o120000
    if outside or is_link or "\x00" in name or posixpath.normpath(name).startswith(".."):
        raise FileRefusedError(_("A path in the package leads out of it. Such packages are not read."))
    if entry.flag_bits & 1:
        raise FileRefusedError(_("The file is locked with a password. Save it without one and try again."))
    if name.lower().endswith(_ARCHIVES):
        raise FileRefusedError(_("The package holds another package. Such packages are not read."))
    grows = entry.file_size > SMALL_ENTRY and entry.file_size > HIGHEST_RATIO * max(entry.compress_size, 1)
    if entry.file_size > LARGEST_ENTRY or grows:
        raise FileRefusedError(_("The package would become too large when it is unpacked."))


def _bytes_of(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """Read no more than was promised: the headings of an archive may lie."""
    with archive.open(entry) as stream:
        content = stream.read(entry.file_size + 1)
    if len(content) > entry.file_size:
        raise FileRefusedError(_("The package would become too large when it is unpacked."))
    if content.startswith(ZIP_MARK):
        raise FileRefusedError(_("The package holds another package. Such packages are not read."))
    return content
