"""Editors write questions on a screen: new ones, changed ones, retired ones."""

import uuid
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Act
from accounts.models import AuditEntry
from assessments.enums import QuestionKind
from assessments.models import Attempt, Question, QuestionPicture, QuestionText, QuestionVersion, Regrade
from assessments.services.pictures import keep_picture
from cms.models import Picture
from courses.models import Module
from tests.conftest import Cast
from tests.factories.assessments import DRAWING, KEYS, NEW_KEYS, make_question, make_quiz
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
    "gaps": {"stem": "A {1} and a {2}.", "gap_0": "seal\nstamp", "right_0": "2", "gap_1": "x\n\ny\nz", "right_1": "۱"},
    "essay": {"option_0": "names the danger", "points_0": "1", "option_2": "says what to do", "points_2": "1"},
    "hotspot": {"left_1": "60", "top_1": "10.5", "width_1": "۲۰", "height_1": "20", "alt": "A page"},
    "mrz": {"zone": "TD1", "field": "", "faults": ["none", "birth_check"]},
}
MADE = {
    "single": {"options": 2, "right": [1]},
    "multiple": {"options": 3, "right": [0, 2]},
    "true_false": {"right": True},
    "numeric": {"value": "12.5", "tolerance": "0"},
    "matching": {"pairs": 2},
    "ordering": {"items": 2},
    "short": {"accepted": [["en", "refugee", 100], ["tg", "гуреза", 100]]},
    "gaps": {"gaps": [[2, 1], [3, 0]]},
    "essay": {"lines": [1, 1]},
    "hotspot": {"areas": [[600, 105, 200, 200]]},
    "mrz": {"format": "TD1", "faults": ["birth_check", "none"]},
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
    if of == "hotspot":
        common["picture"] = keep_picture(name="place.svg", data=DRAWING).digest
    return {"submission": str(uuid.uuid4()), **common, **ANSWERS[of], **changed}


def shown(client: Client, version: QuestionVersion) -> dict[str, Any]:
    """What a browser would send back when nothing is changed."""
    context = client.get(page("bank_edit", version)).context
    form = context["form"]
    data = {name: form[name].value() for name in form.fields if form[name].value() not in {None, False}}
    for line in context["lines"]:
        data |= {f"option_{line.number}": line.words, f"other_{line.number}": line.other}
    right = [str(line.number) for line in context["lines"] if line.right]
    return {**data, **typed(dict(context["key"])), **({"right": right} if right else {})}


def typed(key: dict[str, Any]) -> dict[str, Any]:
    """The fields of the answers as the form names them."""
    for gap in key.pop("gaps", []):
        key |= {f"gap_{gap.number}": gap.words, f"right_{gap.number}": gap.right}
    for line in key.pop("rubric", []):
        key |= {f"option_{line.number}": line.words, f"points_{line.number}": line.points}
    for row in key.pop("zones", []):
        key |= {f"{name}_{row.number}": text for name, text in row.cells}
    if "faults" in key:
        key["faults"] = [name for name, _label, chosen in key["faults"] if chosen]
    return {name: value for name, value in key.items() if name not in {"boxes", "formats", "hidden"}}


@pytest.mark.parametrize("kind", QuestionKind.values)
def test_a_new_question_of_each_kind_is_made_once(cast: Cast, editor: Client, kind: str) -> None:
    data = new(kind, tags="seals, visa,seals", exam_only="on")
    for _again in range(2):
        answer = editor.post(NEW, data)
        assert answer.status_code == 302
    made = Question.objects.get()
    version, text = made.versions.get(), QuestionText.objects.get()
    assert (version.kind, version.key, version.marks, made.created_by) == (kind, MADE[kind], 2, cast.editor)
    assert (text.language, text.stem, made.exam_only) == ("en", data["stem"], True)
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
        ("single", {"kind": "riddle"}),
        ("gaps", {"stem": "One {1}."}),
        ("gaps", {"right_0": "3"}),
        ("gaps", {"gap_1": "only"}),
        ("essay", {"points_0": "2"}),
        ("essay", {"points_0": ""}),
        ("essay", {"option_0": ""}),
        ("hotspot", {"left_1": "90"}),
        ("hotspot", {"left_1": "6.55"}),
        ("hotspot", {"top_1": ""}),
        ("hotspot", {"alt": ""}),
        ("mrz", {"zone": "TD9"}),
        ("mrz", {"faults": ["none"]}),
        ("mrz", {"field": "sex"}),
        ("single", {"module": "M9.9"}),
        ("single", {"stem": "- an item"}),
    ],
)
def test_what_is_not_sound_is_told_and_kept(editor: Client, kind: str, changed: dict[str, Any]) -> None:
    answer = editor.post(NEW, new(kind, **changed))
    assert answer.status_code == 422
    assert not Question.objects.exists()
    if "form" in answer.context and "stem" in answer.context["form"].fields and "stem" not in changed:
        assert new(kind)["stem"] in answer.content.decode()


