"""Pictures of questions, for those who may see the question."""

from typing import TYPE_CHECKING

from accounts.enums import Role
from assessments.models import AttemptQuestion, QuestionPicture

if TYPE_CHECKING:
    from accounts.models import User

AUTHORS = (Role.EDITOR, Role.TRANSLATOR, Role.AUDITOR, Role.ADMINISTRATOR)


def picture_for(user: "User", digest: str) -> QuestionPicture | None:
    """Return a picture by the digest of its bytes when `user` writes questions, or drew one that shows it."""
    found = QuestionPicture.objects.filter(digest=digest).first()
    if found is None or user.has_role(*AUTHORS):
        return found
    drawn = AttemptQuestion.objects.visible_to(user).filter(version__picture=found)
    return found if drawn.exists() else None
