"""Registers of past years: whole or not at all, the same file once, protected names never in clear."""

import datetime

import pytest
from django.db import connection
from django.utils import timezone

from accounts.enums import Act
from accounts.models import AuditEntry
from certificates.domain.past_rows import PastReason
from certificates.domain.scans import ScanUnreadableError
from certificates.enums import PastDraftState, YearState
from certificates.models import PastDraft, PastEntry, PastPage, PastYear
from certificates.models.certificates import FrozenError
from certificates.selectors.coverage import asked_of, coverage, spans
from certificates.selectors.past import DraftClosedError, dry_run, search_past
from certificates.services import past_registers as service
from tests.factories.accounts import make_picture
from tests.factories.registers import LEDGER, keep, load

TODAY = timezone.localdate()


def test_the_dry_run_says_line_by_line_what_would_happen(cast) -> None:
    lines = (
        "19/2011;Кас;1979;;;;;",
        ";Бе рақам;1980;;;;;",
        "20/2011;;1980;;;;;",
        "21;Кас;2008;;31.02.2011;;;",
        "22;Кас;1980;;1.1.2012;;;",
        "23;=1+1;1980;;;;;",
    )
    bad = LEDGER + "\n".join(lines)
    plan = dry_run(keep(bad, centre=cast.khorog, by=cast.registrar), TODAY)
    assert plan.counts() == {"new": 3, "same": 0, "refused": 6, "sealed": 1}
    codes = [{reason.code for reason in one.reasons} for one in plan.refused]
    assert codes == [
        {PastReason.SERIAL_TWICE},
        {PastReason.SERIAL_MISSING},
        {PastReason.NAME_MISSING},
        {PastReason.BIRTH_FORM, PastReason.DATE_FORM},
        {PastReason.OTHER_YEAR},
        {PastReason.FORMULA},
    ]
    assert [one.number for one in plan.refused] == [5, 6, 7, 8, 9, 10]
    assert not PastEntry.objects.exists()


def test_whole_or_not_at_all(cast) -> None:
    draft = keep(LEDGER + ";Бе рақам;1980;;;;;\n", centre=cast.khorog, by=cast.registrar)
    with pytest.raises(service.LinesRefusedError):
        service.confirm_register(draft=draft, whole=True, by=cast.registrar, at=timezone.now())
    assert not PastEntry.objects.exists()
    assert not PastYear.objects.exists()


def test_the_same_file_again_changes_nothing(cast) -> None:
    load(centre=cast.khorog, by=cast.registrar)
    again = keep(LEDGER, centre=cast.khorog, by=cast.head)
    assert again.state == PastDraftState.DONE
    service.confirm_register(draft=again, whole=True, by=cast.head, at=timezone.now())
    assert PastEntry.objects.count() == 3
    assert PastDraft.objects.count() == 1


def test_a_longer_file_adds_what_is_missing_and_never_overwrites(cast) -> None:
    load(centre=cast.khorog, by=cast.registrar, whole=False)
    assert PastYear.objects.get().state == YearState.PARTLY
    more = LEDGER + "20/2011;Саидов Бахтиёр;1982;Проверка документов;15.06.2011;44;13;\n"
    plan = dry_run(keep(more, centre=cast.khorog, by=cast.registrar), TODAY)
    assert plan.counts() == {"new": 1, "same": 3, "refused": 0, "sealed": 0}
    load(more, centre=cast.khorog, by=cast.registrar)
    assert PastEntry.objects.count() == 4
    assert PastYear.objects.get().state == YearState.LOADED
    other = LEDGER.replace("1981", "1985")
    plan = dry_run(keep(other, centre=cast.khorog, by=cast.registrar), TODAY)
    assert [reason.code for one in plan.refused for reason in one.reasons] == [PastReason.LOADED_OTHERWISE]


def test_protected_names_are_sealed_and_found_only_by_whom_may_read_them(cast) -> None:
    afghan = load(centre=cast.khorog, by=cast.registrar)[2]
    assert (afghan.name, afghan.folded) == ("", "")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM certificates_pastentry WHERE CAST(sealed_name AS text) LIKE '%احمد%'")
        assert cursor.fetchone()[0] == 0
    for reader in (cast.hr, cast.registrar, cast.head):
        assert [row.name for row in search_past("احمد ظاهر", reader)] == ["احمد ظاهر"]
    for reader in (cast.auditor, cast.administrator, cast.other_registrar, cast.stranger):
        assert search_past("احمد ظاهر", reader) == []
    assert [row.name for row in search_past("19/2011", cast.auditor)] == [""]


