"""Pictures of the manuals, for authors of questions: assessments asks for them without knowing this app."""

from assessments.selectors.pictures import LibraryPicture
from cms.domain.drawings import DrawingError, without_places
from cms.models import Picture

ENDINGS = (".svg", ".jpg", ".jpeg", ".png", ".webp")


def listing() -> list[LibraryPicture]:
    """Return the pictures that a question can show, by their codes. One query."""
    rows = Picture.objects.exclude(code="").order_by("code")
    return [
        LibraryPicture(row.code, row.title if row.title != row.code else "", row.file.url)
        for row in rows
        if row.code.endswith(ENDINGS)
    ]


def reading(code: str) -> bytes | None:
    """Return the bytes of a picture; of a drawing without the texts that wait for labels. None when there is none."""
    row = Picture.objects.filter(code=code).first() if code.endswith(ENDINGS) else None
    if row is None:
        return None
    try:
        with row.open_file() as file:
            data: bytes = file.read()
        return without_places(data) if code.endswith(".svg") else data
    except (OSError, DrawingError):
        return None
