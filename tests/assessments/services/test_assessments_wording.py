"""Words of questions and exercises: what an attempt was sat with stays, nobody's key changes, meanings keep step."""

import datetime
import functools
import json
from typing import Any

import pytest
from django.utils.translation import gettext, override

from accounts.models import AuditEntry
from assessments.models import AttemptQuestion, PracticalText, PracticalVersion, QuestionText, QuestionVersion
from assessments.selectors.texts import QUESTIONS, hash_of, review_text, text_of, written
from assessments.services.starting import start
from assessments.services.wording import (
    TextUnknownError,
    WordsRefusedError,
    set_practical_words,
    set_question_words,
)
from courses.enums import ApprovalState, ApprovedKind, Change
from courses.models import Module
from courses.services.approvals import set_state
from tests.conftest import Cast
from tests.factories.assessments import KEYS, make_practical, make_question, make_quiz, observe

AT = datetime.datetime(2026, 11, 22, 9, tzinfo=datetime.UTC)
same = functools.partial(json.dumps, sort_keys=True)  # PostgreSQL gives keys back in another order
MEANING, WORDING, FOLLOWS = Change.MEANING, Change.WORDING, Change.FOLLOWS


@pytest.fixture
def module(cast: Cast) -> Module:
    return Module.objects.get(code="M2.2")


@pytest.fixture
def version(module: Module) -> QuestionVersion:
    return make_question(module, 1)


def write(cast: Cast, language: str = "tg", change: Change | None = None, **words: Any) -> QuestionText:
    said = {
        "stem": f"stem 1 {language}",
        "options": [f"option {place} {language}" for place in range(4)],
        "feedback": f"feedback 1 {language}",
        **words,
    }
    return set_question_words(code="m2.2-q1", language=language, change=change, by=cast.translator, at=AT, **said)


def rows() -> dict[str, QuestionText]:
    return dict(written(QUESTIONS, ["m2.2-q1"])["m2.2-q1"].rows)


def meanings() -> dict[str, int]:
    return {language: row.meaning for language, row in rows().items()}


def sit(version: QuestionVersion, cast: Cast) -> None:
    make_quiz(version.question.module, questions=0)
    start(code="M2.2", language="tg", by=cast.trainee, at=AT)
    assert AttemptQuestion.objects.get().version_id == version.pk


def approve(language: str, state: ApprovalState = ApprovalState.APPROVED) -> None:
    set_state(
        kind=ApprovedKind.QUESTION,
        code="m2.2-q1",
        language=language,
        source_hash=rows()[language].words_hash,
        state=state,
        by=None,
        at=AT,
    )


def test_an_unused_version_is_mended_in_place(cast: Cast, version: QuestionVersion) -> None:
    text = write(cast, stem="дигар")
    assert (text.version_id, text.stem, text.changed_by, text.changed_at) == (version.pk, "дигар", cast.translator, AT)
    assert QuestionVersion.objects.count() == 1
    assert text.words_hash == hash_of(QUESTIONS, version, QUESTIONS.words_of(text))
    entry = AuditEntry.objects.get(act="edition_published")
    assert entry.new == {"kind": "question", "code": "m2.2-q1", "language": "tg", "number": 1, "meaning": 1}


def test_a_version_that_was_sat_keeps_its_words_and_the_next_copies_the_others(
    cast: Cast, version: QuestionVersion
) -> None:
    sit(version, cast)
    text = write(cast, stem="дигар")
    assert version.texts.get(language="tg").stem == "stem 1 tg"
    assert text.version.number == 2
    assert {row.language: row.stem for row in text.version.texts.all()} == {
        "tg": "дигар", "en": "stem 1 en", "ru": "stem 1 ru", "fa-af": "stem 1 fa-af",
    }  # fmt: skip
    assert (text.version.key, text.version.marks, text.version.specimen) == (
        version.key,
        version.marks,
        version.specimen,
    )
    write(cast, stem="боз дигар")  # nobody sat the second yet
    assert QuestionVersion.objects.count() == 2


def test_words_that_were_approved_stay_until_others_are(cast: Cast, version: QuestionVersion) -> None:
    approve("tg")
    assert write(cast, "ru", stem="иначе").version.number == 1  # nobody approved the Russian
    assert write(cast, stem="дигар").version.number == 2
    assert version.texts.get(language="tg").stem == "stem 1 tg"


