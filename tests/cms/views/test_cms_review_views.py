"""The page of a reviewer, the list of editions, and two of them compared."""

import datetime
import re

import pytest
from django.utils import timezone

from accounts.enums import AuthorisationKind
from accounts.models import Authorisation
from cms.services.loading import load_curriculum
from courses.enums import ApprovalState, ApprovedKind, Change, TermTopic, TextState
from courses.models import Approval, Lesson, LessonEdition, Term
from courses.selectors.standings import standings_of_lessons
from courses.services.approvals import set_state
from courses.services.editions import TermText, publish_lesson, publish_terms
from courses.services.progress import complete
from tests.cms.services.test_cms_meaning import correct, reword
from tests.factories.accounts import LONG_AGO
from tests.factories.assessments import make_practical, make_question
from tests.factories.cms import write_curriculum

AT = datetime.datetime(2026, 11, 20, 8, 0, tzinfo=datetime.UTC)


def url(language="tg", code="M2.2.1", kind="lesson"):
    return f"/en/curriculum/review/{kind}/{code}/{language}/"


def standing(language="tg", code="M2.2.1"):
    return standings_of_lessons(codes=[code], languages=(language,))[0]


def press(client, act="forward", note="", language="tg", **other):
    now = standing(language)
    data = {"act": act, "note": note, "step": now.step, "hash": now.hash, "number": now.number}
    return client.post(url(language), data | other)


def publish(text, language="tg", by=None, change=None):
    return publish_lesson(
        lesson=Lesson.objects.get(code="M2.2.1"),
        language=language,
        title="Title",
        summary="",
        body=f"<p>{text}</p>",
        instructor_body="",
        text=text,
        outcomes=(),
        blocks=[["lesson", "M2.2.1", {"title": "Title"}], ["text", "a", {"body": [text]}]],
        source_hash="0",
        source=None,
        change=change,
        by=by,
        at=timezone.now(),
    )


def approve():
    now = standing()
    set_state(
        kind=ApprovedKind.LESSON,
        code="M2.2.1",
        language="tg",
        source_hash=now.hash,
        state=ApprovalState.APPROVED,
        by=None,
        at=timezone.now(),
    )


def test_all_the_way_on_the_screen(cast):
    html = cast.client("translator").get(url()).content.decode()
    assert "Hand in for review" in html
    assert 'lang="tg" dir="ltr"' in html
    assert "body tg" in html
    assert "body en" in html
    assert press(cast.client("translator")).status_code == 302
    assert "The content is right" not in cast.client("translator").get(url()).content.decode()
    assert press(cast.client("editor"), note="Checked with the law.").status_code == 302
    assert press(cast.client("translator")).status_code == 302
    assert standing().state == TextState.APPROVED
    html = cast.client("auditor").get(url()).content.decode()
    assert "Checked with the law." in html
    assert "ED-1" in html
    assert "<button" not in re.search(r"<main.*</main>", html, re.S).group(0)


def test_two_reviewers_at_once_the_second_is_told(cast):
    now = standing()
    old = {"hash": now.hash, "number": now.number, "step": now.step}
    publish("words of somebody else")
    late = press(cast.client("editor"), **old, note="Kept note")
    assert late.status_code == 409
    assert "Somebody has changed this text since you opened it." in late.content.decode()
    assert "Kept note" in late.content.decode()
    assert Approval.objects.count() == 0


def test_sending_back_needs_a_note_and_says_so(cast):
    press(cast.client("translator"))
    refused = press(cast.client("editor"), act="back")
    assert refused.status_code == 422
    assert "Say in the note what must be changed." in refused.content.decode()
    assert press(cast.client("editor"), act="back", note="Article 5").status_code == 302
    assert standing().state == TextState.DRAFT
    too_long = press(cast.client("editor"), act="back", note="x" * 501)
    assert too_long.status_code == 422


def test_ones_own_words(cast):
    publish("mine", by=cast.editor)
    press(cast.client("editor"))
    html = cast.client("editor").get(url()).content.decode()
    assert "Somebody else must pass them." in html
    assert "The content is right" not in html
    assert press(cast.client("editor")).status_code == 409


def test_what_is_not_allowed_or_unknown(cast):
    assert press(cast.client("auditor")).status_code == 403
    assert press(cast.client("editor"), act="jump").status_code == 422
    assert press(cast.client("editor"), number="x").status_code == 422
    assert press(cast.client("editor"), step="approved").status_code == 409
    for address in (url("xx"), url(code="M9.9.9"), url(kind="novel")):
        assert cast.client("editor").get(address).status_code == 404


def test_a_missing_text_has_nothing_to_pass(cast):
    LessonEdition.objects.filter(language="tg").delete()
    answer = cast.client("editor").get(url())
    assert answer.status_code == 200
    assert "Hand in for review" not in answer.content.decode()
    data = {"act": "forward", "step": "draft", "hash": "0", "number": "1"}
    assert cast.client("editor").post(url(), data).status_code == 404


def test_what_changed_since_the_approved_edition_is_marked(cast):
    publish("Hold the document to the light")
    approve()
    publish("Hold the passport to the light")
    html = cast.client("editor").get(url()).content.decode()
    assert re.search(r"<del><span[^>]*>[^<]*</span>document</del>", html)
    assert re.search(r"<ins><span[^>]*>[^<]*</span>passport</ins>", html)
    assert "approved edition 2" in html


