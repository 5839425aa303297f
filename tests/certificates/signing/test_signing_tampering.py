"""Whatever is done to a signed paper is found, and hostile files cost nothing."""

import datetime
import io
import resource
import time
import zlib

import pytest
import time_machine
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pypdf import PdfReader, PdfWriter

from certificates.enums import KeyPurpose
from certificates.signing import pades, seal
from certificates.signing.pades import sign_pdf
from certificates.signing.verify import MOST_BYTES, Finding, judge
from tests.factories import signing
from tests.factories.signing import CODE, OTHER_CODE, SERIAL, key, signed_paper, trusted, unsigned_paper


def test_a_genuine_file_says_its_number() -> None:
    verdict = judge(signed_paper(), trusted())
    assert verdict.finding == Finding.GENUINE
    assert (verdict.code, verdict.serial, verdict.kid) == (CODE, SERIAL, key(KeyPurpose.DOCUMENT).kid)
    assert verdict.signed_at is not None
    assert abs(verdict.signed_at - datetime.datetime.now(datetime.UTC)) < datetime.timedelta(minutes=10)


def test_every_tenth_of_the_file_is_covered() -> None:
    """One bit, anywhere: in the text, the art, the attachment, the tables, the signature, the trailer."""
    pdf = signed_paper()
    for tenth in range(40):
        place = 9 + tenth * (len(pdf) - 10) // 40
        assert judge(signing.flipped(pdf, place), trusted()).finding in {Finding.ALTERED, Finding.UNSIGNED}, place


@pytest.mark.parametrize(
    ("forge", "found"),
    [
        (lambda pdf: signing.flipped(pdf, 60_000), Finding.ALTERED),
        (lambda pdf: pdf + b"\n", Finding.ALTERED),
        (lambda pdf: pdf + b"% a remark\n%%EOF\n", Finding.ALTERED),
        (lambda pdf: pdf[:-1], Finding.ALTERED),
        (signing.painted_over, Finding.ALTERED),
        (signing.with_another_title, Finding.ALTERED),
        (signing.with_another_attachment, Finding.ALTERED),
        (signing.rewritten, Finding.ALTERED),
        (signing.digit_in_padding, Finding.ALTERED),
        (signing.digit_in_signature, Finding.ALTERED),
        (signing.stripped, Finding.STRIPPED),
        (lambda pdf: pdf.replace(b"/ByteRange", b"/ByteRangf"), Finding.ALTERED),
        (lambda pdf: pdf + b"\n" + pdf, Finding.ALTERED),
        (lambda pdf: sign_pdf_again(pdf), Finding.ALTERED),
        (lambda _pdf: sign_pdf(unsigned_paper(), signing.other_ca()), Finding.FOREIGN),
        (lambda _pdf: unsigned_paper(), Finding.STRIPPED),
    ],
    ids=[
        "a bit", "a byte appended", "a remark appended", "a byte cut off", "painted over", "another title",
        "another attachment", "rewritten", "a digit in the padding", "a digit in the signature",
        "signature removed", "signature renamed", "twice", "signed once more", "another CA of the same names",
        "never signed",
    ],
)  # fmt: skip
def test_tampering_is_found(forge, found: Finding) -> None:
    forged = forge(signed_paper())
    verdict = judge(forged, trusted())
    assert verdict.finding == found
    assert not verdict.code
    assert found.changed or found == Finding.FOREIGN


class Careless(signers.PdfSigner):
    """A program that does not ask whether the file may still be changed."""

    def _enforce_certification_constraints(self, reader) -> None:
        pass


def sign_pdf_again(pdf: bytes) -> bytes:
    """A second signature, by another authority, in a field of its own."""
    other = signing.other_ca()
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf), strict=False)
    signer = Careless(signers.PdfSignatureMetadata(field_name="Second"), pades._signer(other))
    output = io.BytesIO()
    signer.sign_pdf(writer, output=output)
    return output.getvalue()


def test_the_seal_of_another_certificate_in_a_signed_file() -> None:
    """Whoever replaces the QR code in the file breaks the signature; whoever draws anew has no signature."""
    other = seal.address(signing.SITE, seal.make_seal(signing.claims(code=OTHER_CODE), key(KeyPurpose.SEAL)))
    drawn = unsigned_paper(qr=other)
    assert judge(drawn, trusted()).finding == Finding.STRIPPED
    ours, theirs = PdfReader(io.BytesIO(signed_paper())), PdfReader(io.BytesIO(drawn))
    writer = PdfWriter(clone_from=ours)
    pictures = list(theirs.pages[0].images)
    writer.pages[0].images[0].replace(pictures[0].image)
    output = io.BytesIO()
    writer.write(output)
    assert judge(output.getvalue(), trusted()).finding == Finding.ALTERED


