"""The library: documents are added, changed, retired; other words or another file are the next number."""

import datetime
import io
import zipfile
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from courses.domain.file_kinds import CONTENT_TYPES, NotADocumentError, kind_of
from courses.enums import ReferenceKind
from courses.models import Course, Reference, ReferenceText
from courses.selectors.manuscripts import ManuscriptFileError
from courses.services.library import (
    DocumentText,
    FileTooLargeError,
    NoTitleError,
    library_folder,
    set_retired,
    store_file,
    write_document,
)
from courses.services.library_loading import load_library
from tests.factories.courses import make_module

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
AT = datetime.datetime(2026, 11, 22, 9, tzinfo=datetime.UTC)
FOLDER = Path(settings.BASE_DIR) / "curriculum"


@pytest.fixture(autouse=True)
def store(tmp_path, settings):
    settings.PRIVATE_ROOT = tmp_path


def office(*names: str, mimetype: str = "") -> io.BytesIO:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        if mimetype:
            archive.writestr("mimetype", mimetype)
        for name in names:
            archive.writestr(name, "<x/>")
    file.seek(0)
    return file


@pytest.mark.parametrize(
    ("file", "kind"),
    [
        (io.BytesIO(PDF), "pdf"),
        (office("[Content_Types].xml", "word/document.xml"), "docx"),
        (office("[Content_Types].xml", "xl/workbook.xml"), "xlsx"),
        (office("content.xml", mimetype=CONTENT_TYPES["odt"]), "odt"),
    ],
)
def test_the_kind_of_a_file_is_read_from_its_content(file, kind):
    assert kind_of(file) == kind
    assert file.tell() == 0


@pytest.mark.parametrize(
    "file",
    [
        io.BytesIO(b""),
        io.BytesIO(b"<html><script>alert(1)</script>"),
        io.BytesIO(b"MZ\x90\x00" + b"\0" * 100),
        io.BytesIO(PDF[:-10]),
        io.BytesIO(b"PK\x03\x04 broken"),
        office("hello.txt"),
        office("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
        office("content.xml", mimetype="application/epub+zip"),
    ],
)
def test_anything_else_is_refused(file):
    with pytest.raises(NotADocumentError):
        kind_of(file)


def test_a_file_is_kept_under_its_hash_once(tmp_path):
    first, again = (store_file(file=io.BytesIO(PDF)) for _ in range(2))
    assert first == again
    assert first.size == len(PDF)
    assert [path.name for path in library_folder().iterdir()] == [f"{first.sha256}.pdf"]


def test_a_file_that_is_too_large_leaves_nothing_behind(monkeypatch):
    monkeypatch.setattr("courses.services.library.LARGEST", 20)
    with pytest.raises(FileTooLargeError):
        store_file(file=io.BytesIO(PDF))
    assert list(library_folder().iterdir()) == []


def write(*texts: DocumentText, **fields: object) -> Reference:
    values = {"code": "law-1", "kind": ReferenceKind.LAW, "courses": Course.objects.all(), "by": None, "at": AT}
    return write_document(texts=texts, **values | fields)


def test_other_words_or_another_file_are_the_next_number_and_old_ones_stay(db):
    make_module("M4.1", lessons=0)
    file = store_file(file=io.BytesIO(PDF))
    law = write(DocumentText(language="tg", title="Қонун", citation="№ 1", file=file))
    write(DocumentText(language="tg", title="Қонун", citation="№ 1"))
    assert law.texts.count() == 1
    write(DocumentText(language="tg", title="Қонун", citation="№ 2"))
    other = store_file(file=io.BytesIO(PDF + b"\n"))
    write(DocumentText(language="tg", title="Қонун", citation="№ 2", file=other))
    assert list(law.texts.order_by("number").values_list("number", "citation", "file")) == [
        (1, "№ 1", file.name),
        (2, "№ 2", file.name),
        (3, "№ 2", other.name),
    ]
    assert law.texts.first().folded.startswith(" конун ")


def test_a_document_needs_a_title(db):
    for texts in ((), (DocumentText(language="en", title=" "),)):
        with pytest.raises(NoTitleError):
            write(*texts)
    assert not Reference.objects.exists()


def test_a_retired_document_is_not_among_the_newest_texts_until_it_comes_back(db, cast):
    law = write(DocumentText(language="en", title="Law"))
    set_retired(reference=law, retired=True, by=cast.editor, at=AT)
    assert not ReferenceText.objects.newest().exists()
    set_retired(reference=law, retired=False, by=cast.editor, at=AT)
    assert ReferenceText.objects.newest().count() == 1


@pytest.fixture
def courses(db):
    for position, code in enumerate(("M1", "M2", "M3", "M4", "M5", "M6", "HBM", "GEN"), 1):
        Course.objects.create(code=code, position=position)


def test_the_library_of_the_curriculum_loads_in_four_languages_and_loads_again(courses):
    report = load_library(folder=FOLDER, at=AT)
    assert len(report.added) == Reference.objects.count() >= 30
    assert ReferenceText.objects.count() == 4 * Reference.objects.count()
    again = load_library(folder=FOLDER, at=AT)
    assert (again.added, again.changed, again.kept) == ([], [], [])
    assert again.unchanged == Reference.objects.count()


def test_what_an_editor_wrote_is_kept(courses, cast):
    load_library(folder=FOLDER, at=AT)
    law = Reference.objects.get(code="law-refugees")
    write(
        DocumentText(language="ru", title="Закон о беженцах", citation="№ 1"),
        code=law.code,
        courses=law.courses.all(),
        by=cast.editor,
        at=timezone.now(),
    )
    assert load_library(folder=FOLDER, at=AT).kept == ["law-refugees"]
    assert ReferenceText.objects.newest().get(reference=law, language="ru").title == "Закон о беженцах"


def test_documents_of_courses_that_are_not_loaded_wait(db):
    Course.objects.create(code="GEN", position=8)
    added = load_library(folder=FOLDER, at=AT).added
    assert "cedaw" in added
    assert "doc-9303" not in added


def copied(folder: Path, **changes: tuple[str, str]) -> Path:
    for path in FOLDER.glob("library*.txt"):
        old, new = changes.get(path.name.replace(".", "_").replace("-", "_"), ("", ""))
        (folder / path.name).write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    (folder / "courses.txt").write_bytes((FOLDER / "courses.txt").read_bytes())
    return folder


@pytest.mark.parametrize(
    "change",
    [
        {"library_txt": ("kind:\nlaw", "kind:\nrumour")},
        {"library_txt": ("- M1\n", "- M99\n")},
        {"library_ru_txt": ("## reference law-refugees", "## reference law-refugee")},
    ],
)
def test_a_fault_in_the_files_stops_before_anything_is_written(courses, tmp_path, change):
    with pytest.raises(ManuscriptFileError):
        load_library(folder=copied(tmp_path, **change), at=AT)
    assert not Reference.objects.exists()


def test_a_changed_title_is_a_new_number(courses, tmp_path):
    load_library(folder=FOLDER, at=AT)
    folder = copied(tmp_path, library_en_txt=("on Refugees", "on Refugees and Asylum"))
    assert load_library(folder=folder, at=AT).changed == ["law-refugees"]
    assert Reference.objects.get(code="law-refugees").texts.filter(language="en").count() == 2
    assert Reference.objects.get(code="law-refugees").texts.filter(language="tg").count() == 1
