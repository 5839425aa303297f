"""The words of one version of a question for whoever looks at its key."""

from assessments.models import QuestionText
from foundation.languages.titles import SOURCE_LANGUAGE


def words_in(version: int, *languages: str) -> QuestionText | None:
    """Return the words of a version in the first of the languages in which they are written, at last the source."""
    wanted = [*languages, SOURCE_LANGUAGE]
    found = {row.language: row for row in QuestionText.objects.filter(version=version, language__in=wanted)}
    return next((found[one] for one in wanted if one in found), None)
