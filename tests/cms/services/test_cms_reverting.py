"""Going back to an earlier edition makes a new one with the old words."""

import datetime

import pytest

from cms.domain.streams import to_streams
from cms.models import LessonPage
from cms.services.loading import load_curriculum
from cms.services.publishing import UntranslatedError, publish_page, untranslated
from cms.services.reverting import NoSuchEditionError, SameWordsError, go_back
from courses.enums import Change, TextState
from courses.models import LessonEdition
from courses.selectors.manuscripts import Block
from courses.selectors.standings import standings_of_lessons
from tests.cms.services.test_cms_meaning import AT, correct, newest, page, reword, say, stale, states
from tests.factories.cms import write_curriculum

HOUR = datetime.timedelta(hours=1)
LATER = AT + 3 * HOUR


@pytest.fixture
def loaded(tmp_path, db):
    load_curriculum(folder=write_curriculum(tmp_path / "curriculum"), by=None, at=AT)


def back(language, number, change, by, at=LATER):
    return go_back(code="M2.2.1", language=language, number=number, change=change, by=by, at=at)


def words(language):
    return newest(language).blocks


def test_the_source_goes_back_with_the_same_places(loaded, cast):
    before = words("en")
    reword(Change.MEANING, cast.editor)
    edition = back("en", 1, Change.MEANING, cast.editor)
    assert (edition.number, edition.change, edition.published_by) == (3, "meaning", cast.editor)
    assert edition.blocks == before
    assert page().title == "Reading the lines (en)"
    assert list(LessonEdition.objects.filter(lesson__code="M2.2.1", language="en").values_list("title", flat=True))[
        ::-1
    ] == ["Reading the lines (en)", "Reading all lines", "Reading the lines (en)"]
    assert untranslated(page("tg"))[0] == 0  # the old sentence has its old translation again
    assert stale() == {"tg", "fa-af", "ru"}  # but somebody has to say so


def test_a_block_made_by_an_editor_keeps_its_id(loaded, cast):
    lesson = page()
    lesson.body.append(("points", {"key": "", "title": "More", "items": ["first", "second"]}))
    lesson.save_revision(clean=False)
    publish_page(page=lesson, change=Change.MEANING, by=cast.editor, at=AT + HOUR)
    raw = page().body.get_prep_value()[-1]
    lesson = page()
    lesson.body[-1].value["items"][0] = "changed"
    lesson.save_revision(clean=False)
    publish_page(page=lesson, change=Change.MEANING, by=cast.editor, at=AT + 2 * HOUR)
    back("en", 2, Change.MEANING, cast.editor)
    again = page().body.get_prep_value()[-1]
    assert again["id"] == raw["id"]
    assert [item["value"] for item in again["value"]["items"]] == ["first", "second"]


def test_without_the_revision_blocks_keep_their_ids_all_the_same(loaded, cast):
    ids = [child["id"] for child in page().body.get_prep_value()]
    reword(Change.MEANING, cast.editor)
    page().revisions.all().delete()
    back("en", 1, Change.MEANING, cast.editor)
    assert [child["id"] for child in page().body.get_prep_value()] == ids
    streams = to_streams("M2.2.1", [Block(kind, key, fields) for kind, key, fields in words("en")])
    assert [child["id"] for child in streams.body] == ids


def test_a_translation_goes_back(loaded, cast):
    before = words("tg")
    correct("tg", Change.WORDING, by=cast.editor)
    edition = back("tg", 1, Change.WORDING, cast.editor)
    assert (edition.number, edition.blocks) == (3, before)
    assert LessonPage.objects.get(pk=page("tg").pk).title == "Reading the lines (tg)"
    assert stale() == set()


def test_a_translation_that_lacks_a_new_sentence_waits_as_a_draft(loaded, cast):
    correct("tg", Change.WORDING, by=cast.editor)
    lesson = page()
    lesson.body.append(("points", {"key": "", "title": "More", "items": ["first"]}))
    lesson.save_revision(clean=False)
    publish_page(page=lesson, change=Change.MEANING, by=cast.editor, at=AT + 2 * HOUR)
    with pytest.raises(UntranslatedError):
        back("tg", 1, Change.FOLLOWS, cast.editor)
    assert newest("tg").number == 2
    title = say("tg", "title", "x").source.stringsegment_set.get(context__path="title")
    assert title is not None
    assert states()["tg"] == TextState.STALE


def test_what_cannot_be_gone_back_to(loaded, cast):
    with pytest.raises(SameWordsError):
        back("en", 1, Change.MEANING, cast.editor)
    with pytest.raises(NoSuchEditionError):
        back("en", 7, Change.MEANING, cast.editor)
    assert len(standings_of_lessons(codes=["M2.2.1"])) == 4
