"""A translator works in the language that the role names, and in no other."""

import pytest
from django.urls import reverse

from accounts.enums import Role
from accounts.services.roles import give_role
from courses.access import languages_of, may_review_language
from tests.factories.accounts import LONG_AGO, make_person
from tests.permissions import cms as table


@pytest.fixture
def russian(cast):
    person = make_person(number="TR-RU", language="ru")
    give_role(user=person, role=Role.TRANSLATOR, centre=None, by=None, on=LONG_AGO, language="ru")
    cast.russian = person
    return person


def test_only_the_own_language(cast, russian) -> None:
    assert languages_of(russian) == {"ru"}
    assert may_review_language(russian, "ru")
    assert not may_review_language(russian, "tg")
    assert not may_review_language(russian, "fa-af")
    assert [group.name for group in russian.groups.all()] == ["Translators ru"]


def test_the_work_of_another_language_is_not_there(cast, russian) -> None:
    client = cast.client("russian")
    asked = table.a_term(cast)
    own = client.get(reverse("cms:work", kwargs={**asked, "language": "ru"})).status_code
    other = client.get(reverse("cms:work", kwargs={**asked, "language": "tg"})).status_code
    assert (own, other) == (200, 404)
    assert client.post(reverse("cms:work", kwargs={**asked, "language": "tg"}), {}).status_code == 404
