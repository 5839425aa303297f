"""Books: who may make and read them, one book a state, a worker that dies, what stands in the PDF."""

import io
import uuid

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import gettext, override
from pypdf import PdfReader

from courses import tasks
from courses.enums import MAKE_BOOK, TermTopic
from courses.models import Book, Course, Lesson, Term, TermEdition
from courses.selectors.book_contents import contents_of
from courses.services.books import NothingToReadError, ask_book, path_of
from foundation.jobs import queue
from foundation.jobs.models import Job
from tests.factories.books import WORDS, write_lesson
from tests.factories.courses import make_module

BOOKS = "/en/courses/books/"
MAKE = "/en/courses/books/make/"


@pytest.fixture(autouse=True)
def private(tmp_path, settings) -> None:
    settings.PRIVATE_ROOT = tmp_path / "private"
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def written(cast):
    for lesson in Lesson.objects.all():
        write_lesson(lesson, "en", "tg", "fa-af")
    return cast


def ask(cast, *languages, drafts=True, for_instructors=False, course="M2") -> Book:
    return ask_book(
        course=course,
        languages=languages or ("tg",),
        drafts=drafts,
        for_instructors=for_instructors,
        by=cast.instructor,
        at=timezone.now(),
    )


def made(cast, *languages, **options) -> Book:
    book = ask(cast, *languages, **options)
    queue.put(kind=MAKE_BOOK, subject=str(book.pk))
    assert queue.drain() == 1
    book.refresh_from_db()
    return book


def words_of(book: Book) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(path_of(book)).pages).split())


def post(client, **data):
    return client.post(MAKE, {"course": "M2", "language": "tg", "second_language": "", **data})


def test_whoever_asks_gets_a_book(written) -> None:
    client = written.client("instructor")
    answer = post(client)
    assert (answer.status_code, answer["Location"]) == (302, BOOKS)
    book = Book.objects.get()
    assert (book.number, book.drafts, book.size > 10_000, book.pages > 3) == (1, True, True, True)
    page = client.get(BOOKS).content.decode()
    assert f'href="/en/courses/books/{book.pk}/"' in page
    assert "Holds drafts" in page
    file = client.get(f"/en/courses/books/{book.pk}/")
    assert file["Content-Type"] == "application/pdf"
    assert 'filename="M2-tg-1.pdf"' in file["Content-Disposition"]
    assert b"".join(file.streaming_content).startswith(b"%PDF-")


def test_the_same_state_gives_no_second_book(written) -> None:
    client = written.client("editor")
    post(client)
    first = Book.objects.get()
    stamp = path_of(first).stat().st_mtime_ns
    assert b"Nothing has changed" in client.post(MAKE, {"course": "M2", "language": "tg"}, follow=True).content
    assert Book.objects.get() == first
    assert path_of(first).stat().st_mtime_ns == stamp


def test_a_new_text_is_seen_and_gives_the_next_version(written) -> None:
    client = written.client("instructor")
    made(written)
    assert b"There are newer texts" not in client.get(BOOKS).content
    write_lesson(Lesson.objects.get(code="M2.2.1"), "ru")
    assert b"There are newer texts" not in client.get(BOOKS).content, "Russian is not in a Tajik book"
    write_lesson(Lesson.objects.get(code="M2.2.1"), "tg", summary="Навсозӣ")
    assert b"There are newer texts" in client.get(BOOKS).content
    second = made(written)
    assert second.number == 2
    assert "Навсозӣ" in words_of(second)
    assert Book.objects.count() == 2


def test_what_stands_in_a_book(written) -> None:
    book = made(written, "tg")
    reader = PdfReader(path_of(book))
    assert reader.trailer["/Root"]["/Lang"] == "tg"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    text = words_of(book)
    with override("tg"):
        version, drafts = gettext("Version %(number)s") % {"number": 1}, gettext("Holds drafts: follow your instructor")
    for word in ("M2.2.1", WORDS["tg"][1], WORDS["tg"][4], version, drafts):
        assert word in text, word
    assert WORDS["tg"][5] not in text, "a book has nothing to press"
    for page in reader.pages:
        assert version in page.extract_text(), "the running line stands on every page"
    fonts = {
        str(font.get_object()["/BaseFont"]) for page in reader.pages for font in page["/Resources"]["/Font"].values()
    }
    assert all(any(name in font for name in ("Noto-Serif", "Vazirmatn", "Noto-Sans-Mono")) for font in fonts), fonts


def test_two_languages_stand_in_one_book(written) -> None:
    text = words_of(made(written, "fa-af", "tg"))
    assert WORDS["tg"][1] in text
    assert "M2.2.1 fa-af" in text


