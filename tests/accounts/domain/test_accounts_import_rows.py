import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.domain import list_words
from accounts.domain.findings import Field, Note, Reason
from accounts.domain.import_rows import RankWords, judge, same_person
from accounts.domain.starting_rows import POLICE_WORDS, RANKS

TODAY = datetime.date(2026, 11, 22)
RANK_WORDS = RankWords({code: (*titles, *POLICE_WORDS.get(code, ())) for code, *titles in RANKS})
GOOD = {
    "service_number": "TJ-104233", "surname": "Каримзода", "given_name": "Далер", "father_name": "Саид",
    "latin_name": "KARIMZODA DALER", "sex": "м", "birth_date": "14.03.1999", "rank": "сержант", "unit": "U-07",
    "service": "ПВ", "language": "тадж",
}  # fmt: skip
ZAHRA = {"surname": "", "given_name": "زهرا", "father_name": "غلام علی", "latin_name": "ZAHRA"}


def judged(**changes):
    return judge({**GOOD, **changes}, (), RANK_WORDS, TODAY)


def reasons(**changes):
    return [finding.code for finding in judged(**changes).reasons]


def notes(**changes):
    return [finding.code for finding in judged(**changes).notes]


def test_a_good_line():
    entry = judged().entry
    assert (entry.number, entry.rank, entry.service, entry.language, entry.sex) == (
        "TJ-104233",
        "OR4",
        "BFT",
        "tg",
        "m",
    )
    assert entry.latin == ("KARIMZODA", "DALER")
    assert entry.birth_year == 1999
    assert entry.script == "cyrl"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"service_number": ""}, Reason.NUMBER_MISSING),
        ({"service_number": "-"}, Reason.NUMBER_MISSING),
        ({"service_number": "Каримов"}, Reason.NUMBER_FORM),
        ({"given_name": ""}, Reason.GIVEN_NAME_MISSING),
        ({"surname": ""}, Reason.SURNAME_MISSING),
        ({"surname": '=HYPERLINK("http://x")'}, Reason.FORMULA),
        ({"given_name": "+7992"}, Reason.FORMULA),
        ({"given_name": "Дал3р"}, Reason.NAME_SIGNS),
        ({"given_name": "Daler"}, Reason.NAME_ALPHABETS),
        ({"given_name": "Д" * 121}, Reason.NAME_LONG),
        ({"sex": ""}, Reason.SEX_MISSING),
        ({"sex": "x"}, Reason.SEX_UNKNOWN),
        ({"birth_date": ""}, Reason.BIRTH_MISSING),
        ({"birth_date": "31.02.1999"}, Reason.BIRTH_IMPOSSIBLE),
        ({"birth_date": "2002-13-01"}, Reason.BIRTH_IMPOSSIBLE),
        ({"birth_date": "spring"}, Reason.BIRTH_FORM),
        ({"birth_date": "01.01.2030"}, Reason.BIRTH_FUTURE),
        ({"birth_date": "01.01.2019"}, Reason.CHILD),
        ({"birth_date": "01.01.1930"}, Reason.TOO_OLD),
        ({"rank": "генерал"}, Reason.RANK_UNCLEAR),
        ({"rank": "адмирал"}, Reason.RANK_UNKNOWN),
        ({"unit": "U" * 33}, Reason.UNIT_LONG),
        ({"service": "почта"}, Reason.SERVICE_UNKNOWN),
        ({"language": "узб"}, Reason.LANGUAGE_UNKNOWN),
        ({"service": "AF", "father_name": "", "language": "дари"}, Reason.FATHER_NAME_MISSING),
        ({"service_number": "AF-1"}, Reason.SERVICE_CONTRADICTS),
        ({"surname": "کریمی", "given_name": "عبدالله", "father_name": ""}, Reason.SERVICE_CONTRADICTS),
    ],
)
def test_each_fault_has_its_own_reason(changes, expected):
    judgement = judged(**changes)
    assert [finding.code for finding in judgement.reasons] == [expected]
    assert judgement.entry is None


def test_a_cut_line_is_one_reason():
    short = dict.fromkeys(GOOD, "") | {"service_number": "TJ-1", "surname": "Содиқов", "given_name": "Меҳроб"}
    assert [finding.code for finding in judge(short, (), RANK_WORDS, TODAY).reasons] == [Reason.SHORT_LINE]


def test_surplus_cells_refuse_the_line():
    assert [f.code for f in judge(GOOD, ("x",), RANK_WORDS, TODAY).reasons] == [Reason.TOO_MANY_CELLS]


def test_on_the_seventeenth_birthday_a_person_may_be_trained():
    assert reasons(birth_date="22.11.2009") == []
    assert reasons(birth_date="23.11.2009") == [Reason.CHILD]


