"""Keys whose right answer stands in the words: pairs, orderings, faults of a zone are corrected too."""

import datetime
import uuid
from typing import Any

import pytest
from django.urls import reverse

from assessments.domain.marking import full_answer, mark
from assessments.enums import RegradeAct
from assessments.models import QuestionVersion, Quiz, Regrade
from assessments.selectors.texts import answer_lines
from assessments.services.regrading import KeyUnfitError, regrade
from courses.models import Module
from tests.conftest import Cast
from tests.factories.assessments import make_question, make_quiz
from tests.factories.statistics import sit

AT = datetime.datetime(2026, 11, 22, 9, tzinfo=datetime.UTC)
KEYS: dict[str, dict[str, Any]] = {
    "matching": {"pairs": 3, "right": [1, 0, 2]},
    "ordering": {"items": 4, "right": [1, 0, 2, 3]},
    "mrz": {
        "format": "TD3",
        "faults": ["birth_check", "name", "none"],
        "also": {"birth_check": ["none"], "name": ["none"]},
    },
}


@pytest.fixture
def quiz(cast: Cast) -> Quiz:
    return make_quiz(Module.objects.get(code="M2.2"), questions=0)


def correct(cast: Cast, version: QuestionVersion, key: dict[str, Any]) -> Regrade:
    return regrade(
        submission=uuid.uuid4(),
        version=version,
        act=RegradeAct.CORRECT_KEY,
        new_key=key,
        reason="wrong",
        document="7",
        seen=None,
        by=cast.editor,
        at=AT,
    )


@pytest.mark.parametrize("kind", KEYS)
def test_marks_follow_the_corrected_key(kind: str) -> None:
    key = KEYS[kind]
    for seed in range(1, 6):
        order = {"matching": [2, 0, 1], "ordering": [3, 1, 0, 2], "mrz": [0, 1, 2]}[kind]
        answer = full_answer(kind, key, order, seed)
        assert mark(kind, key, 2, answer, order, seed) == 2
        plain = {name: value for name, value in key.items() if name not in {"right", "also"}}
        if kind == "mrz":
            assert mark(kind, key, 2, 2, order, seed) == 2
        else:
            assert mark(kind, plain, 2, answer, order, seed) < 2
            usual = full_answer(kind, plain, order, seed)
            assert mark(kind, {**plain, "right": list(range(len(order)))}, 2, usual, order, seed) == 2


@pytest.mark.parametrize("kind", ["matching", "ordering"])
def test_the_next_version_says_in_its_words_what_is_right(cast: Cast, quiz: Quiz, kind: str) -> None:
    version = make_question(quiz.module, 1, kind)  # type: ignore[arg-type]
    sit(quiz, cast.cohort, [version], 1, knows=lambda *_: True)
    correct(cast, version, KEYS[kind])
    newest = version.question.versions.order_by("-number").first()
    assert newest is not None
    assert (newest.number, newest.key, newest.texts.count()) == (2, version.key, 4)
    for text in newest.texts.all():
        old = version.texts.get(language=text.language)
        said = [words for _label, words in answer_lines(kind, KEYS[kind], old.options)]
        assert [words for _label, words in answer_lines(kind, newest.key, text.options)] == said
        assert text.words_hash != old.words_hash
    back = {name: value for name, value in KEYS[kind].items() if name != "right"}
    correct(cast, version, back)
    last = version.question.versions.order_by("-number").first()
    assert last is not None
    assert (last.number, last.texts.get(language="tg").options) == (3, version.texts.get(language="tg").options)


def test_rewritten_pairs_are_left_as_somebody_wrote_them(cast: Cast, quiz: Quiz) -> None:
    version = make_question(quiz.module, 1, "matching")  # type: ignore[arg-type]
    text = version.texts.get(language="en")
    text.options = [["other left", "other right"], *text.options[1:]]
    newest = QuestionVersion.objects.create(
        question=version.question, number=2, kind="matching", key=version.key, source_hash="0"
    )
    text.pk, text.version = None, newest
    text.save(force_insert=True)
    correct(cast, version, KEYS["matching"])
    assert version.question.versions.count() == 2


def test_the_form_corrects_them(cast: Cast, quiz: Quiz) -> None:
    client = cast.client("editor")
    typed: dict[str, dict[str, Any]] = {
        "matching": {"place_0": "1", "place_1": "0", "place_2": "2"},
        "ordering": {"place_0": "1", "place_1": "0", "place_2": "2", "place_3": "3"},
        "mrz": {"also_birth_check": "none", "also_name": "none"},
    }
    for number, kind in enumerate(KEYS, 1):
        version = make_question(quiz.module, number, kind)  # type: ignore[arg-type]
        address = reverse("assessments:regrade", args=[version.question.code, 1])
        assert client.get(address).context["correctable"]
        common = {"submission": str(uuid.uuid4()), "act": "correct_key", "reason": "wrong", "document": "7"}
        if kind != "mrz":
            twice = dict.fromkeys(typed[kind], "0")
            answer = client.post(address, {**common, **twice})
            assert answer.status_code == 422
            assert [chosen for _at, chosen in answer.context["fields"]["places"]] == ["0"] * len(twice)
        run = client.post(address, {**common, **typed[kind]}).context["run"]
        done = client.post(address, {**common, **typed[kind], "seen": run.fingerprint, "apply": "1"})
        assert done.status_code == 302
        assert Regrade.objects.get(version=version).new_key == KEYS[kind]
        assert client.get(address).status_code == 200
        assert client.get(reverse("assessments:bank_question", args=[version.question.code])).status_code == 200


def test_a_hidden_digit_is_calculated_and_never_corrected(cast: Cast, quiz: Quiz) -> None:
    version = make_question(quiz.module, 1, "mrz")  # type: ignore[arg-type]
    hidden = QuestionVersion.objects.create(
        question=version.question, number=2, kind="mrz", key={"format": "TD3", "field": "birth"}, source_hash="1"
    )
    address = reverse("assessments:regrade", args=[version.question.code, 2])
    assert not cast.client("editor").get(address).context["correctable"]
    with pytest.raises(KeyUnfitError):
        correct(cast, hidden, {"format": "TD3", "faults": ["none", "name"]})