def test_the_instructors_part_is_a_book_of_its_own(written) -> None:
    plain, full = made(written), made(written, for_instructors=True)
    assert "Plan" not in words_of(plain)
    assert "Plan" in words_of(full)
    for name, status in (("instructor", 200), ("trainee", 404), ("hr", 404)):
        assert written.client(name).get(f"/en/courses/books/{full.pk}/").status_code == status
        assert (str(full.pk) in written.client(name).get(BOOKS).content.decode()) == (status == 200)


def test_terms_of_the_languages_stand_at_the_end(written) -> None:
    term = Term.objects.create(code="T001", topic=TermTopic.BORDER)
    for language, word in (("tg", "гузаргоҳ"), ("ru", "пункт пропуска")):
        TermEdition.objects.create(term=term, language=language, number=1, title=word, summary="…", source_hash="0")
    assert "гузаргоҳ" in words_of(made(written, "tg"))
    assert "гузаргоҳ" not in words_of(made(written, "tg", "fa-af"))


def test_a_lesson_without_text_is_named(written) -> None:
    lesson = Lesson.objects.get(code="M2.2.2")
    type(lesson.editions.first()).objects.filter(lesson=lesson, language="tg").delete()
    text = words_of(made(written))
    assert "M2.2.2 en" in text
    assert "The text of this lesson is being prepared" in text or "Матни ин дарс омода мешавад" in text


def test_safety_critical_drafts_stay_out(written, settings) -> None:
    settings.DEMONSTRATION = False
    Lesson.objects.filter(code="M2.2.1").update(safety_critical=True)
    contents = contents_of("M2", ("tg",), drafts=True, for_instructors=False)
    texts = {lesson.code: bool(lesson.texts) for module in contents.modules for lesson in module.lessons}
    assert texts == {"M2.2.1": False, "M2.2.2": True}
    write_lesson(Lesson.objects.get(code="M2.2.1"), "tg", state="approved")
    contents = contents_of("M2", ("tg",), drafts=True, for_instructors=False)
    assert contents.modules[0].lessons[0].texts["tg"].approved


def test_only_approved_texts(written) -> None:
    client = written.client("instructor")
    assert post(client, approved_only="on").status_code == 422
    assert Book.objects.count() == 0
    for lesson in Lesson.objects.all():
        write_lesson(lesson, "tg", state="approved", summary="approved words")
    write_lesson(Lesson.objects.get(code="M2.2.1"), "tg", summary="draft words")
    approved = made(written, drafts=False)
    assert not approved.drafts
    assert "draft words" not in words_of(approved)
    assert "draft words" in words_of(made(written, drafts=True))


def test_who_may_read_which_book(written) -> None:
    draft = made(written)
    for name, status in (("trainee", 200), ("hr", 200), ("stranger", 404), ("other_instructor", 200), ("nobody", 302)):
        assert written.client(name).get(f"/en/courses/books/{draft.pk}/").status_code == status, name
    version = written.cohort.programme_version
    type(version).objects.filter(pk=version.pk).update(drafts_shown=False)
    assert written.client("trainee").get(f"/en/courses/books/{draft.pk}/").status_code == 404
    assert str(draft.pk) not in written.client("trainee").get(BOOKS).content.decode()
    make_module("M9.1")
    other = made(written, "en", course="M9")
    assert written.client("trainee").get(f"/en/courses/books/{other.pk}/").status_code == 404
    assert written.client("trainee").get(f"/en/courses/books/{uuid.uuid4()}/").status_code == 404
    assert f"/books/{other.pk}/" not in written.client("trainee").get(BOOKS).content.decode()
    assert ">M9<" not in written.client("trainee").get(BOOKS).content.decode()  # a token may hold the two letters


def test_a_book_that_is_not_made_is_not_found(written) -> None:
    book = ask(written)
    assert written.client("instructor").get(f"/en/courses/books/{book.pk}/").status_code == 404


def test_trainees_only_download(written) -> None:
    assert post(written.client("trainee")).status_code == 403
    assert "<form method" not in written.client("trainee").get(BOOKS).content.decode().split("<main")[1]


@pytest.mark.parametrize(
    "data", [{"course": "M77"}, {"language": "de"}, {"second_language": "tg"}, {"language": ""}, {"course": "\0"}]
)
def test_bad_input_is_answered_and_kept(written, data) -> None:
    answer = post(written.client("instructor"), **data)
    assert answer.status_code == 422
    assert Book.objects.count() == 0


def test_nothing_to_read_is_no_book(cast) -> None:
    Course.objects.create(code="M5", position=5)
    with pytest.raises(NothingToReadError):
        ask(cast, course="M5")