def test_a_year_alone_is_enough():
    assert judged(birth_date="1999").entry.birth_year == 1999


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"surname": "Ќурбонова"}, Note.LETTERS_MENDED),
        ({"birth_date": "36161"}, Note.DATE_SERIAL),
        ({"birth_date": "۱۹۹۴-۰۸-۲۳"}, Note.DATE_DIGITS),
        ({"birth_date": "۱۳۷۵/۰۹/۱۲"}, Note.DATE_SOLAR),
        ({"latin_name": ""}, Note.LATIN_PROPOSED),
        ({"latin_name": "", "language": "рус"}, Note.LATIN_MISSING),
        ({"latin_name": "Каримзода Далер"}, Note.LATIN_REFUSED),
        ({"latin_name": "KARIMZODA"}, Note.LATIN_REFUSED),
        ({"service_number": "104283"}, Note.NUMBER_BARE),
        ({"service": ""}, Note.SERVICE_ASSUMED),
        ({"language": ""}, Note.LANGUAGE_ASSUMED),
    ],
)
def test_what_was_put_right_is_reported(changes, expected):
    assert notes(**changes) == [expected]
    assert judged(**changes).entry is not None


def test_an_unstated_service_never_leaves_an_afghan_trainee_unprotected():
    assert judged(service="", service_number="AF-20871").entry.service == "AF"
    assert (
        judged(service="", surname="", given_name="زهرا", father_name="غلام علی", latin_name="").entry.service == "AF"
    )


def test_ranks_in_every_language_and_by_code():
    for words in ("OR3", "or3", "младший сержант", "мл. сержант", "Сержанти хурд", "پرکمشر", "Junior sergeant"):
        assert RANK_WORDS.find(words) == "OR3", words
    assert RANK_WORDS.find("курсант") == ""
    assert RANK_WORDS.find("سمونوال") == "OF5"


def test_each_rank_word_means_one_rank():
    for code, *titles in RANKS:
        for title in (*titles, *POLICE_WORDS.get(code, ())):
            assert RANK_WORDS.find(title) == code, title


def test_no_word_of_a_list_has_two_meanings():
    for table in (list_words.SEXES, list_words.SERVICES, list_words.LANGUAGES, list_words.HEADINGS):
        seen = [(word, code) for code, accepted in table.items() for word in set(map(list_words.key, accepted))]
        assert len({word for word, _ in seen}) == len(seen)
    assert set(list_words.HEADINGS) == set(Field.values)


def test_a_compound_given_name_in_latin():
    entry = judged(
        service="AF", service_number="AF-1", surname="احمدی", given_name="محمد کریم", father_name="عبدالرحیم",
        latin_name="AHMADI MOHAMMAD KARIM", language="дари",
    ).entry  # fmt: skip
    assert entry.latin == ("AHMADI", "MOHAMMAD KARIM")
    assert judged(
        service="AF", surname="", given_name="زهرا", father_name="غلام علی", latin_name="ZAHRA"
    ).entry.latin == (
        "",
        "ZAHRA",
    )


def test_a_number_with_another_name_is_another_person():
    entry = judged().entry
    assert same_person(entry, ["Каримов"], ["Далер"])
    assert same_person(entry, ["КАРИМЗОДА"], ["Дилшод"])
    assert same_person(entry, ["Karimzoda"], ["X"])
    assert not same_person(entry, ["Саидов"], ["Фирӯз"])


cells = st.one_of(
    st.text(max_size=40), st.dates(), st.sampled_from(["", "м", "ПВ", "AF", "36161", "31.02.1999", "۱۳۷۵"])
)


@settings(deadline=None)
@given(st.fixed_dictionaries(dict.fromkeys(GOOD, cells)), st.lists(cells, max_size=2))
def test_no_text_makes_the_judge_stumble(values, surplus):
    judgement = judge(values, surplus, RANK_WORDS, TODAY)
    assert (judgement.entry is None) == bool(judgement.reasons)
    for finding in (*judgement.reasons, *judgement.notes):
        kind = Reason if finding.code in Reason.values else Note
        assert str(kind(finding.code).label) % {"value": finding.value}


@settings(deadline=None)
@given(
    st.sampled_from(["TJ-1", "AF-1"]),
    st.sampled_from(["Далер", "زهرا", "Zahra"]),
    st.sampled_from(["", "ПВ", "АФ", "OTH"]),
)
def test_nobody_with_an_afghan_number_is_taken_unprotected(number, given, service):
    entry = judged(service_number=number, surname=given, given_name=given, father_name=given, service=service).entry
    if entry and number.startswith("AF") and service != "OTH":
        assert entry.service == "AF"