def test_a_stale_text_says_so_and_shows_who_is_newer(cast):
    publish("Суханҳои нав", change=Change.MEANING)
    html = cast.client("editor").get(url("en")).content.decode()
    assert "Another language says something newer." in html
    assert "Суханҳои нав" in html  # beside English stands the language that is newer
    assert "Hand in for review" not in html


def test_questions_show_their_key_to_reviewers_only(cast):
    version = make_question(Lesson.objects.get(code="M2.2.1").module, 1)
    address = url(kind="question", code=version.question.code)
    assert cast.client("editor").get(address).status_code == 200
    assert cast.client("auditor").get(address).status_code == 404
    assert cast.client("instructor").get(address).status_code == 404
    Authorisation.objects.create(
        user=cast.instructor, kind=AuthorisationKind.TEACH, course_code="M2", valid_from=LONG_AGO
    )
    assert "stem 1 tg" in cast.client("instructor").get(address).content.decode()


@pytest.mark.parametrize("kind", ["question", "practical"])
def test_questions_and_exercises_take_the_same_steps(kind, cast):
    module = Lesson.objects.get(code="M2.2.1").module
    code = make_question(module, 1).question.code if kind == "question" else make_practical(module=module).code
    for person in ("translator", "editor", "translator"):
        html = cast.client(person).get(url(kind=kind, code=code)).content.decode()
        data = {
            name: re.search(rf'name="{name}" value="([^"]+)"', html).group(1) for name in ("step", "hash", "number")
        }
        assert cast.client(person).post(url(kind=kind, code=code), data | {"act": "forward"}).status_code == 302
    assert Approval.objects.values_list("kind", "state").first() == (kind, "approved")


def test_terms_are_reviewed_too(cast):
    term = Term.objects.create(code="T001", topic=TermTopic.BORDER)
    for language, title in (("en", "border"), ("fa-af", "سرحد")):
        text = TermText(term=term, language=language, title=title, summary="What it is", forms=["مرز"], source_hash="s")
        publish_terms(texts=[text], by=None, at=timezone.now())
    html = cast.client("translator").get(url("fa-af", "T001", "term")).content.decode()
    assert all(words in html for words in ("سرحد", "مرز", 'dir="rtl"'))


def test_editions_say_who_read_them(cast):
    publish("Other words", by=cast.editor, change=Change.WORDING)
    newest = LessonEdition.objects.get(lesson__code="M2.2.1", language="tg", number=2)
    complete(completion=cast.trainee.pk, lesson="M2.2.1", edition=newest.pk, by=cast.trainee, at=timezone.now())
    html = cast.client("auditor").get("/en/curriculum/editions/M2.2.1/tg/").content.decode()
    rows = re.findall(r"<tr>\s*<th scope=\"row\">.*?</tr>", html, re.S)
    assert len(rows) == 2
    assert all(words in rows[0] for words in ("ED-1", "Only the wording has changed", 'data-label="Read by">1<'))
    assert "Go back to it" not in html
    assert "Go back to it" in cast.client("editor").get("/en/curriculum/editions/M2.2.1/tg/").content.decode()


@pytest.mark.parametrize("query", ["?a=9", "?a=x", "?b=0", "?a=-1", "?a=99999999999999999999"])
def test_editions_that_are_not_there(query, cast):
    assert cast.client("editor").get(f"/en/curriculum/editions/M2.2.1/tg/compare/{query}").status_code == 404
    assert cast.client("editor").get("/en/curriculum/editions/M9.9.9/tg/").status_code == 404


def test_comparing_in_dari(cast):
    publish("گذرنامه را در نور بگیرید", "fa-af")
    publish("سند را در نور بگیرید", "fa-af")
    html = cast.client("editor").get("/fa-af/curriculum/editions/M2.2.1/fa-af/compare/").content.decode()
    assert re.search(r'<div lang="fa-AF" dir="rtl">.*<del>.*گذرنامه</del> <ins>.*سند</ins>', html, re.S)


@pytest.fixture
def loaded(tmp_path, db):
    load_curriculum(folder=write_curriculum(tmp_path / "curriculum"), by=None, at=AT)


def test_going_back_asks_and_makes_a_new_edition(loaded, cast):
    reword(Change.MEANING, cast.editor)
    client = cast.client("editor")
    address = "/en/curriculum/editions/M2.2.1/en/1/back/"
    assert "Has the meaning changed?" in client.get(address).content.decode()
    assert client.post(address, {"seen": "2"}).status_code == 422
    assert client.post(address, {"seen": "1", "change": "meaning"}).status_code == 409
    answer = client.post(address, {"seen": "2", "change": "meaning"}, follow=True)
    assert "Edition 3 has the words of edition 1." in answer.content.decode()
    assert standing("en").number == 3
    again = client.post(address, {"seen": "3", "change": "meaning"})
    assert "The newest edition says the same already." in again.content.decode()


def test_only_who_writes_a_language_goes_back_in_it(loaded, cast):
    correct("tg", Change.WORDING, by=cast.editor)
    reword(Change.MEANING, cast.editor)
    translator = cast.client("translator")
    assert translator.get("/en/curriculum/editions/M2.2.1/tg/1/back/").status_code == 200
    assert translator.get("/en/curriculum/editions/M2.2.1/en/1/back/").status_code == 404
    answer = translator.post(
        "/en/curriculum/editions/M2.2.1/tg/1/back/", {"seen": "2", "change": "wording"}, follow=True
    )
    assert "1 of" in answer.content.decode()
    assert "texts are not translated" in answer.content.decode()
    assert standing("tg").number == 2
