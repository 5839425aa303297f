"""Editors write questions on a screen: new ones, changed ones, retired ones."""

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Act
from accounts.models import AuditEntry
from assessments.models import Attempt, Question, QuestionText, QuestionVersion, Regrade
from assessments.services.authoring import WRITABLE
from courses.models import Module
from tests.conftest import Cast
from tests.factories.assessments import KEYS, NEW_KEYS, make_question, make_quiz
from tests.factories.statistics import sit

NEW = reverse("assessments:bank_new")
ANSWERS: dict[str, dict[str, Any]] = {
    "single": {"option_0": "one", "option_3": "two", "right": "3"},
    "multiple": {"option_0": "one", "option_1": "two", "option_2": "three", "right": ["0", "2"]},
    "true_false": {"right": "true"},
    "numeric": {"value": "12.5", "tolerance": ""},
    "matching": {"option_0": "a", "other_0": "b", "option_1": "c", "other_1": "d"},
    "ordering": {"option_0": "first", "option_1": "second"},
    "short": {"accepted": "en | refugee | 100\ntg | гуреза | 100"},
}
MADE = {
    "single": {"options": 2, "right": [1]},
    "multiple": {"options": 3, "right": [0, 2]},
    "true_false": {"right": True},
    "numeric": {"value": "12.5", "tolerance": "0"},
    "matching": {"pairs": 2},
    "ordering": {"items": 2},
    "short": {"accepted": [["en", "refugee", 100], ["tg", "гуреза", 100]]},
}


@pytest.fixture
def module(cast: Cast) -> Module:
    return Module.objects.get(code="M2.2")


@pytest.fixture
def editor(cast: Cast, module: Module) -> Client:
    return cast.client("editor")


def page(name: str, version: QuestionVersion) -> str:
    return reverse(f"assessments:{name}", args=[version.question.code])


def new(of: str, **changed: Any) -> dict[str, Any]:
    common = {"module": "M2.2", "kind": of, "stem": "What?", "feedback": "So.", "marks": "2", "difficulty": "hard"}
    return {"submission": str(uuid.uuid4()), **common, **ANSWERS[of], **changed}


def shown(client: Client, version: QuestionVersion) -> dict[str, Any]:
    """What a browser would send back when nothing is changed."""
    context = client.get(page("bank_edit", version)).context
    form = context["form"]
    data = {name: form[name].value() for name in form.fields if form[name].value() not in {None, False}}
    for line in context["lines"]:
        data |= {f"option_{line.number}": line.words, f"other_{line.number}": line.other}
    right = [str(line.number) for line in context["lines"] if line.right]
    return {**data, **context["key"], **({"right": right} if right else {})}


@pytest.mark.parametrize("kind", WRITABLE)
def test_a_new_question_of_each_kind_is_made_once(cast: Cast, editor: Client, kind: str) -> None:
    data = new(kind, tags="seals, visa,seals", exam_only="on")
    for _again in range(2):
        answer = editor.post(NEW, data)
        assert answer.status_code == 302
    made = Question.objects.get()
    version, text = made.versions.get(), QuestionText.objects.get()
    assert (version.kind, version.key, version.marks, made.created_by) == (kind, MADE[kind], 2, cast.editor)
    assert (text.language, text.stem, made.exam_only) == ("en", "What?", True)
    assert [tag.word for tag in made.tags.all()] == ["seals", "visa"]
    assert AuditEntry.objects.filter(act=Act.QUESTION_CHANGED).count() == 1
    assert editor.get(answer["Location"]).status_code == 200
    assert editor.post(page("bank_edit", version), shown(editor, version)).status_code == 302
    assert QuestionVersion.objects.count() == 1
    assert AuditEntry.objects.filter(act=Act.QUESTION_CHANGED).count() == 1


@pytest.mark.parametrize(
    ("kind", "changed"),
    [
        ("single", {"right": ""}),
        ("single", {"right": ["0", "3"]}),
        ("single", {"option_3": ""}),
        ("multiple", {"option_1": "one"}),
        ("numeric", {"value": "many"}),
        ("matching", {"other_1": ""}),
        ("ordering", {"option_1": ""}),
        ("short", {"accepted": "refugee"}),
        ("single", {"stem": " "}),
        ("single", {"marks": "11"}),
        ("single", {"tags": "x" * 41}),
        ("single", {"lesson": "999"}),
        ("single", {"submission": "x"}),
        ("single", {"kind": "essay"}),
        ("single", {"module": "M9.9"}),
        ("single", {"stem": "- an item"}),
    ],
)
def test_what_is_not_sound_is_told_and_kept(editor: Client, kind: str, changed: dict[str, Any]) -> None:
    answer = editor.post(NEW, new(kind, **changed))
    assert answer.status_code == 422
    assert not Question.objects.exists()
    if "form" in answer.context and "stem" in answer.context["form"].fields and "stem" not in changed:
        assert "What?" in answer.content.decode()


