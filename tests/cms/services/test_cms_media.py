"""Pictures and files: taken in once, replaced when their bytes change, kept for the editions that show them."""

import datetime
import io
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from cms.models import Attachment, LessonPage, Picture
from cms.services.loading import load_curriculum
from cms.services.media import load_media
from courses.models import LessonEdition
from courses.selectors.manuscripts import ManuscriptFileError
from tests.factories.cms import DRAWING, png, write_full_curriculum, write_media

AT = datetime.datetime(2026, 11, 22, 8, 0, tzinfo=datetime.UTC)
pytestmark = pytest.mark.django_db


def load(folder):
    return load_media(folder=folder, by=None, at=AT)


def kept(row) -> set[str]:
    return {path.name for path in (Path(settings.MEDIA_ROOT) / "kept" / row.file_hash[:20]).iterdir()}


def newest(language="en", code="M2.2.2"):
    return LessonEdition.objects.filter(lesson__code=code, language=language).order_by("-number").first()


def test_files_are_taken_in_once(tmp_path):
    write_media(tmp_path)
    assert sorted(load(tmp_path).added) == ["form.pdf", "page.png", "radio.mp3", "search.webm", "zones.svg"]
    assert load(tmp_path).unchanged == 5
    picture = Picture.objects.get(code="page.png")
    assert kept(picture) == {f"{width}.{form}" for width in (320, 640) for form in ("avif", "webp", "jpg")}
    assert kept(Picture.objects.get(code="zones.svg")) == {"zones.svg"}
    assert kept(Attachment.objects.get(code="form.pdf")) == {"form.pdf"}


def test_changed_bytes_replace_and_the_old_ones_are_kept(tmp_path):
    write_media(tmp_path)
    load(tmp_path)
    before = Picture.objects.get(code="page.png")
    (tmp_path / "pictures" / "page.png").write_bytes(png("blue", (200, 100)))
    report = load(tmp_path)
    assert (report.replaced, report.added, report.unchanged) == (["page.png"], [], 4)
    after = Picture.objects.get(code="page.png")
    assert (after.pk, after.width) == (before.pk, 200)
    assert kept(after) == {"200.avif", "200.webp", "200.jpg"}
    assert "640.jpg" in kept(before)


@pytest.mark.parametrize(
    ("name", "data", "problem"),
    [
        ("pictures/page.png", b"GIF89a", "not what its name says"),
        ("pictures/page.png", b"\x89PNG\r\n\x1a\n" + b"x" * 99, "cannot be read"),
        ("pictures/Page One.png", png(), "not taken in"),
        ("pictures/film.mp4", b"\0\0\0\0ftypisom", "not taken in"),
        ("files/tool.exe", b"MZ", "not taken in"),
        ("files/form.pdf", b"<html>", "not what its name says"),
        ("pictures/zones.svg", DRAWING.replace("<rect", "<script/><rect").encode(), "element script"),
        ("pictures/big.png", b"\x89PNG\r\n\x1a\n" + bytes(5 * 1024 * 1024), "bigger than 5 MB"),
    ],
)
def test_what_is_not_taken_in(tmp_path, name, data, problem):
    write_media(tmp_path)
    (tmp_path / name).write_bytes(data)
    with pytest.raises(ManuscriptFileError, match=problem):
        load(tmp_path)
    assert not Picture.objects.exists()


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("page.png", "gone.png", "there is no file gone.png in pictures/"),
        ("form.pdf", "gone.pdf", "there is no file gone.pdf in files/"),
        ("T073", "T999", "no term T999"),
        ("quiz M2.2", "quiz M9.9", "there is no quiz M9.9"),
        ("practical PX-2.2", "practical PX-9", "there is no practical PX-9"),
        ("- 10 | 20.5 |", "- 10 | 120 |", "x and y in percent"),
        ("zones.svg", "page.png", "a drawing is an SVG"),
        ("form.pdf", "Form 1.pdf", "no name of a file"),
    ],
)
def test_a_manuscript_that_names_what_is_not_there_is_refused(tmp_path, old, new, problem):
    folder = write_full_curriculum(tmp_path / "curriculum")
    for path in (folder / "M2.2").glob("M2.2.2.*.txt"):
        path.write_text(path.read_text().replace(old, new))
    with pytest.raises(ManuscriptFileError, match=problem):
        load_curriculum(folder=folder, by=None, at=AT)
    assert not LessonEdition.objects.exists()


