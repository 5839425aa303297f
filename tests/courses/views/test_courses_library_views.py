"""The pages of search and library: what is shown, what a form answers, files with their parts."""

import datetime
import io
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from courses.enums import ReferenceKind
from courses.models import Course, Lesson, Reference, ReferenceText
from courses.services.editions import LessonText, publish_lessons
from courses.services.library import DocumentText, library_folder, set_retired, store_file, write_document
from tests.courses.services.test_courses_library import PDF, office

URL = "/en/courses/library/"


@pytest.fixture(autouse=True)
def store(tmp_path, settings):
    settings.PRIVATE_ROOT = tmp_path


def document(code: str = "law-1", title: str = "Law on borders", *courses: str, language: str = "en", **text) -> str:
    file = store_file(file=io.BytesIO(PDF))
    write_document(
        code=code,
        kind=ReferenceKind.LAW,
        courses=Course.objects.filter(code__in=courses or ("M2",)),
        texts=[DocumentText(language=language, title=title, file=file, **text)],
        by=None,
        at=timezone.now(),
    )
    return f"{URL}files/{ReferenceText.objects.newest().get(reference__code=code, language=language).pk}/"


def filled(**changes: object) -> dict[str, object]:
    return {"pk": str(uuid.uuid4()), "kind": "law", "courses": ["M2"], "title_en": "Law", **changes}


def pdf(name: str = "law.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_a_file_comes_whole_with_a_name_that_every_system_keeps(cast):
    answer = cast.client("trainee").get(document(title="Law on borders, 2014"), headers={"accept-encoding": "gzip"})
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="law-on-borders-2014.pdf"'
    assert answer["X-Robots-Tag"].startswith("noindex")
    assert answer["Cache-Control"] == "private, no-cache"
    assert "Content-Encoding" not in answer


def test_a_title_without_latin_letters_gives_the_code(cast):
    answer = cast.client("trainee").get(document(title="Қонун дар бораи сарҳад", language="tg"))
    assert answer["Content-Disposition"] == 'attachment; filename="law-1-tg.pdf"'


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [("bytes=5-", 5, None), ("bytes=0-3", 0, 3), ("bytes=-4", -4, None), ("bytes=3-999", 3, None)],
)
def test_a_download_goes_on_where_it_stopped(cast, asked, first, last):
    answer = cast.client("trainee").get(document(), headers={"range": asked})
    wanted = PDF[first:] if last is None else PDF[first : last + 1]
    assert answer.status_code == 206
    assert b"".join(answer.streaming_content) == wanted
    begin = first % len(PDF)
    assert answer["Content-Range"] == f"bytes {begin}-{begin + len(wanted) - 1}/{len(PDF)}"
    assert answer["Content-Length"] == str(len(wanted))


@pytest.mark.parametrize("asked", ["bytes=999-", "bytes=5-2", "bytes=-0"])
def test_a_part_that_is_not_there_is_refused(cast, asked):
    answer = cast.client("trainee").get(document(), headers={"range": asked})
    assert answer.status_code == 416
    assert answer["Content-Range"] == f"bytes */{len(PDF)}"


@pytest.mark.parametrize("asked", ["bytes=a-b", "lines=1-2", "bytes=0-1,3-4", "bytes=-"])
def test_what_is_no_range_gets_the_whole_file_or_a_refusal(cast, asked):
    assert cast.client("trainee").get(document(), headers={"range": asked}).status_code in {200, 416}


def test_a_file_that_is_known_is_not_sent_again(cast):
    url = document()
    client = cast.client("trainee")
    tag = client.get(url)["ETag"]
    assert client.get(url, headers={"if-none-match": tag}).status_code == 304
    changed = client.get(url, headers={"range": "bytes=5-", "if-range": '"other"'})
    assert changed.status_code == 200


