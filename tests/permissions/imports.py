"""Lines of the permission table about files of questions."""

from typing import Any

from django.utils import timezone

from assessments.services.imports import keep_import
from courses.models import Module
from tests.permissions.rows import Row


def gift(_: Any) -> dict[str, Any]:
    return {"format": "gift", "text": "Is it?{T}", "language": "en", "place": "M2.2", "follows": ""}


def waiting(setting: Any) -> dict[str, Any]:
    """A file that the editor uploaded: nobody else sees it before it is imported."""
    draft = keep_import(
        data=b"Is it?{T}",
        name="questions.gift",
        form="gift",
        language="en",
        module=Module.objects.get(code="M2.2"),
        lesson=None,
        follows=None,
        by=setting.cast.editor,
        at=timezone.now(),
    )
    return {"pk": draft.pk}


def whole_module(_: Any) -> dict[str, Any]:
    return {"module": "M2.2", "language": "en", "format": "gift"}


BOTH = dict.fromkeys(("editor", "administrator"), 200)

ROWS = [
    Row("assessments:imports", "GET", BOTH),
    Row("assessments:imports", "POST", dict.fromkeys(BOTH, 302), data=gift),
    Row("assessments:question_import", "GET", {"editor": 200, "administrator": 404}, kwargs=waiting),
    Row("assessments:question_import", "POST", {"editor": 302, "administrator": 404}, kwargs=waiting),
    Row("assessments:exports", "GET", BOTH),
    Row("assessments:exports", "POST", BOTH, data=whole_module),
]
