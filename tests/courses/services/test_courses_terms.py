"""Words of terms are written as editions; new terms get numbers of their own; retired ones keep their editions."""

import pytest

from courses.enums import Change, TermTopic
from courses.models import Term, TermEdition
from courses.services.terms import TermWordsError, UnknownTermError, add_term, retire_term, set_term_words
from tests.factories.accounts import make_staff
from tests.factories.glossary import AT, make_term

pytestmark = pytest.mark.django_db


def write(**changes):
    values = {"code": "T073", "language": "tg", "title": "паноҳанда", "explanation": "Шахс.", "by": None, "at": AT}
    return set_term_words(**{**values, **changes})


def test_words_become_the_next_edition_with_the_hash_of_their_source():
    make_term()
    edition = write(forms=[" гурезагон ", ""], note="n")
    assert (edition.number, edition.title, edition.forms, edition.note) == (2, "паноҳанда", ["гурезагон"], "n")
    source = TermEdition.objects.get(term__code="T073", language="en")
    assert edition.source_hash == source.source_hash
    assert (edition.meaning, edition.change) == (1, Change.WORDING)


def test_the_same_words_again_make_no_edition():
    make_term()
    assert write().number == write().number == 2


def test_a_change_of_meaning_leaves_the_other_languages_out_of_date():
    make_term()
    assert write(change=Change.MEANING).meaning == 2
    assert TermEdition.objects.filter(language="en").latest("number").meaning == 1


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("title", {"title": "  "}),
        ("title", {"title": "x" * 256}),
        ("explanation", {"explanation": ""}),
        ("note", {"note": "x" * 501}),
    ],
)
def test_words_that_cannot_be_kept_are_refused(field, changes):
    make_term()
    with pytest.raises(TermWordsError) as error:
        write(**changes)
    assert error.value.field == field


def test_unknown_and_retired_terms_are_refused():
    make_term()
    with pytest.raises(UnknownTermError):
        write(code="T999")
    retire_term(code="T073", at=AT)
    retire_term(code="T073", at=AT)
    with pytest.raises(UnknownTermError):
        write()
    with pytest.raises(UnknownTermError):
        retire_term(code="T999", at=AT)
    assert TermEdition.objects.filter(term__code="T073").count() == 4


def test_new_terms_are_numbered_where_files_do_not_reach():
    make_term()
    editor = make_staff("editor", number="ED-7")

    def new() -> Term:
        return add_term(topic=TermTopic.BORDER, title="kiosk", explanation="A place.", by=editor, at=AT)

    assert [new().code, new().code] == ["T501", "T502"]
    assert Term.objects.get(code="T502").position == 75
    assert TermEdition.objects.get(term__code="T501").published_by == editor


def test_a_new_term_without_words_is_not_added():
    with pytest.raises(TermWordsError):
        add_term(topic=TermTopic.BORDER, title="kiosk", explanation=" ", by=make_staff("editor", number="E"), at=AT)
    assert not Term.objects.exists()
