"""Signed papers without a database, and what is done to them by those who forge."""

import dataclasses
import datetime
import functools
import io
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.embed import EmbeddedFileObject, FileSpec, embed_file
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pypdf import PdfReader, PdfWriter

from certificates.domain.codes import check_character
from certificates.domain.names import Parts
from certificates.enums import KeyPurpose
from certificates.pdf.drawing import draw
from certificates.pdf.samples import sample_paper
from certificates.signing import seal
from certificates.signing.credential import Issuer, Subject, make_credential
from certificates.signing.development import make_development_ca, password_of
from certificates.signing.keys import Key, _read, load_key
from certificates.signing.pades import sign_pdf
from certificates.signing.verify import Signatory, Trusted

SITE = "https://omuzgoh.example"
ISSUER = Issuer(SITE, "Border service")
CODE = "0123456789ABCDE" + check_character("0123456789ABCDE")
OTHER_CODE = "EDCBA9876543210" + check_character("EDCBA9876543210")
SERIAL = "BFT-KHO-BIC-2026-00467"
NAMES: dict[str, Parts] = {
    "cyrl": ("Каримзода", "Далер", "Саид"),
    "latn": ("KARIMZODA", "DALER", ""),
    "arab": ("کریم‌زاده", "دلیر", "سعید"),
}
ISSUED = datetime.datetime(2026, 11, 20, tzinfo=datetime.UTC)


@functools.cache
def key(purpose: KeyPurpose) -> Key:
    return load_key(purpose)


def other_ca(purpose: KeyPurpose = KeyPurpose.DOCUMENT) -> Key:
    """A key of another authority whose certificates bear the same names as ours."""
    folder = make_development_ca(Path(settings.VAR_DIR) / "another-ca")
    return _read(purpose, folder / f"{purpose.value}.p12", password_of(folder), (folder / "root.crl",), ())


def der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(Encoding.DER)


def trusted(*, until: datetime.datetime | None = None) -> Trusted:
    document, token = key(KeyPurpose.DOCUMENT), key(KeyPurpose.CREDENTIAL)
    return Trusted(
        (Signatory(der(document.chain[0]), document.kid, until),),
        (der(document.chain[-1]),),
        {token.kid: token.jwk},
    )


def subject(**changes) -> Subject:
    found = Subject(
        code=CODE, serial=SERIAL, programme="BIC-3M", version=1,
        titles={"tg": "Назорати сарҳадӣ", "en": "Border control"}, course="Border control", hours=360,
        valid_from=ISSUED, valid_until=ISSUED + datetime.timedelta(days=1095), status_list=1, status_index=94567,
        salt="5a17", names=NAMES,
    )  # fmt: skip
    return dataclasses.replace(found, **changes)


def claims(**changes) -> seal.Claims:
    salt = bytes(range(8))
    found = seal.Claims(
        code=CODE, serial=SERIAL, issuer="BFT", course="BIC", issued=202611, status_list=1, status_index=94567,
        valid_until=datetime.date(2029, 11, 20), salt=salt, commitments=seal.commitments(salt, NAMES),
    )  # fmt: skip
    return dataclasses.replace(found, **changes)


def unsigned_paper(*, code: str = CODE, serial: str = SERIAL, qr: str = "") -> bytes:
    """A paper as it is drawn, with its seal in the QR code and its credential."""
    address = qr or seal.address(SITE, seal.make_seal(claims(code=code, serial=serial), key(KeyPurpose.SEAL)))
    token = make_credential(subject(code=code, serial=serial), ISSUER, key(KeyPurpose.CREDENTIAL))
    paper = dataclasses.replace(sample_paper(languages=("tg", "ru")), serial=serial, code=code)
    return draw(paper, qr=address, credential=token)


@functools.cache
def signed_paper(code: str = CODE) -> bytes:
    """A genuine file. It takes a tenth of a second, so it is made once."""
    return sign_pdf(unsigned_paper(code=code), key(KeyPurpose.DOCUMENT))


# What forgers do.


def flipped(pdf: bytes, place: int) -> bytes:
    return pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :]


def painted_over(pdf: bytes) -> bytes:
    """An incremental update that draws a white box and another name over the first page."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    paint = generic.StreamObject(stream_data=b"q 1 1 1 rg 100 380 300 40 re f Q")
    writer.add_stream_to_page(0, writer.add_object(paint))
    return _written(writer)


def with_another_attachment(pdf: bytes) -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    file = EmbeddedFileObject.from_file_data(writer, data=b'{"rank": "general"}', mime_type="application/json")
    embed_file(writer, FileSpec(file_spec_string="other.json", embedded_data=file))
    return _written(writer)


def with_another_title(pdf: bytes) -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    writer.set_info(generic.DictionaryObject({generic.pdf_name("/Title"): generic.pdf_string("Other")}))
    return _written(writer)


def _written(writer: IncrementalPdfFileWriter) -> bytes:
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def rewritten(pdf: bytes) -> bytes:
    """What "print to PDF" or "optimise" leave: every object anew."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def stripped(pdf: bytes) -> bytes:
    """The file as it was before it was signed: cut back to its first end."""
    return pdf[: pdf.index(b"%%EOF") + 6]


def digit_in_padding(pdf: bytes) -> bytes:
    """One hexadecimal digit in the unused end of the signature's place."""
    end = pdf.index(b">", pdf.index(b"/Contents <", pdf.index(b"/ByteRange") - 40000))
    assert pdf[end - 8 : end] == b"00000000"
    return pdf[: end - 4] + b"1" + pdf[end - 3 :]


def digit_in_signature(pdf: bytes) -> bytes:
    place = pdf.index(b"/Contents <") + 400
    return pdf[:place] + (b"1" if pdf[place : place + 1] != b"1" else b"2") + pdf[place + 1 :]
