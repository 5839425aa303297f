"""Designs of certificates in Wagtail's admin: who sees them, preview of what is not kept, pictures that come in."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image
from pypdf import PdfReader

from certificates.models import Design, DesignPicture
from certificates.pdf.drawing import draw
from certificates.pdf.samples import sample_paper
from certificates.selectors.designs import data_address
from certificates.services.designs import Look
from cms.services.design_pictures import PictureError, cleaned_emblem, cleaned_ground

SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><script>alert(1)</script>'
    b'<circle cx="5" cy="5" r="4" fill="#123456" fill-opacity="0.5" onclick="x()"/></svg>'
)
PLAIN = {
    "layout": "portrait-1",
    "art": "medallion-1",
    "ink": "blue",
    "emblem": "own",
    "ground": "",
    "called_en": "Blue",
}
ROLES = ("trainee", "instructor", "registrar", "head", "hr", "auditor", "translator")


def png(side: int = 40, mode: str = "RGBA") -> bytes:
    target = io.BytesIO()
    Image.new(mode, (side, side)).save(target, format="PNG")
    return target.getvalue()


def url(name: str, *args: object) -> str:
    return reverse(f"designs:{name}", args=args)


def add(cast, **more: object):
    return cast.client("administrator").post(url("add"), {"code": "blue", **PLAIN, **more})


def refused(answer) -> bool:
    """403, or within Wagtail's admin its own answer: back to its first page with a message."""
    return answer.status_code == 403 or (answer.status_code == 302 and answer["Location"] == "/cms/")


def test_only_administrators_change_designs_and_editors_look(cast) -> None:
    pages = [url("add"), url("edit", "guilloche")]
    for role in ROLES:
        for page in [url("list"), *pages]:
            assert refused(cast.client(role).get(page)), (role, page)
    editor = cast.client("editor")
    assert editor.get(url("list")).status_code == 200
    assert all(refused(editor.get(page)) for page in pages)
    assert refused(editor.post(url("offer", "guilloche"), {"offered": "0"}))
    assert refused(editor.post(url("show", "guilloche"), PLAIN))
    assert Design.objects.get(code="guilloche").offered
    administrator = cast.client("administrator")
    assert [administrator.get(page).status_code for page in [url("list"), *pages]] == [200, 200, 200]
    assert url("list") in administrator.get("/cms/").content.decode()
    assert url("list") not in cast.client("translator").get("/cms/").content.decode()


def test_a_change_is_kept_as_the_next_number(cast) -> None:
    assert add(cast).status_code == 302
    client = cast.client("administrator")
    assert client.post(url("edit", "blue"), {**PLAIN, "text_tg_issuer": "Академияи сарҳадӣ"}).status_code == 302
    numbers = list(Design.objects.filter(code="blue").order_by("number").values_list("number", flat=True))
    assert numbers == [1, 2]
    assert Design.objects.get(code="blue", number=2).settings["texts"] == {"tg": {"issuer": "Академияи сарҳадӣ"}}
    again = client.get(url("edit", "blue")).content.decode()
    assert "Академияи сарҳадӣ" in again


def test_what_was_typed_stays_when_something_is_wrong(cast) -> None:
    answer = add(cast, text_tg_issuer="Академия 漢")
    assert answer.status_code == 422
    assert "漢" in answer.content.decode()
    assert "Академия 漢" in answer.content.decode()
    assert add(cast, code="guilloche").status_code == 422
    assert add(cast, code="../x").status_code == 422
    assert add(cast, emblem="brought").status_code == 422
    assert not Design.objects.filter(code="blue").exists()


def test_the_preview_draws_what_is_not_kept(cast) -> None:
    answer = cast.client("administrator").post(
        url("show", "guilloche"),
        {**PLAIN, "text_tg_title": "ГУВОҲНОМА", "languages": "tg+ru+fa-af", "kind": "certificate", "who": "long"},
    )
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert "Content-Security-Policy" not in answer, "a browser would not show the PDF"
    page = PdfReader(io.BytesIO(answer.content)).pages[0]
    assert page.mediabox.height > page.mediabox.width
    assert "ГУВОҲНОМА" in page.extract_text()
    assert Design.objects.get(code="guilloche").number == 1
    trouble = cast.client("administrator").post(url("show_new"), {**PLAIN, "layout": "x"})
    assert trouble.status_code == 422