def test_a_worker_that_dies_half_way_leaves_no_half_book(written, monkeypatch) -> None:
    book = ask(written)
    job = queue.put(kind=MAKE_BOOK, subject=str(book.pk))

    class PowerCutError(BaseException):
        pass

    def cut(*_args: object) -> None:
        raise PowerCutError

    with monkeypatch.context() as patched:
        patched.setattr(tasks, "PAGES_AT_ONCE", 2)
        patched.setattr(tasks, "progress", cut)
        with pytest.raises(PowerCutError):
            queue.drain()
    book.refresh_from_db()
    assert book.made_at is None
    assert not path_of(book).exists()
    page = written.client("instructor").get(BOOKS)
    assert page["Refresh"] == "5"
    Job.objects.filter(pk=job.pk).update(leased_until=timezone.now() - queue.LEASE)
    assert queue.drain() == 1
    book.refresh_from_db()
    assert path_of(book).stat().st_size == book.size
    assert [file.name for file in path_of(book).parent.iterdir()] == [f"{book.pk}.pdf"]
    assert "Refresh" not in written.client("instructor").get(BOOKS)


def test_done_again_it_is_the_same_file(written) -> None:
    book = made(written, "tg", "fa-af")
    before = path_of(book).read_bytes()
    path_of(book).unlink()
    assert written.client("instructor").get(f"/en/courses/books/{book.pk}/").status_code == 404
    answer = post(written.client("instructor"), second_language="fa-af")
    assert answer.status_code == 302
    assert path_of(book).read_bytes() == before


def test_a_text_published_between_asking_and_drawing_is_in_the_book(written) -> None:
    book = ask(written)
    write_lesson(Lesson.objects.get(code="M2.2.1"), "tg", summary="Навсозӣ")
    queue.put(kind=MAKE_BOOK, subject=str(book.pk))
    queue.drain()
    book.refresh_from_db()
    assert "Навсозӣ" in words_of(book)
    assert ask(written) == book


def test_when_that_state_has_a_book_already_there_is_no_second(written) -> None:
    early = ask(written)
    write_lesson(Lesson.objects.get(code="M2.2.1"), "tg")
    late = made(written)
    queue.put(kind=MAKE_BOOK, subject=str(early.pk))
    queue.drain()
    assert list(Book.objects.all()) == [late]


def test_pictures_are_read_from_media_and_nothing_else(written, tmp_path) -> None:
    from PIL import Image  # noqa: PLC0415 - reason: only here

    folder = tmp_path / "media" / "kept"
    folder.mkdir(parents=True)
    Image.new("RGB", (40, 30), "#0d5a5e").save(folder / "a.jpg")
    Image.new("RGB", (40, 30), "#ff0000").save(tmp_path / "secret.jpg")
    body = (
        '<section id="p" class="block block-picture"><figure><picture><source srcset="/media/kept/a.avif">'
        '<img src="{src}" alt="a wall"></picture></figure></section>'
    )
    counts: list[set[str]] = []
    for src in ("/media/kept/a.jpg", "/media/../secret.jpg", f"file://{tmp_path}/secret.jpg", "https://example.org/a"):
        write_lesson(Lesson.objects.get(code="M2.2.1"), "tg", body=body.format(src=src))
        reader = PdfReader(path_of(made(written)))
        counts.append({image.name for page in reader.pages for image in page.images})
    assert [len(names) for names in counts] == [1, 0, 0, 0]


def test_the_page_costs_the_same_for_one_manual_and_for_three(written) -> None:
    def cost() -> int:
        client = written.client("instructor")
        client.get(BOOKS)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(BOOKS).status_code == 200
        return len(captured)

    made(written)
    ask(written, "fa-af")
    first = cost()
    for code in ("M3.1", "M4.1"):
        make_module(code)
        made(written, "tg", course=code[:2])
        made(written, "tg", "fa-af", course=code[:2])
        ask(written, "ru", course=code[:2])
    assert cost() == first
    assert first <= 16


def test_the_pdf_reader_reads_the_whole_file(written) -> None:
    book = made(written, "tg", "fa-af")
    data = path_of(book).read_bytes()
    assert len(PdfReader(io.BytesIO(data)).pages) == book.pages
    assert path_of(book).stat().st_mode & 0o077 == 0
    assert path_of(book).is_relative_to(settings.PRIVATE_ROOT)


def test_labels_in_drawings_keep_their_letters_joined(written) -> None:
    """WeasyPrint alone draws each letter of a label by itself, from the left."""
    drawn = []
    for label in ("ن", "نمبر سند", "Number"):
        svg = f'<svg viewBox="0 0 90 20" role="img" aria-label="x"><text y="15" font-size="9">{label}</text></svg>'
        body = f'<section id="d" class="block block-drawing"><figure>{svg}</figure></section>'
        write_lesson(Lesson.objects.get(code="M2.2.1"), "fa-af", body=body)
        pages = PdfReader(path_of(made(written, "fa-af"))).pages
        drawn.append(sum(page.get_contents().get_data().count(b"TJ") for page in pages))
    assert drawn[1] == drawn[0]
    assert drawn[2] == drawn[0] + len("Number") - 1
