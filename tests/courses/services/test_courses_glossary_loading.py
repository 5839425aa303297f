"""The files of the glossary become rows and editions; what a person wrote since is kept and told."""

import datetime
import time

import pytest

from courses.enums import Change
from courses.models import AdvisedForm, Term, TermEdition
from courses.selectors.manuscripts import ManuscriptFileError
from courses.services.glossary_loading import load_glossary
from courses.services.terms import retire_term
from tests.factories.accounts import make_staff
from tests.factories.glossary import AT, say, write_advice, write_glossary

pytestmark = pytest.mark.django_db
BORDER = {"en": "border", "tg": "сарҳад", "fa-af": "سرحد", "ru": "граница"}
VISA = {"en": "visa", "tg": "раводид", "fa-af": "ویزه", "ru": "виза"}


def load(folder):
    return load_glossary(folder=folder, by=None, at=AT)


def newest(code: str, language: str) -> TermEdition:
    return TermEdition.objects.filter(term__code=code, language=language).latest("number")


def test_a_folder_without_a_glossary_is_no_error(tmp_path):
    assert load(tmp_path) is None


def test_terms_get_their_words_in_four_languages(tmp_path):
    report = load(write_glossary(tmp_path, {"T001": BORDER, "T002": VISA}))
    assert report.added == ["T001", "T002"]
    assert len(report.written) == 8
    assert newest("T002", "fa-af").title == "ویزه"
    assert newest("T001", "tg").summary == "сарҳад."
    assert newest("T001", "tg").sort_key
    assert set(TermEdition.objects.values_list("number", "meaning")) == {(1, 1)}


def test_loading_again_changes_nothing(tmp_path):
    folder = write_glossary(tmp_path, {"T001": BORDER})
    write_advice(folder, ("مرز", "سرحد"))
    load(folder)
    ids = set(AdvisedForm.objects.values_list("pk", flat=True))
    report = load(folder)
    assert (report.added, report.written, report.kept, report.not_in_files) == ([], [], [], [])
    assert TermEdition.objects.count() == 4
    assert set(AdvisedForm.objects.values_list("pk", flat=True)) == ids


def test_new_source_words_leave_translations_out_of_date_until_their_files_follow(tmp_path):
    load(write_glossary(tmp_path, {"T001": BORDER}))
    load(write_glossary(tmp_path, {"T001": {**BORDER, "en": "state border", "ru": "государственная граница"}}))
    assert (newest("T001", "en").meaning, newest("T001", "ru").meaning) == (2, 2)
    assert newest("T001", "tg").meaning == 1
    assert newest("T001", "ru").change == Change.FOLLOWS
    load(write_glossary(tmp_path, {"T001": {**BORDER, "en": "state border", "tg": "сарҳади давлатӣ"}}))
    assert newest("T001", "tg").meaning == 2


def test_what_a_person_wrote_is_kept_and_told_only_where_the_file_says_something_new(tmp_path):
    load(write_glossary(tmp_path, {"T001": BORDER}))
    lawyer = make_staff("translator", number="TR-7")
    say("T001", "tg", "марз", by=lawyer)
    assert load(write_glossary(tmp_path, {"T001": BORDER})).kept == []
    report = load(write_glossary(tmp_path, {"T001": {**BORDER, "tg": "ҳудуд", "ru": "рубеж"}}))
    assert (report.kept, report.written) == (["T001 tg"], ["T001 ru"])
    assert newest("T001", "tg").title == "марз"


def test_a_source_that_a_person_changed_keeps_its_translations_too(tmp_path):
    load(write_glossary(tmp_path, {"T001": BORDER}))
    say("T001", "en", "frontier", by=make_staff("editor", number="ED-7"))
    report = load(write_glossary(tmp_path, {"T001": {**BORDER, "en": "limit", "ru": "рубеж"}}))
    assert report.kept == ["T001 en", "T001 ru"]
    assert newest("T001", "ru").title == "граница"


def test_terms_that_files_no_longer_name_are_told_and_stay(tmp_path):
    load(write_glossary(tmp_path, {"T001": BORDER, "T002": VISA}))
    assert load(write_glossary(tmp_path, {"T001": BORDER})).not_in_files == ["T002"]
    assert Term.objects.get(code="T002").retired_at is None


def test_a_retired_term_is_left_alone(tmp_path):
    load(write_glossary(tmp_path, {"T001": BORDER}))
    retire_term(code="T001", at=AT)
    report = load(write_glossary(tmp_path, {"T001": {**BORDER, "ru": "рубеж"}}))
    assert (report.written, report.not_in_files) == ([], [])
    assert Term.objects.get(code="T001").retired_at == AT


def test_advised_forms_become_those_of_the_file(tmp_path):
    folder = write_glossary(tmp_path, {"T001": BORDER})
    write_advice(folder, ("مرز", "سرحد", "-"), ("ویزا", "ویزه", "note"), letters=["Ќ"])
    assert load(folder).advised == 3
    write_advice(folder, ("مرز", "سرحد دولتی"))
    load(folder)
    assert list(AdvisedForm.objects.values_list("form", "instead", "note", "letters")) == [
        ("مرز", "سرحد دولتی", "", False)
    ]


@pytest.mark.parametrize("wrong", ["topic", "mark", "code", "advice"])
def test_wrong_files_are_refused_before_anything_is_written(tmp_path, wrong):
    folder = write_glossary(tmp_path, {"T001": BORDER})
    changes = {
        "topic": ("glossary.txt", "border", "weather"),
        "mark": ("glossary.ru.txt", "sourced", "sure"),
        "code": ("glossary.ru.txt", "T001", "T009"),
    }
    if wrong == "advice":
        write_advice(folder, ("مرز",))
    else:
        name, old, new = changes[wrong]
        path = folder / name
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(ManuscriptFileError):
        load(folder)
    assert not Term.objects.exists()


def test_the_whole_glossary_loads_in_less_than_five_seconds(tmp_path, django_assert_max_num_queries):
    terms = {f"T{number:03}": {code: f"{word} {number}" for code, word in BORDER.items()} for number in range(1, 157)}
    folder = write_glossary(tmp_path, terms)
    began = time.process_time()
    with django_assert_max_num_queries(200):
        load(folder)
    assert time.process_time() - began < 5
    assert TermEdition.objects.count() == 624


def test_loading_is_signed_by_whoever_asks(tmp_path):
    folder = write_glossary(tmp_path, {"T001": BORDER})
    editor = make_staff("editor", number="ED-7")
    load_glossary(folder=folder, by=editor, at=AT + datetime.timedelta(days=1))
    assert newest("T001", "en").published_by == editor
