"""Where a text is written: its page in Wagtail, or the workbench of translators."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.urls import NoReverseMatch, reverse

from accounts.enums import Role
from cms.models import LessonPage
from courses.enums import ApprovedKind
from courses.selectors.standings import Standing
from foundation.languages.titles import SOURCE_LANGUAGE

if TYPE_CHECKING:
    from accounts.models import User


def edit_addresses(standings: Sequence[Standing], user: "User") -> dict[tuple[str, str], str]:
    """Return the addresses of the pages of lessons in Wagtail, by code and language, for who edits there. One query.

    Only pages of the source language: translations are written at the workbench.
    """
    if not user.has_role(Role.EDITOR, Role.ADMINISTRATOR):
        return {}
    codes = {
        standing.code
        for standing in standings
        if standing.kind == ApprovedKind.LESSON and standing.language == SOURCE_LANGUAGE
    }
    if not codes:
        return {}
    rows = LessonPage.objects.filter(
        Q(lesson__code__in=codes), locale__language_code=SOURCE_LANGUAGE, alias_of=None
    ).values_list("lesson__code", "pk")
    return {(code, SOURCE_LANGUAGE): reverse("wagtailadmin_pages:edit", args=[pk]) for code, pk in rows}


def work_address(kind: Any, code: str, language: str) -> str:
    """Return the address of the workbench for a text, empty where there is none."""
    try:
        return reverse("cms:work", kwargs={"kind": str(kind), "code": code, "language": language})
    except NoReverseMatch:
        return ""
