"""Pairs and orderings, whose words are their key: how the options of a question change when its key is corrected."""

from collections.abc import Callable, Mapping
from typing import Any

from assessments.domain.kinds.places import right_of
from assessments.enums import QuestionKind
from assessments.models import QuestionText, QuestionVersion
from foundation.languages.titles import SOURCE_LANGUAGE

IN_WORDS = frozenset({QuestionKind.MATCHING, QuestionKind.ORDERING})


def turned_words(
    version: QuestionVersion, newest: QuestionVersion, key: Mapping[str, Any]
) -> Callable[[list[Any]], list[Any]] | None:
    """Return what brings the options of the newest version to what the corrected key of `version` says.

    None when they say so already, or when somebody has rewritten them: then it is not known what belongs where.
    """
    pairs = version.kind == QuestionKind.MATCHING
    ours, theirs = (_options(one) for one in (version, newest))
    if ours is None or theirs is None or len(ours) != len(theirs):
        return None
    if pairs and [row[0] for row in ours] != [row[0] for row in theirs]:
        return None
    wanted = [ours[item][1] if pairs else ours[item] for item in right_of(key)]
    have = [row[1] if pairs else row for row in theirs]
    if sorted(wanted) != sorted(have):
        return None
    turn = [have.index(words) for words in wanted]
    if turn == list(range(len(turn))):
        return None

    def turned(options: list[Any]) -> list[Any]:
        if pairs:
            return [[row[0], options[to][1]] for row, to in zip(options, turn, strict=True)]
        return [options[item] for item in turn]

    return turned


def _options(version: QuestionVersion) -> list[Any] | None:
    """Return the options in the source, else in the first language there is."""
    texts = {text.language: text.options for text in QuestionText.objects.filter(version=version)}
    return texts.get(SOURCE_LANGUAGE) or next(iter(texts.values()), None)
