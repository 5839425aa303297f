"""Terms in lessons become links: the first of each in a block, in prose only, in the language of the text."""

import pytest

from cms.rendering import beside, render_blocks
from cms.services.loading import load_curriculum
from courses.models import LessonEdition
from courses.selectors.manuscripts import Block
from tests.factories.cms import write_curriculum
from tests.factories.glossary import AT, make_term, write_glossary

pytestmark = pytest.mark.django_db
HEAD = Block("lesson", "M2.2.1", {"title": "Lesson"})


def body(*blocks: Block, language: str = "en") -> str:
    return render_blocks([HEAD, *blocks], language).body


def test_the_first_occurrence_in_each_block_is_a_link_to_the_term_in_the_language_of_the_text():
    make_term()
    text = Block("text", "a", {"title": "A refugee", "body": ("Two refugees.", "One refugee.")})
    html = body(text, Block("points", "b", {"items": ("a refugee",)}))
    assert html.count('<a class="term" href="/en/courses/glossary/T073/">') == 2
    assert '<p>Two <a class="term" href="/en/courses/glossary/T073/">refugees</a>.</p>' in html
    assert "<h2>A refugee</h2>" in html
    assert "<p>One refugee.</p>" in html
    dari = body(Block("text", "a", {"body": ("به پناهندگان",)}), language="fa-af")
    assert '<a class="term" href="/fa-af/courses/glossary/T073/">پناهندگان</a>' in dari


def test_marks_and_signs_of_the_text_stay_what_they_are():
    make_term()
    html = body(Block("warning", "w", {"title": "W", "body": ("**No refugee** & <b> `refugee` \ue000X\ue001",)}))
    assert '<strong>No <a class="term" href="/en/courses/glossary/T073/">refugee</a></strong>' in html
    assert '&amp; &lt;b&gt; <bdi dir="ltr" class="code">refugee</bdi> X</p>' in html


@pytest.mark.parametrize(
    "block",
    [
        Block("specimen", "s", {"lines": ("refugee",), "caption": "refugee"}),
        Block("terms", "t", {"items": (("refugee", "a refugee"),)}),
        Block("table", "t", {"title": "T", "header": (("refugee",),), "rows": (("refugee",),)}),
        Block("sources", "s", {"items": ("refugee",)}),
        Block("outcomes", "o", {"items": ("refugee",)}),
    ],
    ids=lambda block: block.kind,
)
def test_what_is_no_prose_has_no_links(block):
    make_term()
    assert 'class="term"' not in body(block)


def test_the_plain_text_and_the_manuscript_are_untouched():
    make_term()
    made = render_blocks([HEAD, Block("text", "a", {"body": ("a refugee",)})], "en")
    assert made.text.split("\n")[-1] == "a refugee"
    assert 'class="term"' in made.body


def test_many_texts_cost_one_query_a_language(django_assert_num_queries):
    make_term()
    texts = [[HEAD, Block("text", "a", {"body": ("a refugee",)})]] * 3
    with django_assert_num_queries(1):
        named = beside(texts)
        for text in texts:
            render_blocks(text, "en", named)


def test_a_glossary_loaded_before_the_lessons_is_linked_in_them(tmp_path):

    folder = write_glossary(write_curriculum(tmp_path / "c"), {"T001": {"en": "paragraph", "ru": "paragraph"}})
    report = load_curriculum(folder=folder, by=None, at=AT)
    assert report.glossary is not None
    assert report.glossary.added == ["T001"]
    edition = LessonEdition.objects.get(lesson__code="M2.2.1", language="ru", number=1)
    assert '<a class="term" href="/ru/courses/glossary/T001/">paragraph</a>' in edition.body