def test_a_missing_language_is_added_even_to_a_version_that_was_sat(cast: Cast, version: QuestionVersion) -> None:
    version.texts.filter(language="ru").delete()
    sit(version, cast)
    text = write(cast, "ru")
    assert (text.version_id, text.meaning) == (version.pk, 1)
    assert QuestionVersion.objects.count() == 1


def test_a_new_meaning_in_any_language_leaves_the_others_behind(cast: Cast, version: QuestionVersion) -> None:
    write(cast, "en", stem="other")  # nobody was asked: the source is taken to have changed it
    assert meanings() == {"en": 2, "tg": 1, "ru": 1, "fa-af": 1}
    assert rows()["tg"].was["words"]["stem"] == "stem 1 en"
    write(cast, "en", WORDING, stem="other,")
    assert meanings() == {"en": 2, "tg": 1, "ru": 1, "fa-af": 1}
    write(cast, "tg", stem="дигар")  # a translation that was behind follows
    write(cast, "ru", FOLLOWS)  # the same words still say it
    assert meanings() == {"en": 2, "tg": 2, "ru": 2, "fa-af": 1}
    assert rows()["tg"].was == rows()["ru"].was == {}
    write(cast, "tg", MEANING, stem="ҳуқуқшинос ислоҳ кард")
    assert meanings() == {"en": 2, "tg": 3, "ru": 2, "fa-af": 1}
    assert rows()["en"].was == {"language": "tg", "words": QUESTIONS.words_of(_tg("дигар"))}
    assert rows()["fa-af"].was["words"]["stem"] == "stem 1 en"  # what it was really written for
    assert written(QUESTIONS)["m2.2-q1"].source == "tg"
    write(cast, "ru", WORDING, stem="запятая")
    assert meanings()["ru"] == 2


def _tg(stem: str) -> QuestionText:
    options = [f"option {place} tg" for place in range(4)]
    return QuestionText(stem=stem, options=options, feedback="feedback 1 tg")


def test_what_falls_behind_on_a_new_version_knows_what_it_was_written_for(cast: Cast, version: QuestionVersion) -> None:
    sit(version, cast)
    write(cast, "en", stem="other")
    assert rows()["ru"].version.number == 2
    assert rows()["ru"].was["words"]["stem"] == "stem 1 en"


def test_the_same_words_write_nothing(cast: Cast, version: QuestionVersion) -> None:
    before = QuestionText.objects.order_by("pk").values()
    for language in ("tg", "en"):
        for change in (None, MEANING, WORDING, FOLLOWS):
            write(cast, language, change)
    assert list(QuestionText.objects.order_by("pk").values()) == list(before)
    assert not AuditEntry.objects.filter(act="edition_published").exists()


def test_another_number_of_paragraphs_in_the_source_is_another_meaning(cast: Cast, version: QuestionVersion) -> None:
    write(cast, "en", WORDING, stem="one\n\ntwo")
    assert meanings()["en"] == 2
    with pytest.raises(WordsRefusedError, match="as many paragraphs"):
        write(cast, "tg")
    assert write(cast, "tg", stem="як\r\n\r\nду\nсе").stem == "як\n\nду се"


@pytest.mark.parametrize(
    ("kind", "words", "told"),
    [
        ("single", {"options": ["a", "b", "c"]}, "4 options"),
        ("single", {"options": ["a", "b", "c", "d", "e"]}, "4 options"),
        ("single", {"options": ["a", "b", "c", " "]}, "empty"),
        ("single", {"options": ["a", "b", "c", "a"]}, "same"),
        ("single", {"stem": " \n"}, "missing"),
        ("single", {"feedback": "- a list"}, "cannot begin"),
        ("true_false", {"options": ["a"]}, "0 options"),
        ("matching", {"options": [["a", "b"], ["c", "d"]]}, "3 options"),
        ("matching", {"options": [["a", "b"], ["c", "d"], ["e"]]}, "two sides"),
        ("matching", {"options": [["a", "b"], ["c", "d"], ["e", "b"]]}, "same"),
        ("matching", {"options": [["a", "b"], ["c", "d"], ["e", "f | g"]]}, "|"),
    ],
)
def test_words_that_do_not_fit_are_refused(
    cast: Cast, module: Module, kind: str, words: dict[str, Any], told: str
) -> None:
    make_question(module, 1, kind)
    before = list(QuestionText.objects.order_by("pk").values())
    with pytest.raises(WordsRefusedError) as refused:
        write(cast, **words)
    assert told in str(refused.value)
    assert list(QuestionText.objects.order_by("pk").values()) == before


