"""Publishing asks what happened to the meaning, and the other languages tell the truth in the same request."""

import datetime

import pytest
from wagtail_localize.models import StringSegment, StringTranslation

from cms.models import LessonPage
from cms.services.following import translations_of
from cms.services.loading import load_curriculum
from cms.services.publishing import UntranslatedError, publish_page, publish_translation, untranslated
from courses.enums import Change, TextState
from courses.models import LessonEdition
from courses.selectors.standings import standings_of_lessons
from tests.factories.cms import write_curriculum

AT = datetime.datetime(2026, 11, 22, 8, 0, tzinfo=datetime.UTC)
LATER = AT + datetime.timedelta(hours=1)
OTHERS = ("tg", "fa-af", "ru")


@pytest.fixture
def loaded(tmp_path, db):
    load_curriculum(folder=write_curriculum(tmp_path / "curriculum"), by=None, at=AT)


def page(language="en", code="M2.2.1"):
    return LessonPage.objects.get(lesson__code=code, locale__language_code=language)


def newest(language="en", code="M2.2.1"):
    return LessonEdition.objects.filter(lesson__code=code, language=language).order_by("-number").first()


def states(code="M2.2.1"):
    return {standing.language: standing.state for standing in standings_of_lessons(codes=[code])}


def stale():
    return {language for language, state in states().items() if state == TextState.STALE}


def reword(change, by=None, title="Reading all lines", at=LATER):
    """An editor changes the title and publishes with an answer."""
    lesson = page()
    lesson.title = title
    lesson.save_revision(user=by, clean=False)
    return publish_page(page=lesson, change=change, by=by, at=at)


def translation(language):
    return next(one for one in translations_of(page()) if one.target_locale.language_code == language)


def say(language, path, text):
    """A translator writes one sentence."""
    one = translation(language)
    segment = StringSegment.objects.get(source=one.source, context__path=path)
    StringTranslation.objects.update_or_create(
        translation_of=segment.string, context=segment.context, locale=one.target_locale, defaults={"data": text}
    )
    return one


def correct(language, change, text="Другое", by=None, at=LATER):
    return publish_translation(translation=say(language, "title", text), change=change, by=by, at=at)


def test_a_changed_meaning_makes_all_others_stale_at_once(loaded, cast):
    edition = reword(Change.MEANING, cast.editor)
    assert (edition.number, edition.change, edition.published_by) == (2, "meaning", cast.editor)
    assert newest().number == 2  # the signal wrote no other
    assert stale() == set(OTHERS)
    assert untranslated(page("tg"))[0] == 1


def test_only_the_wording_makes_nothing_stale_and_carries_translations_over(loaded, cast):
    edition = reword(Change.WORDING, cast.editor)
    assert (edition.number, edition.change) == (2, "wording")
    assert stale() == set()
    assert [untranslated(page(language))[0] for language in OTHERS] == [0, 0, 0]
    assert [newest(language).number for language in OTHERS] == [1, 1, 1]  # nobody reads anything else


def test_a_sentence_nobody_had_translated_is_not_carried_over(loaded, cast):
    reword(Change.MEANING, cast.editor)
    reword(Change.WORDING, cast.editor, title="Reading all the lines")
    assert untranslated(page("tg"))[0] == 1
    assert stale() == set(OTHERS)


def test_what_has_no_words_goes_along(loaded, cast):
    lesson = page()
    for child in lesson.body:
        if child.block_type == "legal":
            child.value["checked"] = "2027-01-01"
    lesson.save_revision(clean=False)
    publish_page(page=lesson, change=Change.WORDING, by=cast.editor, at=LATER)
    for language in OTHERS:
        assert (newest(language).number, newest(language).change) == (2, "wording")
        assert "2027-01-01" in str(newest(language).blocks)
    assert stale() == set()


def test_the_lawyer_mends_the_tajik(loaded, cast):
    edition = correct("tg", Change.MEANING, by=cast.editor)
    assert (edition.number, edition.title, edition.meaning) == (2, "Другое", 2)
    assert page("tg").title == "Другое"
    assert stale() == {"en", "fa-af", "ru"}


def test_english_follows_and_tajik_stays(loaded, cast):
    correct("tg", Change.MEANING, by=cast.editor)
    edition = reword(Change.FOLLOWS, cast.editor, at=LATER + datetime.timedelta(hours=1))
    assert edition.meaning == 2
    assert stale() == {"fa-af", "ru"}
    assert untranslated(page("tg"))[0] == 0
    assert untranslated(page("ru"))[0] == 1
    assert newest("tg").number == 2


def test_english_that_said_so_already_follows_without_other_words(loaded, cast):
    correct("tg", Change.MEANING, by=cast.editor)
    edition = publish_page(page=page(), change=Change.FOLLOWS, by=cast.editor, at=LATER)
    assert (edition.number, edition.meaning) == (2, 2)
    assert stale() == {"fa-af", "ru"}


def test_a_corrected_comma_in_a_translation_makes_nothing_stale(loaded, cast):
    edition = correct("ru", Change.WORDING, by=cast.editor)
    assert (edition.number, edition.meaning) == (2, 1)
    assert stale() == set()


def test_a_translation_with_gaps_is_not_published(loaded, cast):
    reword(Change.MEANING, cast.editor)
    with pytest.raises(UntranslatedError):
        publish_translation(translation=translation("tg"), change=None, by=cast.editor, at=LATER)
    assert newest("tg").number == 1


def test_a_translation_that_follows_is_up_to_date(loaded, cast):
    reword(Change.MEANING, cast.editor)
    correct("tg", None, text="Хондани ҳамаи сатрҳо", at=LATER + datetime.timedelta(hours=1))
    assert (newest("tg").change, newest("tg").source) == ("follows", newest("en"))
    assert stale() == {"fa-af", "ru"}