def test_files_of_other_courses_old_numbers_and_retired_documents_are_hidden_from_readers(cast):
    Course.objects.create(code="M5", position=5)
    trainee, editor = cast.client("trainee"), cast.client("editor")
    other = document("law-5", "Law on drugs", "M5")
    old = document()
    document(title="Law on state borders")
    assert [trainee.get(url).status_code for url in (other, old)] == [404, 404]
    assert cast.client("instructor").get(other).status_code == 200
    assert editor.get(old).status_code == 200
    new = document(title="Law on state borders")
    set_retired(reference=Reference.objects.get(code="law-1"), retired=True, by=cast.editor, at=timezone.now())
    assert trainee.get(new).status_code == 404
    assert editor.get(new).status_code == 200


def test_a_file_that_was_lost_is_a_404(cast):
    url = document()
    for path in library_folder().iterdir():
        path.unlink()
    assert cast.client("trainee").get(url).status_code == 404


def test_a_trainee_sees_the_documents_of_own_courses(cast):
    Course.objects.create(code="M5", position=5)
    document("law-5", "Law on drugs", "M5")
    document()
    page = cast.client("trainee").get(URL).content.decode()
    assert "Law on borders" in page
    assert "Law on drugs" not in page
    assert "Add a document" not in page
    assert "Law on drugs" in cast.client("instructor").get(URL).content.decode()
    assert "Law on borders" not in cast.client("stranger").get(URL).content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("course=M2", True),
        ("course=M5", False),
        ("kind=law", True),
        ("kind=form", False),
        ("kind=rumour", False),
        ("language=en", True),
        ("language=ru", False),
        ("q=border", True),
        ("q=drugs", False),
        ("q=%00", True),
    ],
)
def test_the_library_is_filtered(cast, query, found):
    document()
    answer = cast.client("editor").get(f"{URL}?{query}")
    assert answer.status_code == 200
    assert ("Law on borders" in answer.content.decode()) is found


def test_editors_see_what_was_not_checked_for_a_year(cast):
    today = timezone.localdate()
    document("law-1", "New law", checked_on=today)
    document("law-2", "Old law", checked_on=today.replace(year=today.year - 2, day=1))
    document("law-3", "Unknown law")
    page = cast.client("editor").get(URL).content.decode()
    assert page.count("To be checked again") == 1
    assert page.count("Not yet checked") == 1
    assert "2 documents wait to be checked" in page
    assert "Not yet checked" not in cast.client("trainee").get(URL).content.decode()


def test_the_library_and_the_search_cost_the_same_for_one_and_many(cast, django_assert_max_num_queries):
    for name in ("trainee", "editor"):
        for path in (URL, "/en/courses/search/?q=law+camel"):
            numbers = []
            for count in (1, 4):
                for number in range(count):
                    document(f"law-{number}", f"Law {number}")
                client = cast.client(name)
                client.get(path)
                with django_assert_max_num_queries(10) as seen:
                    client.get(path)
                numbers.append(len(seen.captured_queries))
            assert numbers[0] == numbers[1], (name, path)


