"""The registrar chooses design and languages where the certificates are prepared, and may try a print before."""

import io
import uuid

from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from certificates.models import Batch
from certificates.services.designs import offer_design
from tests.factories.certificates import CEREMONY, ORDER_DAY, certificate_of, graduate_all, issued_all


def chosen(**more: str) -> dict[str, object]:
    return {
        "pk": uuid.uuid4(),
        "order_number": "146-к",
        "order_date": str(ORDER_DAY),
        "effective_on": str(CEREMONY),
        "second_language": "ru",
        **more,
    }


def test_design_and_third_language_are_kept_with_the_batch(cast, monkeypatch) -> None:
    graduate_all(cast)
    monkeypatch.setattr(timezone, "localdate", lambda *_args: ORDER_DAY)
    address = reverse("certificates:prepare", args=[cast.cohort.pk])
    answer = cast.client("registrar").post(address, chosen(third_language="fa-af", design="medallion"))
    assert answer.status_code == 302
    batch = Batch.objects.get()
    assert (batch.design.code, batch.second_language, batch.third_language) == ("medallion", "ru", "fa-af")


def test_the_same_language_twice_is_two_languages(cast, monkeypatch) -> None:
    graduate_all(cast)
    monkeypatch.setattr(timezone, "localdate", lambda *_args: ORDER_DAY)
    address = reverse("certificates:prepare", args=[cast.cohort.pk])
    assert cast.client("registrar").post(address, chosen(third_language="ru")).status_code == 302
    batch = Batch.objects.get()
    assert (batch.design.code, batch.third_language) == ("guilloche", "")


def test_a_design_that_is_not_offered_cannot_be_chosen(cast, monkeypatch) -> None:
    graduate_all(cast)
    monkeypatch.setattr(timezone, "localdate", lambda *_args: ORDER_DAY)
    offer_design(code="medallion", offered=False, by=cast.administrator, at=timezone.now())
    address = reverse("certificates:prepare", args=[cast.cohort.pk])
    assert cast.client("registrar").post(address, chosen(design="medallion")).status_code == 422
    page = cast.client("registrar").get(reverse("certificates:graduation", args=[cast.cohort.pk]))
    assert reverse("certificates:design", args=["guilloche"]) in page.content.decode()
    assert reverse("certificates:design", args=["medallion"]) not in page.content.decode()


def test_the_annex_is_drawn_from_the_record(cast) -> None:
    issued_all(cast)
    certificate = certificate_of(cast.trainee)
    answer = cast.client("trainee").get(reverse("certificates:annex", args=[certificate.pk]))
    assert answer["Content-Type"] == "application/pdf"
    text = " ".join(PdfReader(io.BytesIO(answer.content)).pages[0].extract_text().split())
    assert "ЗАМИМА" in text
    assert certificate.serial in text
    for part in certificate.facts["annex"]["tg"]["parts"]:
        assert part[0].split()[0] in text