@pytest.mark.parametrize("kind", [kind for kind in KEYS | NEW_KEYS if kind in set(WRITABLE)])
def test_saving_what_is_shown_changes_nothing(editor: Client, module: Module, kind: str) -> None:
    version = make_question(module, 1, kind)
    before = list(QuestionText.objects.order_by("pk").values())
    assert editor.post(page("bank_edit", version), shown(editor, version)).status_code == 302
    assert list(QuestionText.objects.order_by("pk").values()) == before
    assert not AuditEntry.objects.filter(act=Act.QUESTION_CHANGED).exists()


def test_words_of_an_unused_question_are_mended(cast: Cast, editor: Client, module: Module) -> None:
    version = make_question(module, 1)
    editor.post(page("bank_edit", version), {**shown(editor, version), "stem": "Mended?", "difficulty": "easy"})
    text = version.texts.get(language="en")
    assert (text.stem, version.question.versions.count()) == ("Mended?", 1)
    assert text.meaning > version.texts.get(language="tg").meaning
    question = Question.objects.get()
    assert (question.difficulty, question.created_by) == ("easy", cast.editor)


def test_a_used_question_gets_its_next_version_and_attempts_keep_theirs(
    cast: Cast, editor: Client, module: Module
) -> None:
    version = make_question(module, 1)
    sit(make_quiz(module, questions=0), cast.cohort, [version], 1, knows=lambda *_: True)
    data = {**shown(editor, version), "stem": "Mended?", "wording_only": "on"}
    editor.post(page("bank_edit", version), data)
    editor.post(page("bank_edit", version), data)
    newest = version.question.versions.order_by("-number").first()
    assert (newest.number, newest.key) == (2, version.key)
    assert Attempt.objects.get().drawn.get().version == version
    assert version.texts.get(language="en").stem == "stem 1 en"
    assert {text.language: text.meaning for text in newest.texts.all()} == {"en": 1, "tg": 1, "ru": 1, "fa-af": 1}


def test_another_right_answer_to_the_same_words_keeps_the_other_languages(
    cast: Cast, editor: Client, module: Module
) -> None:
    version = make_question(module, 1)
    editor.post(page("bank_edit", version), {**shown(editor, version), "right": "0"})
    newest = version.question.versions.order_by("-number").first()
    assert (newest.number, newest.key["right"], newest.texts.count()) == (2, [0], 4)
    assert newest.texts.get(language="en").changed_by == cast.editor
    assert QuestionVersion.objects.get(pk=version.pk).key["right"] == [2]


@pytest.mark.parametrize("changed", [{"option_0": "option 2 en", "option_2": "option 0 en"}, {"stem": "Not so?"}])
def test_other_languages_never_go_along_with_a_key_that_is_not_theirs(
    editor: Client, module: Module, changed: dict[str, str]
) -> None:
    version = make_question(module, 1)
    editor.post(page("bank_edit", version), {**shown(editor, version), "right": "0", **changed})
    newest = version.question.versions.order_by("-number").first()
    assert (newest.number, [text.language for text in newest.texts.all()]) == (2, ["en"])


def test_two_editors_do_not_overwrite_each_other(editor: Client, module: Module) -> None:
    version = make_question(module, 1)
    data = shown(editor, version)
    assert editor.post(page("bank_edit", version), {**data, "stem": "Mine?"}).status_code == 302
    answer = editor.post(page("bank_edit", version), {**data, "stem": "Yours?"})
    assert answer.status_code == 409
    assert "Yours?" in answer.content.decode()
    assert version.texts.get(language="en").stem == "Mine?"


def test_retired_and_taken_back_but_never_when_annulled(cast: Cast, editor: Client, module: Module) -> None:
    version = make_question(module, 1)
    for _again in range(2):
        editor.post(page("bank_retire", version), {"retired": "yes"})
    assert Question.objects.get().retired_at is not None
    assert AuditEntry.objects.filter(act=Act.QUESTION_CHANGED).count() == 1
    assert editor.get(page("bank_edit", version)).status_code == 404
    assert editor.get(page("bank_question", version)).status_code == 200
    editor.post(page("bank_retire", version), {"retired": "no"})
    assert Question.objects.get().retired_at is None
    Regrade.objects.create(version=version, act="annul", reason="wrong", document="1", by=cast.editor)
    Question.objects.update(retired_at=timezone.now())
    editor.post(page("bank_retire", version), {"retired": "no"})
    assert Question.objects.get().retired_at is not None
    assert editor.post(page("bank_retire", version), {"retired": "perhaps"}).status_code == 404


def test_kinds_that_are_not_written_here_have_no_form(editor: Client, module: Module) -> None:
    assert editor.get(page("bank_edit", make_question(module, 1, "essay", marks=3))).status_code == 404
    assert editor.get(page("bank_edit", make_question(module, 2, "mrz"))).status_code == 404