@pytest.mark.parametrize(("name", "data"), [("e.svg", SVG), ("e.png", png())])
def test_an_emblem_that_was_brought_is_cleaned_drawn_and_kept(cast, name: str, data: bytes) -> None:
    def sent() -> dict[str, object]:
        return {**PLAIN, "emblem": "brought", "emblem_file": SimpleUploadedFile(name, data)}

    client = cast.client("administrator")
    assert client.post(url("show_new"), sent()).content.startswith(b"%PDF")
    assert not DesignPicture.objects.exists(), "a preview keeps nothing"
    assert client.post(url("add"), {"code": "blue", **sent()}).status_code == 302
    kept = bytes(DesignPicture.objects.get().data)
    assert kept != data
    for bad in (b"script", b"onclick", b"opacity", b"PNG"):
        assert bad not in kept
    assert client.post(url("show", "blue"), {**PLAIN, "emblem": "kept"}).content.startswith(b"%PDF")
    assert client.post(url("edit", "blue"), {**PLAIN, "emblem": "kept", "ink": "wine"}).status_code == 302
    assert len({one.settings["look"]["emblem"] for one in Design.objects.filter(code="blue")}) == 1


def test_a_background_that_was_brought_stands_in_place_of_the_art(cast) -> None:
    sent = {**PLAIN, "ground": "brought", "ground_file": SimpleUploadedFile("g.png", png(300, "RGB"))}
    assert add(cast, **sent).status_code == 302
    assert Design.objects.get(code="blue").settings["look"]["ground"]
    answer = cast.client("administrator").post(url("show", "blue"), {**PLAIN, "ground": "kept"})
    assert answer.content.startswith(b"%PDF")


def test_a_certificate_with_emblem_and_background_stays_a_small_file() -> None:
    target = io.BytesIO()
    Image.effect_noise((900, 1273), 90).save(target, format="PNG")
    pictures = [cleaned_emblem(target.getvalue()), cleaned_ground(target.getvalue())]
    emblem, ground = (picture.sha256 for picture in pictures)
    paper = sample_paper(
        languages=("tg", "ru", "fa-af"),
        who="long",
        look=Look("portrait-1", emblem=emblem, ground=ground),
        pictures={one.sha256: data_address(one.content_type, one.data) for one in pictures},
    )
    assert len(draw(paper)) < 140_000, "signature and credential come on top"


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "unreadable"),
        (b"%PDF-1.4", "unreadable"),
        (b"<svg>", "unreadable"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>', "unreadable"),
        (b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><text x="1" y="1">A</text></svg>', "letters"),
        (b"<" + b" " * 3_000_000, "too_big"),
        (png(5001, "1"), "too_big"),
    ],
)
def test_pictures_that_are_refused(data: bytes, word: str) -> None:
    for clean in (cleaned_emblem, cleaned_ground):
        with pytest.raises(PictureError, match=word):
            clean(data)


def test_test_prints_have_a_page_for_every_choice_of_languages_and_kind(cast) -> None:
    answer = cast.client("editor").get(url("trial", "medallion", 1, "short"))
    assert len(PdfReader(io.BytesIO(answer.content)).pages) == 30
    assert cast.client("editor").get(url("trial", "medallion", 9, "short")).status_code == 404
    assert cast.client("editor").get(url("trial", "medallion", 1, "nobody")).status_code == 404


def test_a_design_is_offered_no_longer(cast) -> None:
    client = cast.client("administrator")
    assert client.post(url("offer", "medallion"), {"offered": "0"}).status_code == 302
    assert not Design.objects.get(code="medallion").offered
    assert client.post(url("offer", "nothing"), {"offered": "0"}).status_code == 404


def test_the_list_costs_the_same_for_one_design_and_five(cast) -> None:
    client = cast.client("administrator")
    client.get(url("list"))
    with CaptureQueriesContext(connection) as before:
        client.get(url("list"))
    for ink in ("teal", "wine", "blue"):
        add(cast, code=f"x-{ink}", ink=ink)
    with CaptureQueriesContext(connection) as after:
        client.get(url("list"))
    assert len(after) == len(before)
