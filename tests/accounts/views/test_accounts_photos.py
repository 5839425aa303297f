"""The photo of a person: small, without metadata, in a private place, seen by few, never of a protected person."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from accounts.domain.portraits import LARGEST, MOST_PIXELS
from accounts.enums import Act
from accounts.models import AuditEntry, PersonPhoto
from accounts.services.photos import photos_folder
from tests.factories.accounts import make_picture


def keep(client, person, data, name="face.jpg"):
    file = SimpleUploadedFile(name, data, content_type="image/jpeg")
    return client.post(reverse("accounts:photo_keep", args=[person.pk]), {"photo": file})


def held_sideways() -> bytes:
    """A picture as a phone makes it: red above once it is turned, with the place where it was taken."""
    picture = Image.new("RGB", (400, 300), "blue")
    picture.paste("red", (0, 0, 200, 300))
    exif = Image.Exif()
    exif[0x0112] = 6  # turn right
    exif[0x010F] = "CAMERA"
    exif.get_ifd(0x8825)[1] = "N"
    written = io.BytesIO()
    picture.save(written, "JPEG", exif=exif)
    return written.getvalue()


@pytest.mark.parametrize(
    "data",
    [held_sideways(), make_picture("PNG", mode="RGBA"), make_picture("WEBP"), make_picture("JPEG", mode="L")],
    ids=["sideways", "png", "webp", "grey"],
)
def test_a_photo_is_kept_small_upright_and_without_metadata(cast, data):
    client = cast.client("registrar")
    assert keep(client, cast.trainee, data).status_code == 302
    photo = PersonPhoto.objects.get()
    answer = client.get(reverse("accounts:photo", args=[photo.pk]))
    assert answer["Content-Type"] == "image/jpeg"
    assert "private" in answer["Cache-Control"]
    assert "Cookie" in answer["Vary"]
    body = b"".join(answer.streaming_content)
    with Image.open(io.BytesIO(body)) as picture:
        assert (picture.size, picture.format) == ((160, 200), "JPEG")
        assert not picture.getexif()
        red, _green, blue = picture.convert("RGB").getpixel((80, 20))
        assert red >= blue
    assert b"CAMERA" not in body
    assert cast.trainee.service_number not in photo.file
    assert str(photo.pk) not in photo.file
    page = client.get(reverse("accounts:person", args=[cast.trainee.pk])).content.decode()
    assert reverse("accounts:photo", args=[photo.pk]) in page


@pytest.mark.parametrize(
    "data",
    [
        b"MZ not a picture",
        make_picture()[:300],
        make_picture("GIF"),
        make_picture("PNG", (MOST_PIXELS // 5000 + 1, 5000), "L"),
        make_picture() + b"\0" * LARGEST,
        b"",
    ],
    ids=["no picture", "cut off", "gif", "too many pixels", "too large", "empty"],
)
def test_what_is_no_photo_is_refused_in_words_and_nothing_is_kept(cast, data):
    answer = keep(cast.client("registrar"), cast.trainee, data)
    assert answer.status_code == 422
    assert answer.context["photo_form"].errors
    assert not PersonPhoto.objects.exists()


def test_of_a_protected_person_no_photo_is_kept(cast):
    client = cast.client("registrar")
    answer = keep(client, cast.afghan, make_picture())
    assert answer.status_code == 422
    assert "no photo is kept" in answer.content.decode()
    assert not PersonPhoto.objects.exists()
    page = client.get(reverse("accounts:person", args=[cast.afghan.pk])).content.decode()
    assert 'enctype="multipart/form-data"' not in page


def test_another_photo_replaces_the_file_and_both_acts_are_remembered(cast, django_capture_on_commit_callbacks):
    client = cast.client("registrar")
    with django_capture_on_commit_callbacks(execute=True):
        keep(client, cast.trainee, make_picture())
        first = PersonPhoto.objects.get()
        keep(client, cast.trainee, make_picture("PNG"))
    second = PersonPhoto.objects.get()
    assert second.pk != first.pk
    assert not (photos_folder() / first.file).exists()
    assert (photos_folder() / second.file).exists()
    remove = reverse("accounts:photo_remove", args=[cast.trainee.pk])
    with django_capture_on_commit_callbacks(execute=True):
        assert [client.post(remove).status_code for _ in range(2)] == [302, 302]
    assert not (photos_folder() / second.file).exists()
    acts = AuditEntry.objects.filter(subject_id=str(cast.trainee.pk), act__in=[Act.PHOTO_KEPT, Act.PHOTO_REMOVED])
    assert sorted(acts.values_list("act", flat=True)) == [Act.PHOTO_KEPT, Act.PHOTO_KEPT, Act.PHOTO_REMOVED]
    assert set(acts.values_list("centre", flat=True)) == {cast.khorog.pk}


def test_instructors_see_a_photo_only_while_the_centre_allows_it(cast):
    keep(cast.client("registrar"), cast.trainee, make_picture())
    url = reverse("accounts:photo", args=[PersonPhoto.objects.get().pk])
    assert cast.client("instructor").get(url).status_code == 404
    cast.khorog.photos_on_rolls = True
    cast.khorog.save()
    assert cast.client("instructor").get(url).status_code == 200
    assert cast.client("other_instructor").get(url).status_code == 404
    cast.trainee.protected = True
    cast.trainee.save()
    assert cast.client("registrar").get(url).status_code == 404
