"""The permission table of `cms`."""

from typing import Any

from django.utils import timezone

from cms.services.po_in import keep_file
from courses.enums import ApprovedKind, TermTopic
from courses.models import Term, TermEdition
from courses.selectors.standings import standings_of_lessons
from tests.permissions.rows import Row

READS = dict.fromkeys(("instructor", "head", "editor", "translator", "auditor", "administrator"), 200)
READS["other_instructor"] = 200
WRITES = {"editor": 200, "translator": 200, "administrator": 200}


def text(_: Any) -> dict[str, str]:
    return {"kind": "lesson", "code": "M2.2.1", "language": "tg"}


def lesson(_: Any) -> dict[str, str]:
    return {"code": "M2.2.1", "language": "tg"}


def hand_in(_: Any) -> dict[str, Any]:
    (standing,) = standings_of_lessons(codes=["M2.2.1"], languages=("tg",))
    return {"act": "forward", "step": "draft", "hash": standing.hash, "number": standing.number, "note": ""}


def hand_in_all(setting: Any) -> dict[str, Any]:
    one = hand_in(setting)
    return {
        "kind": ApprovedKind.LESSON,
        "language": "tg",
        "step": "draft",
        "text": [f"M2.2.1:{one['hash']}:{one['number']}"],
    }


BOARD_ROWS = [
    Row("cms:board", "GET", READS),
    Row("cms:board_list", "GET", READS),
    Row("cms:review", "GET", READS, kwargs=text),
    Row(
        "cms:review",
        "POST",
        {"editor": 302, "translator": 302, "administrator": 302},
        kwargs=text,
        data=hand_in,
    ),
    # who may not take the step is told so for each text, on the list
    Row("cms:review_all", "POST", {**dict.fromkeys(READS, 302), "auditor": 403}, data=hand_in_all),
    Row("cms:review_all", "GET", {**dict.fromkeys(READS, 405), "auditor": 403}),
    Row("cms:editions", "GET", READS, kwargs=lesson),
    Row("cms:compare", "GET", READS, kwargs=lesson),
    Row("cms:go_back", "GET", WRITES, kwargs=lambda _: {"code": "M2.2.1", "language": "tg", "number": 1}),
    Row(
        "cms:go_back",
        "POST",
        {"editor": 404, "translator": 404, "administrator": 404},  # this lesson has no page
        kwargs=lambda _: {"code": "M2.2.1", "language": "tg", "number": 1},
        data=lambda _: {"change": "meaning", "seen": "1"},
    ),
    # pages of the source language: tests/cms/views/test_cms_publish_views.py
    Row(
        "cms:publish_page", "GET", {"editor": 404, "translator": 404, "administrator": 404}, kwargs=lambda _: {"pk": 1}
    ),
    Row(
        "cms:publish_page", "POST", {"editor": 404, "translator": 404, "administrator": 404}, kwargs=lambda _: {"pk": 1}
    ),
]


def a_term(_: Any) -> dict[str, str]:
    """A term of the glossary that waits for its Tajik."""
    term, made = Term.objects.get_or_create(code="T900", topic=TermTopic.DOCUMENTS)
    if made:
        TermEdition.objects.create(term=term, language="en", number=1, title="visa", source_hash="x")
    return {"kind": "term", "code": "T900", "language": "tg"}


def po_draft(setting: Any) -> dict[str, Any]:
    """A file of the translator's that waits to be taken in."""
    data = b'msgid ""\nmsgstr "Language: tg\\n"\n\nmsgctxt "term|T900|term"\nmsgid "visa"\nmsgstr "x"\n'
    return {"pk": keep_file(data=data, by=setting.translator, at=timezone.now())}


PO_ROWS = [
    Row("cms:po_out", "GET", WRITES),
    Row("cms:po_out", "POST", dict.fromkeys(WRITES, 405)),
    Row("cms:po_in", "GET", WRITES),
    Row("cms:po_in", "POST", dict.fromkeys(WRITES, 422)),
    Row("cms:po_check", "GET", {"translator": 200, "editor": 404, "administrator": 404}, kwargs=po_draft),
    Row("cms:po_check", "POST", {"translator": 302, "editor": 404, "administrator": 404}, kwargs=po_draft),
]
WORK_ROWS = [
    Row("cms:work", "GET", WRITES, kwargs=a_term),
    Row("cms:work", "POST", dict.fromkeys(WRITES, 302), kwargs=a_term),
    Row("cms:queue", "GET", WRITES),
    Row("cms:work", "GET", dict.fromkeys(WRITES, 404), kwargs=text),  # this lesson has no page
    Row("cms:work", "POST", dict.fromkeys(WRITES, 404), kwargs=text),
]

ROWS = [*BOARD_ROWS, *PO_ROWS, *WORK_ROWS]