def test_a_drawing_with_other_places_is_refused(tmp_path):
    folder = write_full_curriculum(tmp_path / "curriculum")
    (folder / "pictures" / "zones.svg").write_text(DRAWING.replace("{2}", "{3}"))
    with pytest.raises(ManuscriptFileError, match="3 places, the text 2 labels"):
        load_curriculum(folder=folder, by=None, at=AT)


def test_a_replaced_drawing_is_published_anew_in_every_language(tmp_path):
    folder = write_full_curriculum(tmp_path / "curriculum")
    load_curriculum(folder=folder, by=None, at=AT)
    (folder / "pictures" / "zones.svg").write_text(DRAWING.replace("#e4eef7", "#112233"))
    load_curriculum(folder=folder, by=None, at=AT + datetime.timedelta(hours=1))
    for language in ("en", "fa-af"):
        assert (newest(language).number, newest(language).meaning) == (2, 1)
        assert "#112233" in newest(language).body


def upload(client, name, data, url="/cms/images/add/", **more):
    file = SimpleUploadedFile(name, data)
    return client.post(url, {"title": "A title", "file": file, "tags": "", **more})


def problem_of(answer) -> str:
    assert answer.status_code == 200
    return " ".join(answer.context["form"].errors["file"])


def test_an_editor_uploads_and_the_code_stays(cast):
    client = cast.client("editor")
    assert upload(client, "Саҳифа 1.PNG", png()).status_code == 302
    assert upload(client, "Саҳифа 1.png", png("blue")).status_code == 302
    first, second = Picture.objects.order_by("pk")
    assert first.code.endswith("-1.png")
    assert second.code == first.code.replace(".png", "-2.png")
    assert "320.avif" in kept(first)
    url = f"/cms/images/{first.pk}/"
    assert upload(client, "other.png", png("green"), url).status_code == 302
    after = Picture.objects.get(pk=first.pk)
    assert (after.code, after.file_hash != first.file_hash) == (first.code, True)
    assert "same kind" in problem_of(upload(client, "other.webp", webp(), url))


def webp() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (9, 9)).save(buffer, "WEBP")
    return buffer.getvalue()


def test_an_uploaded_drawing_is_cleaned(cast):
    data = DRAWING.replace("<rect", '<script>x</script><rect onclick="x()"').encode()
    assert upload(cast.client("editor"), "zones.svg", data).status_code == 302
    with Picture.objects.get().open_file() as file:
        stored = file.read()
    assert b"script" not in stored
    assert b"onclick" not in stored
    assert b"{1}" in stored


def test_what_an_upload_may_not_be(cast, monkeypatch):
    client = cast.client("editor")
    documents = "/cms/documents/add/"
    assert "not what its name says" in problem_of(upload(client, "a.pdf", b"<html>", documents))
    assert upload(client, "a.exe", b"MZ", documents).status_code == 200
    assert upload(client, "a.png", b"<html>").status_code == 200
    big = b"%PDF-" + bytes(20 * 1024 * 1024)
    assert "bigger than 20 MB" in problem_of(upload(client, "a.pdf", big, documents))
    assert not Attachment.objects.exists()
    assert upload(client, "Form 7.pdf", b"%PDF-1.4", documents).status_code == 302
    assert Attachment.objects.get().code == "form-7.pdf"


def test_translators_choose_no_files(cast):
    assert upload(cast.client("translator"), "a.png", png()).status_code == 302
    assert not Picture.objects.exists()


def test_pictures_in_use_are_known(tmp_path):
    load_curriculum(folder=write_full_curriculum(tmp_path / "curriculum"), by=None, at=AT)
    pages = LessonPage.objects.filter(lesson__code="M2.2.2")
    assert Picture.objects.get(code="page.png").get_usage().count() == pages.count() == 4
