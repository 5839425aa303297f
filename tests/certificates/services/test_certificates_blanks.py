"""Numbered blanks: what was printed on which, what was spoilt, what is not accounted for; gaps and their acts."""

import datetime
from decimal import Decimal

import pytest
from django.utils import timezone

from accounts.enums import Act
from accounts.models import AuditEntry
from certificates.domain.blanks import blank_key, unaccounted
from certificates.enums import SpoiltReason
from certificates.models import PrintedBlank, RegisterSeries, SpoiltBlank
from certificates.models.certificates import FrozenError
from certificates.selectors.ledger import blanks_of, ledger_for_paper, ledger_of, standing_blanks
from certificates.services import blanks as service
from tests.factories.certificates import certificate_of, issued_all

TODAY = timezone.localdate()


def use(cast, number: str, who: str = "trainee") -> PrintedBlank:
    certificate = certificate_of(getattr(cast, who))
    return service.use_blank(certificate=certificate, number=number, printer=None, by=cast.head, at=timezone.now())


def spoil(cast, number: str) -> SpoiltBlank:
    return service.spoil_blank(
        centre=cast.khorog,
        number=number,
        reason=SpoiltReason.MISPRINT,
        act_number="3",
        act_date=TODAY,
        note="",
        by=cast.head,
        at=timezone.now(),
    )


def test_numbers_are_compared_however_they_are_written() -> None:
    assert blank_key("АБ № 0012") == blank_key(" аб-0012 ") == "аб-0012"
    assert blank_key("№") == ""


def test_numbers_between_the_first_and_the_last_are_missed() -> None:
    keys = ["аб-0010", "аб-0013", "вг-1"]
    assert unaccounted(keys, set(keys)) == ["аб-0011", "аб-0012"]
    assert unaccounted(["1", "900000"], set()) == []  # no run of one delivery


def test_a_blank_carries_one_certificate_and_a_spoilt_one_none(cast) -> None:
    issued_all(cast)
    first = use(cast, "АБ 0010")
    assert use(cast, "аб-0010").pk == first.pk
    with pytest.raises(service.BlankUsedError):
        use(cast, "АБ 0010", "classmate")
    spoil(cast, "АБ 0010")
    with pytest.raises(service.BlankSpoiltError):
        spoil(cast, "АБ-0010")
    with pytest.raises(service.BlankSpoiltError):
        use(cast, "АБ 0010")
    with pytest.raises(service.NumberMissingError):
        use(cast, " № ")
    certificate = certificate_of(cast.trainee)
    assert standing_blanks([certificate]) == {}
    use(cast, "АБ 0012")
    assert standing_blanks([certificate]) == {certificate.pk: "АБ 0012"}
    found = blanks_of(cast.khorog, "en")
    assert found.unaccounted == ["аб-0011"]
    assert found.spoilt[0].certificate == certificate
    assert AuditEntry.objects.filter(act=Act.BLANK_SPOILT).count() == 1


def test_what_is_written_down_stays(cast) -> None:
    row = spoil(cast, "АБ 1")
    row.note = "x"
    for act in (row.save, row.delete, SpoiltBlank.objects.all().delete, lambda: SpoiltBlank.objects.update(note="x")):
        with pytest.raises(FrozenError):
            act()


def test_printers_keep_their_offsets(cast) -> None:
    for right in ("1.5", "-2.0", "-2.0"):
        printer = service.keep_printer(
            centre=cast.khorog, name="A", right_mm=Decimal(right), down_mm=Decimal(0), by=cast.head, at=timezone.now()
        )
    assert printer.right_mm == Decimal("-2.0")
    assert AuditEntry.objects.filter(act=Act.PRINTER_CHANGED).count() == 2


def test_the_ledger_has_every_number_and_gaps_have_their_act(cast) -> None:
    issued_all(cast)
    series = RegisterSeries.objects.select_related("centre").get()
    RegisterSeries.objects.filter(pk=series.pk).update(last_number=4)  # as a restored old copy would leave it
    series.refresh_from_db()
    ledger = ledger_of(series, cast.hr, "en", TODAY)
    assert [line.number for line in ledger.lines] == [1, 2, 3, 4]
    assert [line.number for line in ledger.unexplained] == [4]
    for number in (1, 5, 0):
        with pytest.raises(service.NoGapError):
            explain(cast, series, number)
    assert explain(cast, series, 4).pk == explain(cast, series, 4).pk
    assert ledger_of(series, cast.hr, "en", TODAY).unexplained == []


def explain(cast, series: RegisterSeries, number: int):
    return service.explain_gap(
        series=series,
        number=number,
        explanation="lost",
        act_number="9",
        act_date=TODAY - datetime.timedelta(days=1),
        by=cast.head,
        at=timezone.now(),
    )


def test_on_paper_protected_people_stand_by_number(cast) -> None:
    issued_all(cast)
    series = RegisterSeries.objects.select_related("centre").get()
    names = {line.line.name for line in ledger_for_paper(series, "tg", TODAY).lines if line.line}
    assert cast.afghan.service_number in names
    assert any("Каримзода" in name for name in names)
    assert not any("Zahra" in name or "ZAHRA" in name or "زهرا" in name for name in names)
    shown = {line.line.name for line in ledger_of(series, cast.hr, "fa-af", TODAY).lines if line.line}
    assert any("زهرا" in name for name in shown)  # HR reads it on the screen
