"""The PDF: drawn from the record alone, the same bytes every time, in our own fonts, on one page."""

import hashlib
import io
import subprocess
import sys

import pytest
from pypdf import PdfReader

from accounts.domain.key_store import KeyDestroyedError
from accounts.enums import NameSource
from accounts.selectors.names import Name, key_store
from accounts.services.names import set_name
from certificates.domain.letters import unprintable
from certificates.domain.names import printed_name
from certificates.domain.wording import SECOND_LANGUAGES, WORDS
from certificates.models import Certificate
from certificates.models.certificates import FrozenError
from certificates.pdf.drawing import draw
from certificates.pdf.samples import PEOPLE, sample_paper
from certificates.pdf.store import pdf_of
from certificates.services.files import kept_file, registered
from courses.models import ProgrammeVersion
from tests.factories.accounts import LONG_AGO
from tests.factories.certificates import certificate_of, issued_all


def text_of(pdf: bytes) -> str:
    return " ".join(PdfReader(io.BytesIO(pdf)).pages[0].extract_text().split())


def fonts_of(pdf: bytes) -> set[str]:
    found = set()
    for page in PdfReader(io.BytesIO(pdf)).pages:
        for font in page["/Resources"]["/Font"].values():
            found.add(str(font.get_object()["/BaseFont"]).split("+")[-1])
    return found


@pytest.mark.parametrize("language", SECOND_LANGUAGES)
@pytest.mark.parametrize("who", PEOPLE)
def test_every_pair_fits_on_one_page_in_our_own_fonts(language: str, who: str) -> None:
    pdf = draw(sample_paper(languages=("tg", language), who=who))
    reader = PdfReader(io.BytesIO(pdf))
    assert len(reader.pages) == 1
    assert all(name.startswith(("Noto-Serif", "NotoSerif", "Vazirmatn")) for name in fonts_of(pdf)), fonts_of(pdf)
    assert len(pdf) < 160_000
    text = text_of(pdf)
    assert "BFT-KHO-BIC-2026-00467" in text
    assert "ШАҲОДАТНОМА" in text
    assert b"pdfaid" in pdf or "pdfaid" in str(reader.xmp_metadata and reader.xmp_metadata.rdf_root.toxml())


def test_the_same_bytes_in_another_process(tmp_path) -> None:
    """Ids, dates, order of fonts: nothing may depend on the process, its hash seed or the clock."""
    script = (
        "import django, hashlib; django.setup();"
        "from certificates.pdf.drawing import draw; from certificates.pdf.samples import sample_paper;"
        "print(hashlib.sha256(draw(sample_paper(languages=('tg', 'fa-af'), who='long'))).hexdigest())"
    )
    made = {
        subprocess.run(
            [sys.executable, "-W", "ignore", "-c", script],
            env={
                "DJANGO_SETTINGS_MODULE": "config.settings.test",
                "PYTHONHASHSEED": seed,
                "HOME": str(tmp_path),
                "PATH": "/usr/bin:/bin",
            },
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(made) == 1


def drawn(pdf: bytes) -> bytes:
    """Return a signed file as it was before it was signed."""
    return pdf[: pdf.index(b"%%EOF") + 6]


def test_a_missing_file_is_drawn_with_the_same_bytes_and_signed_again(cast, settings) -> None:
    """Two signatures of one content differ, so the new file is registered beside the first one."""
    issued_all(cast)
    certificate = certificate_of(cast.trainee)
    first = pdf_of(certificate)
    (settings.PRIVATE_ROOT / "certificates" / certificate.file_name).unlink()
    assert kept_file(certificate) is None
    second = pdf_of(certificate)
    assert drawn(second) == drawn(first)
    assert second != first
    assert kept_file(certificate) == second
    assert certificate.further_files.count() == 1
    hashes = [hashlib.sha256(pdf).hexdigest() for pdf in (first, second)]
    assert all(registered(certificate, one) for one in hashes)
    assert not registered(certificate, hashlib.sha256(drawn(first)).hexdigest())
    assert not registered(certificate, "")
    assert Certificate.objects.get(pk=certificate.pk).file_sha256 == hashes[0]
    with pytest.raises(FrozenError):
        certificate.further_files.get().save()


def test_a_file_that_was_altered_is_not_given_out(cast, settings) -> None:
    issued_all(cast)
    certificate = certificate_of(cast.trainee)
    first = pdf_of(certificate)
    path = settings.PRIVATE_ROOT / "certificates" / certificate.file_name
    path.write_bytes(first + b"\n% added")
    assert drawn(pdf_of(certificate)) == drawn(first)
    assert b"% added" not in pdf_of(certificate)


def test_nothing_that_changes_later_changes_the_paper(cast, settings, monkeypatch) -> None:
    issued_all(cast)
    certificate = certificate_of(cast.trainee)
    first = pdf_of(certificate)
    for person in (certificate.person, cast.head):
        set_name(
            person=person,
            name=Name("cyrl", "Дигарзода", "Дигар", ""),
            source=NameSource.DOCUMENT,
            confirmed=True,
            by=cast.registrar,
            on=LONG_AGO,
        )
    cast.khorog.titles = {"tg": "Маркази дигар"}
    cast.khorog.save()
    ProgrammeVersion.objects.update(titles={"tg": "Курси дигар"})
    monkeypatch.setitem(WORDS["tg"], "title", "ДИГАР")  # type: ignore[arg-type]
    (settings.PRIVATE_ROOT / "certificates" / certificate.file_name).unlink()
    again = Certificate.objects.select_related("person").get(pk=certificate.pk)
    assert drawn(pdf_of(again)) == drawn(first)


def test_a_sealed_file_that_was_altered_is_not_given_out(cast, settings) -> None:
    issued_all(cast)
    certificate = certificate_of(cast.afghan)
    first = pdf_of(certificate)
    path = settings.PRIVATE_ROOT / "certificates" / certificate.file_name
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    assert drawn(pdf_of(certificate)) == drawn(first)


def test_a_protected_paper_is_kept_sealed_and_opens(cast, settings) -> None:
    issued_all(cast, second_language="fa-af")
    certificate = certificate_of(cast.afghan)
    stored = (settings.PRIVATE_ROOT / "certificates" / certificate.file_name).read_bytes()
    assert not stored.startswith(b"%PDF")
    assert pdf_of(certificate).startswith(b"%PDF")
    assert "ZAHRA" in text_of(pdf_of(certificate))


def test_destroying_the_key_erases_the_paper(cast) -> None:

    issued_all(cast)
    certificate = certificate_of(cast.afghan)
    key_store().destroy(cast.afghan.pk)
    with pytest.raises(KeyDestroyedError):
        pdf_of(certificate)


def test_names_are_printed_in_the_order_of_their_script() -> None:
    names = PEOPLE["short"]
    assert printed_name(names, "tg", "") == "Каримзода Далер Саид"
    assert printed_name(names, "en", "") == "KARIMZODA DALER"
    assert printed_name(PEOPLE["afghan"], "fa-af", "فرزند") == "زهرا فرزند غلام علی"
    assert printed_name(PEOPLE["afghan"], "tg", "") == "ZAHRA"
    assert printed_name({}, "tg", "") == ""


def test_letters_that_the_fonts_lack_are_found() -> None:
    assert unprintable("Ғӣқӯҳҷ Ғафурова-Зода ЁЪЭЩЫ زهرا غلام‌علی ۴۶۷ ډړځڅښګېۍ ZULFIYA Ŭí") == ""
    assert unprintable("Ли 漢字") == "字漢"