@pytest.mark.parametrize("kind", [*KEYS, *NEW_KEYS])
def test_saving_what_is_shown_changes_nothing(editor: Client, module: Module, kind: str) -> None:
    version = make_question(module, 1, kind, marks=3 if kind == "essay" else 1)
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


@pytest.mark.parametrize("kind", QuestionKind.values)
def test_an_example_is_drawn_and_nothing_is_saved(editor: Client, kind: str) -> None:
    answer = editor.post(NEW, new(kind, preview="yes"))
    assert answer.status_code == 200
    assert answer.context["card"].kind == kind
    assert not Question.objects.exists()
    assert editor.post(NEW, new(kind, preview="yes", marks="11")).status_code == 422


def test_each_example_of_a_zone_is_another_one(editor: Client, module: Module) -> None:
    cards = [editor.post(NEW, new("mrz", preview="yes")).context["card"].specimen for _ in range(4)]
    assert len({tuple(lines) for lines in cards}) > 1
    version = make_question(module, 1, "mrz")
    shown_cards = [
        editor.get(page("bank_question", version), {"drawn": drawn}).context["found"].card for drawn in ("7", "7", "8")
    ]
    assert shown_cards[0].specimen == shown_cards[1].specimen != shown_cards[2].specimen
    assert editor.get(page("bank_question", version), {"drawn": "x" * 9}).status_code == 200


def test_a_hidden_digit_can_be_asked(editor: Client) -> None:
    answer = editor.post(NEW, new("mrz", field="composite", faults=[]))
    assert answer.status_code == 302
    assert QuestionVersion.objects.get().key == {"format": "TD1", "field": "composite"}


def test_a_place_on_a_picture_begins_with_the_picture(cast: Cast, editor: Client, module: Module) -> None:
    asked = {"module": "M2.2", "kind": "hotspot"}
    chooser = f"{reverse('assessments:bank_pictures')}?module=M2.2"
    assert editor.get(NEW, asked)["Location"] == chooser
    assert editor.get(chooser).status_code == 200
    file = SimpleUploadedFile("My Place.SVG", DRAWING)
    there = editor.post(chooser, {"file": file})["Location"]
    kept = QuestionPicture.objects.get()
    assert kept.name.startswith("question-my-place-")
    assert there.endswith(f"picture={kept.digest}")
    assert editor.get(there).context["picture"] == kept
    assert editor.post(chooser, {"source": kept.digest})["Location"] == there
    for bad in ({}, {"source": "nothing.svg"}, {"file": SimpleUploadedFile("a.svg", b"<svg onload='x'/>")}):
        assert editor.post(chooser, bad).status_code == 422
    assert editor.post(reverse("assessments:bank_pictures"), {"source": kept.digest}).status_code == 404
    single = make_question(module, 1)
    assert editor.get(reverse("assessments:bank_pictures"), {"code": single.question.code}).status_code == 404


def test_another_picture_makes_a_version_and_the_other_languages_write_anew(editor: Client, module: Module) -> None:
    version = make_question(module, 1, "hotspot")
    other = keep_picture(name="other.svg", data=DRAWING.replace(b"240", b"200"))
    page_asked = f"{page('bank_edit', version)}?picture={other.digest}"
    assert editor.get(page_asked).context["picture"] == other
    data = {**shown(editor, version), "picture": other.digest}
    assert editor.post(page("bank_edit", version), data).status_code == 302
    newest = version.question.versions.order_by("-number").first()
    assert (newest.number, newest.picture, newest.key) == (2, other, version.key)
    assert [text.language for text in newest.texts.all()] == ["en"]
    assert QuestionVersion.objects.get(pk=version.pk).picture != other


def test_a_picture_of_the_manuals_is_shown_without_its_waiting_labels(editor: Client, module: Module) -> None:
    drawing = DRAWING.replace(b"</svg>", b'<text x="1" y="1" text-anchor="middle">{1}</text></svg>')
    Picture.objects.create(title="Page", code="page.svg", file=ContentFile(drawing, "page.svg"), width=400, height=300)
    chooser = f"{reverse('assessments:bank_pictures')}?module=M2.2"
    assert "page.svg" in editor.get(chooser).content.decode()
    assert editor.post(chooser, {"source": "page.svg"}).status_code == 302
    kept = QuestionPicture.objects.get()
    assert b"{1}" not in bytes(kept.content)
    assert b"rect" in bytes(kept.content)