def test_an_editor_adds_a_document_once_and_changes_it(cast):
    client = cast.client("editor")
    sent = filled(file_en=pdf(), checked_en="2026-01-05")
    assert client.post(f"{URL}new/", {**sent, "file_en": pdf()}).status_code == 302
    assert client.post(f"{URL}new/", {**sent, "file_en": pdf()}).status_code == 302
    text = ReferenceText.objects.get()
    assert (text.title, text.size, text.checked_on.isoformat()) == ("Law", len(PDF), "2026-01-05")
    edit = f"{URL}{text.reference.code}/"
    assert 'value="Law"' in client.get(edit).content.decode()
    changed = filled(title_en="Law", title_ru="Закон", checked_en="2026-01-05", kind="guide")
    assert client.post(edit, changed).status_code == 302
    assert Reference.objects.get().kind == "guide"
    assert list(ReferenceText.objects.values_list("language", "number", "file")) == [
        ("en", 1, text.file),
        ("ru", 1, ""),
    ]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"title_en": ""}, "Write the title in this language too."),
        ({"title_en": "", "citation_en": ""}, "A document has a title in at least one language."),
        ({"courses": []}, "Choose at least one course."),
        ({"kind": "rumour"}, "Select a valid choice"),
        ({"checked_en": (timezone.localdate() + datetime.timedelta(days=2)).isoformat()}, "This day is in the future."),
        ({"citation_ru": "№ 1"}, "Write the title in this language too."),
        ({"file_en": pdf("law.pdf", b"<html>")}, "This file is no PDF"),
        ({"file_en": pdf("law.exe")}, "does not end like its content: .pdf"),
        ({"file_en": SimpleUploadedFile("law.docx", office("x.txt").read())}, "This file is no PDF"),
        ({"title_en": "x" * 256}, "at most 255"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(cast, changes, said):
    answer = cast.client("editor").post(f"{URL}new/", filled(**{"citation_en": "No. 20", "citation_ru": "", **changes}))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert changes.get("citation_en") == "" or 'value="No. 20"' in page
    assert not Reference.objects.exists()


def test_a_file_that_is_too_large_is_refused(cast, monkeypatch):
    monkeypatch.setattr("courses.forms_library.LARGEST", 10)
    answer = cast.client("editor").post(f"{URL}new/", filled(file_en=pdf()))
    assert "The file is larger than 20 MB." in answer.content.decode()


def test_a_title_that_stands_cannot_be_emptied(cast):
    document()
    answer = cast.client("editor").post(f"{URL}law-1/", filled(title_en="", title_ru="Закон"))
    assert answer.status_code == 422


def test_a_document_is_taken_out_and_brought_back(cast):
    document()
    client = cast.client("editor")
    client.post(f"{URL}law-1/retire/", {"retired": "yes"})
    assert "Law on borders" not in cast.client("trainee").get(URL).content.decode()
    assert "Not in use" in client.get(URL).content.decode()
    client.post(f"{URL}law-1/retire/", {"retired": "no"})
    assert "Law on borders" in cast.client("trainee").get(URL).content.decode()


def lesson(title: str, text: str, language: str) -> None:
    item = LessonText(
        lesson=Lesson.objects.get(code="M2.2.1"), language=language, title=title, text=text, source_hash=title
    )
    publish_lessons(texts=[item], by=None, at=timezone.now())


def test_found_words_are_marked_in_their_own_direction(cast):
    lesson("سرحدات", "نگهبانی <b>سرحدها</b> & دیگر", "fa-af")
    page = cast.client("trainee").get("/ru/courses/search/", {"q": "سرحد", "in": "fa-af"}).content.decode()
    assert '<h2 lang="fa-AF" dir="rtl"><a href="/fa-af/courses/lessons/M2.2.1/"><mark>سرحدات</mark></a>' in page
    assert "&lt;b&gt;<mark>سرحدها</mark>&lt;/b&gt; &amp;" in page


def test_other_languages_are_offered_with_their_number(cast):
    lesson("TD3", "Формат TD3", "ru")
    lesson("TD3", "Формати TD3", "tg")
    page = cast.client("trainee").get("/tg/courses/search/?q=TD3").content.decode()
    assert "?q=TD3&amp;in=ru" in page
    assert "in=tg" not in page


@pytest.mark.parametrize("query", ["", "   ", "?", "верблюд", "а", "ы" * 300, "a\x00b", "<script>", "%"])
def test_every_query_gets_a_page_with_a_box(cast, query):
    answer = cast.client("trainee").get("/tg/courses/search/", {"q": query, "page": "x", "in": "xx"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'name="q"' in page
    assert "<script>" not in page


@pytest.mark.parametrize("path", ["/ru/courses/", "/ru/courses/manuals/", "/ru/courses/modules/M2.2/"])
def test_what_can_be_fetched_is_one_click_away(cast, path):
    page = cast.client("trainee").get(path).content.decode()
    assert "/ru/courses/library/" in page
    assert "/ru/courses/books/" in page
