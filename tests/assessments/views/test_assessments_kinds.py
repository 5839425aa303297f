"""Every kind of question: shown, answered through the plain form, marked, and shown again with what was answered."""

import json

import pytest
from django.utils import timezone

from assessments.enums import QuestionKind
from assessments.models import Attempt, QuestionVersion
from assessments.services.starting import start
from tests.factories.assessments import KEYS, NEW_KEYS, make_question, make_quiz, right_answer

KINDS = list(QuestionKind.values)


def sat(cast, kind: str) -> Attempt:
    """An attempt at a quiz whose only question is of the kind."""
    module = cast.cohort.programme_version.parts.get().module
    make_quiz(module, questions=0)
    make_question(module, 1, kind, marks=3)
    return start(code=module.code, language="tg", by=cast.trainee, at=timezone.now())


def posted(kind: str, answer) -> dict[str, object]:
    """What a browser without scripts posts for an answer."""
    fields: dict[str, object] = {"was1": "null"}
    if kind in {"matching", "ordering", "gaps"}:
        return fields | {f"q1-{number}": place for number, place in enumerate(answer)}
    if kind == "hotspot":
        return fields | {"q1-x": str(answer[0] / 10), "q1-y": str(answer[1] / 10).replace(".", ",")}
    if kind == "true_false":
        return fields | {"q1": "true" if answer else "false"}
    return fields | {"q1": answer}


def test_the_list_of_kinds_is_whole() -> None:
    assert set(KEYS) | set(NEW_KEYS) == set(KINDS)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "essay"])
def test_every_kind_is_answered_without_scripts_and_marked(cast, kind: str) -> None:
    attempt = sat(cast, kind)
    drawn = attempt.drawn.select_related("version").get()
    answer = right_answer(drawn)
    client = cast.client("trainee")
    page = client.get(f"/tg/assessments/attempts/{attempt.pk}/")
    assert page.status_code == 200
    for secret in ("right", "areas", "accepted", "беженец"):
        assert f'"{secret}"' not in page.content.decode()  # nothing of the key is in the page
    assert client.post(f"/tg/assessments/attempts/{attempt.pk}/answer/", posted(kind, answer)).status_code == 302
    assert attempt.responses.get().answer == answer
    again = client.get(f"/tg/assessments/attempts/{attempt.pk}/").content.decode()
    assert f'value="{json.dumps(answer).replace(chr(34), "&quot;")}"' in again
    assert client.post(f"/tg/assessments/attempts/{attempt.pk}/submit/", {"confirmed": "1"}).status_code == 302
    attempt.refresh_from_db()
    assert attempt.percent == 100
    result = client.get(f"/tg/assessments/attempts/{attempt.pk}/result/")
    assert result.status_code == 200
    assert "feedback 1 tg" in result.content.decode()


def test_a_zone_is_another_one_in_the_next_attempt_and_the_same_again_in_the_same(cast) -> None:
    attempt = sat(cast, "mrz")
    client = cast.client("trainee")

    def zone() -> str:
        page = client.get(f"/en/assessments/attempts/{attempt.pk}/").content.decode()
        return page.split("<pre")[1].split("</pre>")[0]

    first = zone()
    assert "P&lt;UTO" in first
    assert zone() == first
    client.post(f"/en/assessments/attempts/{attempt.pk}/submit/", {"confirmed": "1"})
    attempt = start(code="M2.2", language="tg", by=cast.trainee, at=timezone.now())
    assert zone() != first


def test_the_picture_is_shown_to_who_drew_it_and_to_no_other_trainee(cast) -> None:
    sat(cast, "hotspot")
    picture = QuestionVersion.objects.get().picture
    answer = cast.client("trainee").get(f"/en/assessments/pictures/{picture.digest}/")
    assert answer.status_code == 200
    assert "sandbox" in answer["Content-Security-Policy"]
    assert cast.client("classmate").get(f"/en/assessments/pictures/{picture.digest}/").status_code == 404
    assert cast.client("nobody").get(f"/en/assessments/pictures/{picture.digest}/").status_code == 302


def test_an_answer_longer_than_a_page_takes_is_cut_and_not_refused(cast) -> None:
    attempt = sat(cast, "short")
    cast.client("trainee").post(f"/en/assessments/attempts/{attempt.pk}/answer/", {"was1": "null", "q1": "я" * 500})
    assert len(attempt.responses.get().answer) == 120
