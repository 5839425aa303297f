"""Sentences of the interface: pages of the catalogue, what was proposed over it, and back into the catalogue."""

import datetime
import os
import subprocess
from io import StringIO
from pathlib import Path

import polib
import pytest
from django.conf import settings as real
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.domain.catalogue import message_of, plural_forms, problems_of
from cms.domain.work import Work, WorkKind
from cms.models import InterfaceWording, WorkDraft
from cms.selectors.wording import catalogue_of, page_with
from cms.services.work import ADAPTERS, UnknownWorkError, WorkChangedError, WorkIncompleteError, WorkRefusedError
from tests.conftest import Cast

AT = datetime.datetime(2026, 11, 22, 9, tzinfo=datetime.UTC)
RUSSIAN = polib.pofile(str(Path(real.BASE_DIR) / "locale/ru/LC_MESSAGES/django.po")).metadata["Plural-Forms"]
ADAPTER = ADAPTERS[WorkKind.WORDING]
HELLO = message_of("", "Hello, %(name)s")
DAYS = message_of("", "%(number)s day")


@pytest.fixture(autouse=True)
def folder(settings, tmp_path: Path) -> Path:
    """A catalogue of 32 sentences in Russian, and no other."""
    path = tmp_path / "ru" / "LC_MESSAGES"
    path.mkdir(parents=True)
    file = polib.POFile(wrapwidth=0)
    file.metadata = {"Content-Type": "text/plain; charset=UTF-8", "Language": "ru", "Plural-Forms": RUSSIAN}
    file.append(polib.POEntry(msgid="Hello, %(name)s", msgstr="Привет, %(name)s", flags=["python-format"]))
    file.append(
        polib.POEntry(
            msgid="%(number)s day",
            msgid_plural="%(number)s days",
            msgstr_plural={0: "%(number)s день", 1: "%(number)s дня", 2: "%(number)s дней", 3: "%(number)s дня"},
        )
    )
    file.append(polib.POEntry(msgid="New words", msgstr="Старые слова", flags=["fuzzy"], previous_msgid="Old words"))
    file.append(polib.POEntry(msgid="Not yet"))
    file.extend(polib.POEntry(msgid=f"Sentence {number}", msgstr=f"Фраза {number}") for number in range(28))
    file.save(str(path / "django.po"))
    settings.LOCALE_PATHS = [tmp_path]
    return tmp_path


def opened(code: str = "page-1") -> Work:
    work = ADAPTER.open_work(code, "ru")
    assert work is not None
    return work


def hand_in(cast: Cast, texts: dict[str, str], code: str = "page-1") -> Work:
    work = opened(code)
    return ADAPTER.hand_in(
        code=code, language="ru", texts=texts, fingerprint=work.fingerprint, change=None, by=cast.translator, at=AT
    )


def test_sentences_come_in_pages_with_their_forms(cast: Cast) -> None:
    assert [(line.code, line.state) for line in ADAPTER.lines(("ru", "tg", "en"), "en")] == [
        ("page-1", "missing"),
        ("page-2", "approved"),
    ]
    work = opened()
    assert len(work.segments) == 25 + 3
    assert [(s.path, s.source, s.label) for s in work.segments[:3]] == [
        (f"{HELLO}.0", "Hello, %(name)s", "Sentence"),
        (f"{DAYS}.0", "%(number)s day", "Plural form 1, for example for 1, 21, 31"),
        (f"{DAYS}.1", "%(number)s days", "Plural form 2, for example for 2, 3, 4"),
    ]
    fuzzy, missing = work.segments[5:7]
    assert (fuzzy.stale, fuzzy.was, fuzzy.target) == (True, "Old words", "Старые слова")
    assert missing.missing
    assert (work.open, work.words) == (2, 4)
    assert ADAPTER.words_to_do([("page-1", "ru"), ("page-9", "ru")]) == {("page-1", "ru"): 4, ("page-9", "ru"): 0}
    for code in ("page-0", "page-3", "page--1", "page-x", "page-²", "Page-1", "", "page-" + "9" * 50):
        assert ADAPTER.open_work(code, "ru") is None
    assert ADAPTER.open_work("page-1", "en") is None
    assert ADAPTER.open_work("page-1", "tg") is None
    assert page_with("ru", f"{message_of('', 'Sentence 27')}.0") == "page-2"
    assert page_with("ru", "x.0") is None


def test_the_newest_proposal_stands_over_the_catalogue(cast: Cast) -> None:
    work = hand_in(cast, {f"{HELLO}.0": "Здравствуйте, %(name)s"})
    assert work.segments[0].target == "Здравствуйте, %(name)s"
    hand_in(cast, {f"{HELLO}.0": "Добрый день, %(name)s"})
    assert opened().segments[0].target == "Добрый день, %(name)s"
    newest = InterfaceWording.objects.order_by("-pk").first()
    assert newest is not None
    assert (newest.msgid, newest.proposed_by, newest.proposed_at) == ("Hello, %(name)s", cast.translator, AT)
    assert opened().open == 2  # what others left open is no obstacle


