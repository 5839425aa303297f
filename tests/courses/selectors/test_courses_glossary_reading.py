"""The glossary as its readers get it: order, search, what is hidden, what it costs."""

import pytest

from courses.enums import ApprovalState, ApprovedKind, TermMark, TermTopic
from courses.models import Approval, ProgrammeVersion, TermEdition
from courses.selectors.glossary import Reader, by_letter, glossary, reader_of, term_card, terms_in
from courses.selectors.standings import term_hash
from courses.services.terms import retire_term
from tests.factories.glossary import AT, make_term, say

pytestmark = pytest.mark.django_db
STAFF = Reader(drafts=True, marks=True, notes=True)
CAREFUL = Reader(drafts=False, marks=False, notes=False)


def titles(language, reader=STAFF, **filters):
    return [entry.name.text for entry in glossary(language, reader, **filters)]


def approve(code, language):
    edition = TermEdition.objects.filter(term__code=code, language=language).latest("number")
    Approval.objects.create(
        kind=ApprovedKind.TERM,
        code=code,
        language=language,
        source_hash=term_hash(edition),
        state=ApprovalState.APPROVED,
        at=AT,
    )


def test_terms_stand_in_the_order_of_the_readers_alphabet():
    for number, word in enumerate(["ҷадвал", "чек", "ғоиб", "гумрук", "5 / 4 / 3"], 1):
        make_term(f"T00{number}", {"tg": (word, "."), "en": (f"word {number}", ".")})
    assert titles("tg") == ["5 / 4 / 3", "гумрук", "ғоиб", "чек", "ҷадвал"]
    letters = by_letter(glossary("tg", STAFF))
    assert [letter.name for letter in letters] == ["#", "Г", "Ғ", "Ч", "Ҷ"]
    assert len({letter.anchor for letter in letters}) == 5


def test_a_missing_language_is_filled_with_the_source_and_says_so():
    make_term("T001", {"en": ("visa", "Leave to enter."), "ru": ("виза", "Право въезда.")})
    [entry] = glossary("fa-af", STAFF)
    assert (entry.name.text, entry.name.lang, entry.name.dir) == ("visa", "en", "ltr")
    assert [(other.text, other.lang) for other in entry.others] == [("виза", "ru")]


@pytest.mark.parametrize(
    ("language", "query"),
    [
        ("tg", "гуреза"),
        ("tg", "ГУРЕЗАҲО"),
        ("tg", "беженцы"),
        ("tg", "پناهنده"),
        ("fa-af", "پناهندگان"),
        ("fa-af", "كشور"),
        ("ru", "беженца"),
        ("en", "refugees"),
        ("en", "protected person"),
    ],
)
def test_terms_are_found_by_words_of_any_language(language, query):
    make_term()
    make_term("T001", {"en": ("visa", "Leave to enter."), "tg": ("раводид", "Иҷозат.")})
    found = glossary(language, STAFF, query=query)
    assert [entry.code for entry in found] == ["T073"]


def test_words_without_special_letters_and_digits_of_either_kind_are_found():
    make_term(
        "T067", {"en": ("foreign citizen", "."), "tg": ("шаҳрванди хориҷӣ", "Қоидаи 12."), "fa-af": ("تبعه ۱۲", ".")}
    )
    assert titles("tg", query="шахрванди хоричи коидаи") == ["шаҳрванди хориҷӣ"]
    assert titles("fa-af", query="12") == titles("fa-af", query="۱۲") == ["تبعه ۱۲"]
    assert titles("tg", query="неслово") == []


def test_terms_of_one_topic():
    make_term()
    make_term("T001", {"en": ("visa", ".")}, topic=TermTopic.DOCUMENTS)
    assert titles("en", topic="documents") == ["visa"]
    assert len(titles("en", topic="nonsense")) == 2


def test_readers_of_approved_texts_get_the_newest_approved_words():
    make_term("T001", {"en": ("visa", "First."), "tg": ("раводид", "Якум.")})
    assert titles("tg", CAREFUL) == []
    assert term_card("T001", "tg", CAREFUL) is None
    approve("T001", "en")
    [entry] = glossary("tg", CAREFUL)
    assert (entry.name.language, entry.others) == ("en", ())
    approve("T001", "tg")
    say("T001", "tg", "виза", "Дуюм.")
    [entry] = glossary("tg", CAREFUL)
    assert (entry.name.text, entry.approved) == ("раводид", True)
    [draft] = glossary("tg", STAFF)
    assert (draft.name.text, draft.approved) == ("виза", False)


def test_doubts_and_notes_are_for_those_who_write():
    make_term("T001", {"en": ("visa", ".")}, mark=TermMark.DOUBTFUL, note="ask the ministry")
    trainee = Reader(drafts=True, marks=False, notes=False)
    [seen] = glossary("en", trainee)
    assert (seen.doubtful, seen.note) == (False, "")
    [full] = glossary("en", STAFF)
    assert (full.doubtful, full.note) == (True, "ask the ministry")


def test_retired_terms_are_gone():
    make_term()
    retire_term(code="T073", at=AT)
    assert titles("en") == []
    assert term_card("T073", "en", STAFF) is None
    assert terms_in("en").places("refugee") == []


def test_who_reads_what(cast):
    assert reader_of(cast.trainee) == Reader(drafts=True, marks=False, notes=False)
    ProgrammeVersion.objects.update(drafts_shown=False)
    assert not reader_of(cast.trainee).drafts
    assert not reader_of(cast.stranger).drafts
    assert reader_of(cast.instructor) == Reader(drafts=True, marks=True, notes=False)
    assert reader_of(cast.translator) == reader_of(cast.editor) == STAFF


def test_two_queries_for_one_term_or_many(django_assert_num_queries):
    make_term()
    with django_assert_num_queries(2):
        glossary("ru", STAFF)
    for number in range(1, 6):
        make_term(f"T00{number}")
    with django_assert_num_queries(2):
        glossary("ru", STAFF, query="беженец")


def test_lessons_are_looked_through_by_the_newest_words_without_those_of_training():
    make_term(forms=["asylum holder"])
    make_term("T117", {"en": ("lesson", ".")}, topic=TermTopic.TRAINING)
    say("T073", "en", "exile")
    assert [found.code for found in terms_in("en").places("A refugee in exile has a lesson")] == ["T073"]