def test_what_is_not_there_is_unknown(cast: Cast, version: QuestionVersion) -> None:
    with pytest.raises(TextUnknownError):
        write(cast, "de")
    version.question.retired_at = AT
    version.question.save()
    with pytest.raises(TextUnknownError):
        write(cast)


@pytest.mark.parametrize("kind", KEYS)
def test_no_wording_changes_key_or_marks(cast: Cast, module: Module, kind: str) -> None:
    version = make_question(module, 1, kind, marks=3)
    decides = (version.kind, version.marks, version.key, version.specimen, version.source_hash)
    sit(version, cast)
    options = version.texts.get(language="tg").options
    for change in (MEANING, WORDING, FOLLOWS, None):
        for language in ("en", "tg"):
            write(cast, language, change, stem=f"{change} {language}", options=options)
    found = QuestionVersion.objects.all()
    assert len(found) > 1
    assert {(one.kind, one.marks, same(one.key), same(one.specimen), one.source_hash) for one in found} == {
        (decides[0], decides[1], same(decides[2]), same(decides[3]), decides[4])
    }


def practical(cast: Cast, **words: Any) -> PracticalText:
    said = {
        "title": "Номи нав",
        "conditions": "як\n\nду",
        "equipment": ["таҷҳизот"],
        "criteria": ["а", "б", "в", "г"],
        "guidance": "роҳнамо",
        **words,
    }
    return set_practical_words(code="PX-2.2", language="tg", change=None, by=cast.translator, at=AT, **said)


def test_exercises_likewise(cast: Cast) -> None:
    make_practical()
    assert practical(cast).version.number == 1
    observe(cast.enrolment, cast.instructor)
    text = practical(cast, title="Боз")
    assert (text.version.number, text.version.criteria) == (2, [False, True, False, False])
    assert PracticalVersion.objects.get(number=1).texts.get(language="tg").title == "Номи нав"
    for wrong in ({"criteria": ["а"]}, {"title": ""}, {"equipment": ["а", "б"]}, {"criteria": ["а", "б", "в", ""]}):
        with pytest.raises(WordsRefusedError):
            practical(cast, **wrong)
    with pytest.raises(WordsRefusedError):
        practical(cast, title="х" * 256)


def test_reviewers_read_the_words_with_the_right_answers(cast: Cast, module: Module) -> None:
    for number, kind in enumerate(KEYS, 1):
        make_question(module, number, kind)
    assert text_of("question", "m2.2-q1", "tg") == [
        ("Question", "stem 1 tg"),
        ("Specimen", "P<UTO<<TEST<<<"),
        ("Option 1", "option 0 tg"),
        ("Option 2", "option 1 tg"),
        ("Option 3: right", "option 2 tg"),
        ("Option 4", "option 3 tg"),
        ("Feedback", "feedback 1 tg"),
    ]
    with override("ru"):
        false = gettext("False")  # in the language of the text, whoever reads
    assert ("Right answer", false) in text_of("question", "m2.2-q3", "ru")
    assert ("Right answer", "39 ± 0") in text_of("question", "m2.2-q4", "ru")
    assert ("Pair 1", "left 0 ru — right 0 ru") in text_of("question", "m2.2-q5", "ru")
    make_practical()
    found = review_text("practical", "PX-2.2", "ru")
    assert found is not None
    assert (found.course, found.module, found.stale) == ("M2", "M2.2", False)
    assert ("Criterion 2: critical", "criterion 2 ru") in found.texts
    assert found.hash == PracticalText.objects.get(language="ru").words_hash
    assert review_text("practical", "PX-9", "ru") is None
    assert review_text("term", "T001", "ru") is None
    assert text_of("question", "m2.2-q1", "de") == []