def test_a_draft_moves_with_its_sentence(cast: Cast, folder: Path) -> None:
    path = f"{message_of('', 'Sentence 27')}.0"
    work = opened("page-2")
    ADAPTER.save(
        code="page-2", language="ru", texts={path: "набросок"}, fingerprint=work.fingerprint, by=cast.translator, at=AT
    )
    place = folder / "ru/LC_MESSAGES/django.po"
    file = polib.pofile(str(place))
    file.insert(0, file.pop(len(file) - 1))
    file.save()
    os.utime(place, ns=(0, 1))
    assert page_with("ru", path) == "page-1"
    assert opened().segments[0].target == "набросок"
    with pytest.raises(WorkChangedError):
        ADAPTER.save(code="page-2", language="ru", texts={}, fingerprint=work.fingerprint, by=cast.translator, at=AT)
    done = hand_in(cast, {})
    assert not WorkDraft.objects.get().texts
    assert done.segments[0].target == "набросок"


@pytest.mark.parametrize(
    ("path", "text", "told"),
    [
        (f"{HELLO}.0", "Привет", "placeholders"),
        (f"{HELLO}.0", "Привет, %(имя)s", "placeholders"),
        (f"{HELLO}.0", "Привет, %(name)s %(name)", "placeholders"),
        (f"{HELLO}.0", "Привет, %(name)s: 100%", "placeholders"),
        (f"{HELLO}.0", "<b>Привет</b>, %(name)s", "angle brackets"),
        (f"{message_of('', 'Sentence 1')}.0", "{name}", "placeholders"),
        (f"{DAYS}.2", "дней", "placeholders"),
    ],
)
def test_broken_placeholders_are_refused_and_kept(cast: Cast, path: str, text: str, told: str) -> None:
    with pytest.raises(WorkRefusedError) as refused:
        hand_in(cast, {path: text})
    (problem,) = refused.value.problems
    assert told in problem
    assert {segment.path: segment.target for segment in opened().segments}[path] == text
    assert not InterfaceWording.objects.exists()


def test_a_plural_is_proposed_whole(cast: Cast) -> None:
    with pytest.raises(WorkIncompleteError):
        hand_in(cast, {f"{DAYS}.1": ""})
    hand_in(cast, {f"{DAYS}.1": "%(number)s суток", f"{DAYS}.0": "%(number)s сутки"})
    assert InterfaceWording.objects.get().texts == [
        "%(number)s сутки", "%(number)s суток", "%(number)s дней", "%(number)s дня",
    ]  # fmt: skip


def test_unknown_pages_are_refused(cast: Cast) -> None:
    with pytest.raises(UnknownWorkError):
        ADAPTER.hand_in(code="page-9", language="ru", texts={}, fingerprint="", change=None, by=cast.translator, at=AT)


def export(**options: object) -> str:
    said = StringIO()
    call_command("export_wording", "--language", "ru", stdout=said, **options)
    return said.getvalue()


def test_proposals_go_into_the_catalogue_and_are_seen_when_it_is_compiled(cast: Cast, folder: Path) -> None:
    days = {f"{DAYS}.{form}": f"%(number)s сут. {form}" for form in range(4)}
    new = {f"{message_of('', 'New words')}.0": "Новые слова", f"{message_of('', 'Not yet')}.0": "Ещё нет"}
    hand_in(cast, {f"{HELLO}.0": "Здравствуйте, %(name)s", **days, **new})
    for message, texts in (("gone", ["x"]), (DAYS, ["one form"])):
        InterfaceWording.objects.create(
            language="ru", message=message, msgid=f"msgid {message}", texts=texts, proposed_at=AT
        )
    before = (folder / "ru/LC_MESSAGES/django.po").read_bytes()
    assert "3 sentences written" in export(dry_run=True)
    assert (folder / "ru/LC_MESSAGES/django.po").read_bytes() == before
    said = export()
    assert "3 sentences written, 0 stand already so, 2 passed over" in said
    assert "Passed over: msgid gone" in said
    InterfaceWording.objects.filter(texts=["one form"]).delete()
    assert "1 sentences written, 3 stand already so, 1 passed over" in export()
    assert "0 sentences written, 4 stand already so" in export()
    file = polib.pofile(str(folder / "ru/LC_MESSAGES/django.po"))
    assert not file.fuzzy_entries()
    assert file.find("%(number)s day").msgstr_plural[2] == "%(number)s сут. 2"
    check = ["msgfmt", "--check", "-o", str(folder / "x.mo"), str(folder / "ru/LC_MESSAGES/django.po")]
    assert subprocess.run(check, check=False, capture_output=True).returncode == 0
    assert catalogue_of("ru").sentences[0].texts == ("Здравствуйте, %(name)s",)


def test_forms_are_those_of_the_catalogues_header() -> None:
    assert plural_forms("nplurals=2; plural=(n != 1);") == ((1,), (2, 3, 4))
    assert plural_forms(RUSSIAN) == ((1, 21, 31), (2, 3, 4), (5, 6, 7), ())
    assert plural_forms("") == ((),)


def test_the_real_catalogues_are_sound(cast: Cast, settings) -> None:
    settings.LOCALE_PATHS = [Path(real.BASE_DIR) / "locale"]
    for language in ("tg", "fa-af", "ru"):
        catalogue = catalogue_of(language)
        assert len(catalogue.sentences) > 1000
        wrong = {s.msgid: found for s in catalogue.sentences if (found := problems_of(s, s.texts))}
        assert wrong == {}
        with CaptureQueriesContext(connection) as asked:
            assert len(ADAPTER.lines((language,), "en")) == -(-len(catalogue.sentences) // 25)
            assert ADAPTER.open_work("page-1", language) is not None
        assert len(asked) == 3