def test_a_name_of_a_protected_person_is_sealed_in_any_script(cast) -> None:
    text = "Номер;Name\n1;ZAHRA\n2;زهرا غلام علی\n"
    entries = load(text, centre=cast.khorog, by=cast.registrar)
    assert entries[1].sealed_name is not None
    assert entries[0].sealed_name is None  # one word alone would seal half the ledger


def test_old_papers_are_found_by_number_and_by_folded_name(cast) -> None:
    load(centre=cast.khorog, by=cast.registrar)
    for typed in ("17/2011", "№ 17-2011", "рахимов фируз", "Раҳимов", "раҳ", "Одилович Фирӯз"):
        assert [row.entry.serial for row in search_past(typed, cast.hr)] == ["17/2011"], typed
    assert search_past("17/2012", cast.hr) == []


def test_a_loaded_line_is_never_changed(cast) -> None:
    entry = load(centre=cast.khorog, by=cast.registrar)[0]
    entry.course = "другое"
    with pytest.raises(FrozenError):
        entry.save()
    for act in (entry.delete, PastEntry.objects.all().delete, lambda: PastEntry.objects.update(course="")):
        with pytest.raises(FrozenError):
            act()


def test_a_list_is_thrown_away_after_a_day(cast) -> None:
    old = timezone.now() - datetime.timedelta(days=2)
    draft = keep(LEDGER, centre=cast.khorog, by=cast.registrar, at=old)
    assert service.expire_registers(at=timezone.now()) == 1
    draft.refresh_from_db()
    assert draft.sealed is None
    with pytest.raises(DraftClosedError):
        service.confirm_register(draft=draft, whole=True, by=cast.registrar, at=timezone.now())


def test_scans_are_drawn_anew_sealed_and_kept_once(cast, settings, tmp_path) -> None:
    settings.PRIVATE_ROOT = tmp_path
    data = make_picture("PNG", (400, 300))
    pages = [
        service.keep_page(centre=cast.khorog, year=2011, page=" 12 ", data=data, by=cast.registrar, at=timezone.now())
        for _ in range(2)
    ]
    assert pages[0].pk == pages[1].pk
    assert PastPage.objects.count() == 1
    (file,) = tmp_path.rglob("*.sealed")
    assert not file.read_bytes().startswith((b"\x89PNG", b"\xff\xd8"))
    shown = service.opened_page(page=pages[0], by=cast.hr)
    assert shown is not None
    assert shown.startswith(b"\xff\xd8")
    assert AuditEntry.objects.filter(act=Act.PAST_PAGE_OPENED, actor=cast.hr).count() == 1
    for wrong in (b"", b"%PDF-1.7 %%EOF", data[:200], b"<svg/>"):
        with pytest.raises(ScanUnreadableError):
            service.keep_page(centre=cast.khorog, year=2011, page="1", data=wrong, by=cast.registrar, at=timezone.now())


def test_the_audit_holds_no_names(cast) -> None:
    load(centre=cast.khorog, by=cast.registrar)
    entry = AuditEntry.objects.get(act=Act.PAST_REGISTER_LOADED)
    assert entry.new["new"] == 3
    assert "Раҳимов" not in str(entry.new)


def test_the_map_says_what_is_loaded(cast) -> None:
    load(centre=cast.panj, by=cast.other_registrar, year=2012, text="Номер;ФИО\n1;Саидов Али\n", whole=True)
    load(centre=cast.panj, by=cast.other_registrar, year=2013, text="Номер;ФИО\n1;Саидов Али\n", whole=False)
    found = coverage(2026)
    states = [found.cell("PAN", year).state for year in (2011, 2012, 2013, 2014)]  # type: ignore[union-attr]
    assert states == [YearState.MISSING, YearState.LOADED, YearState.PARTLY, YearState.MISSING]
    assert found.cell("PAN", 1900) is None
    missing = {centre.code: years for centre, years in found.missing()}
    assert missing["PAN"] == "2003–2011, 2013–2026"


def test_a_typed_number_tells_its_centre_and_year(cast) -> None:
    centres = [cast.khorog, cast.panj]
    assert asked_of("BFT-PAN-BIC-2011-00017", centres, 2026) == (cast.panj, 2011)
    assert asked_of("17/2011", centres, 2026) == (None, 2011)
    assert asked_of("Каримзода", centres, 2026) == (None, None)
    assert spans([2003, 2004, 2005, 2009]) == "2003–2005, 2009"
