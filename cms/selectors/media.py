"""Which pictures and files stand, and which of them are served."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from accounts.enums import CMS_ROLES, Role
from cms.domain.media_rules import KEPT, kind_of
from cms.domain.streams import ATTACHMENT, PICTURE
from cms.models import Attachment, Picture
from courses.selectors.reading import reads_lessons

if TYPE_CHECKING:
    from accounts.models import User

# Who sees files that no edition names yet: who writes, reviews and reads drafts.
SEES_DRAFTS = (*CMS_ROLES, Role.INSTRUCTOR, Role.HEAD, Role.AUDITOR)


def keys_of(files: Iterable[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """Return the primary keys of pictures and files by (store, code). At most two queries."""
    wanted = set(files)
    found: dict[tuple[str, str], int] = {}
    for store, model in ((PICTURE, Picture), (ATTACHMENT, Attachment)):
        if codes := [code for of, code in wanted if of == store]:
            rows = model.objects.filter(code__in=codes).values_list("code", "pk")  # type: ignore[attr-defined]
            found.update({(store, code): key for code, key in rows})
    return found


def is_served(name: str) -> bool:
    """True for the name of a file inside the folder of media that has a known kind and hides nothing."""
    parts = name.split("/")
    return kind_of(parts[-1]) is not None and all(
        part and not part.startswith(".") and "\\" not in part for part in parts
    )


def may_have(user: "User", name: str) -> bool:
    """True when `user` may have a file of the folder of media: of an edition who reads lessons, else who sees drafts.

    Files of editions are kept under a hash of their content; others have names that can be guessed.
    """
    return reads_lessons(user) if never_changes(name) else user.has_role(*SEES_DRAFTS)


def never_changes(name: str) -> bool:
    """True for a file that is kept by its content."""
    return name.startswith(f"{KEPT}/")