def test_a_file_signed_after_its_key_was_stolen_is_not_believed() -> None:
    now = datetime.datetime.now(datetime.UTC)
    pdf = signed_paper()
    assert judge(pdf, trusted(until=now - datetime.timedelta(days=1))).finding == Finding.WITHDRAWN
    assert judge(pdf, trusted(until=now + datetime.timedelta(days=1))).genuine


def test_a_file_stays_genuine_when_its_certificate_has_run_out(time_machine_at_2060) -> None:
    assert judge(signed_paper(), trusted()).genuine


@pytest.fixture
def time_machine_at_2060():
    signed_paper()
    with time_machine.travel(datetime.datetime(2060, 1, 1, tzinfo=datetime.UTC), tick=True):
        yield


def test_the_signature_is_as_promised() -> None:
    """PAdES, certifying, nothing may change, ECDSA, revocation data inside, the field that was there before."""
    reader = PdfFileReader(io.BytesIO(signed_paper()))
    (signature,) = reader.embedded_signatures
    assert signature.field_name == "Signature"
    assert signature.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
    assert signature.docmdp_level.value == 1
    assert signature.signer_info["signature_algorithm"]["algorithm"].native == "sha256_ecdsa"
    assert len(reader.root["/DSS"]["/CRLs"]) == 1
    assert "/VRI" not in reader.root["/DSS"]
    assert reader.xrefs.total_revisions == 2


HOSTILE = {
    "empty": (b"", Finding.NOT_PDF),
    "text": (b"hello" * 1000, Finding.NOT_PDF),
    "zip": (b"PK\x03\x04" + b"0" * 1000, Finding.NOT_PDF),
    "PDF in a picture": (b"\xff\xd8\xff\xe0" + b"%PDF-1.7", Finding.NOT_PDF),
    "huge": (b"%PDF-1.7" + b"0" * MOST_BYTES, Finding.TOO_LARGE),
    "encrypted": (b"%PDF-1.7\ntrailer <</Encrypt 5 0 R>>\n%%EOF", Finding.ENCRYPTED),
    "JavaScript": (b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj", Finding.ACTIVE),
    "launches": (b"%PDF-1.7\n1 0 obj<</A<</S/Launch/F(cmd.exe)>>>>endobj", Finding.ACTIVE),
    "circular": (b"%PDF-1.7\n1 0 obj<</Pages 1 0 R/Kids[1 0 R]/Prev 1>>endobj", Finding.UNSIGNED),
    "stream bomb": (
        b"%PDF-1.7\n1 0 obj<</Filter[/FlateDecode/FlateDecode]/Length 9>>stream\n"
        + zlib.compress(zlib.compress(bytes(200_000_000), 9), 9),
        Finding.UNSIGNED,
    ),
    "many objects": (b"%PDF-1.7\n" + b"1 0 obj[" * 200_000, Finding.UNSIGNED),
    "many ranges": (b"%PDF-1.7\n" + b"/ByteRange[ 0 1 2 " * 100_000, Finding.FOREIGN),
    "many contents": (b"%PDF-1.7\n" + b"/Contents <" * 150_000, Finding.UNSIGNED),
    "long contents": (b"%PDF-1.7/ByteRange[0 9 9 9]\n/Contents <" + b"30" * 900_000, Finding.FOREIGN),
    "blanks": (b"%PDF-1.7\n/ByteRange" + b" " * 1_900_000, Finding.FOREIGN),
    "our name in it": (b"%PDF-1.7\nOmuzgoh, register of certificates", Finding.STRIPPED),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_hostile_files_get_a_clear_refusal_at_once(what: str) -> None:
    data, found = HOSTILE[what]
    began = time.process_time()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert judge(data, trusted()).finding == found
    assert time.process_time() - began < 0.5
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 30_000  # KB


def test_hostile_signatures_that_name_our_certificate() -> None:
    """What bears our certificate is parsed: nested to the bottom, cut off, or with somebody else's numbers."""
    leaf = trusted().signatories[0].certificate
    for blob in (b"\x30\x80" * 10_000 + leaf, leaf * 40, b"\x30\x84\xff\xff\xff\xff" + leaf):
        data = b"%PDF-1.7\n/ByteRange[0 9 9 9]/Contents <" + blob.hex().encode() + b">"
        assert judge(data[:MOST_BYTES], trusted()).finding == Finding.ALTERED


def test_a_file_of_a_megabyte_is_judged_in_a_tenth_of_a_second() -> None:
    """Of CPU, after warming up, and twice that allowed: the machine of the tests is shared. bench/ has the figure."""
    pdf = signed_paper() + b"\n%" + b"0" * 850_000
    judge(signed_paper(), trusted())
    began = time.process_time()
    assert judge(pdf, trusted()).finding == Finding.ALTERED
    assert judge(signed_paper(), trusted()).genuine
    assert time.process_time() - began < 0.4
