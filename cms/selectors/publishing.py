"""What must be asked before a source page is published."""

import dataclasses
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from wagtail.models import Page

from cms.domain.differences import BlockChange, compare
from cms.domain.streams import content_hash, from_json
from cms.models import CoursePage, LessonPage, ModulePage
from cms.selectors.review import Newer
from courses.enums import Change
from courses.selectors.editions import newest_editions_of
from courses.selectors.history import edition_of_lesson
from courses.selectors.manuscripts import Block
from foundation.languages.titles import SOURCE_LANGUAGE

if TYPE_CHECKING:
    from accounts.models import User

ANSWERED = (CoursePage, ModulePage, LessonPage)


@dataclasses.dataclass(frozen=True)
class Question:
    """A draft of a source page that waits to be published. `choices` are the answers that make sense.

    `newer` is the edition of another language that says something newer than the source. `draft` is the hash of what
    the draft says: its revision would not do, because Wagtail saves a new one by itself, half a second after a key.
    """

    page: Any
    title: str
    code: str
    language: str
    kind: str
    draft: str
    edition: int
    changes: Sequence[BlockChange]
    words_changed: bool
    newer: Newer | None
    choices: Sequence[tuple[str, Any]]


def must_be_asked(page: Any) -> bool:
    """True for a draft of a source page that says something else than its newest edition, or lags behind another one.

    Not for what was never published: its meaning is new anyway.
    """
    if not _is_source(page):
        return False
    newest = {edition.language: edition for edition in newest_editions_of(page.row)}
    source = newest.get(SOURCE_LANGUAGE)
    if source is None:
        return False
    lags = source.meaning < max(edition.meaning for edition in newest.values())
    return bool(lags or source.source_hash != content_hash(page.blocks()))


def question_of(pk: int, user: "User") -> Question | None:
    """Return the question about a page's newest draft, or None when there is none or `user` may not publish it."""
    page = Page.objects.filter(pk=pk).specific().first()
    if page is None or not _is_source(page) or not page.permissions_for_user(user).can_publish():
        return None
    revision = page.get_latest_revision()
    draft = revision.as_object() if revision is not None else page
    newest = {edition.language: edition for edition in newest_editions_of(page.row)}
    source = newest.get(SOURCE_LANGUAGE)
    if source is None:
        return None
    says = content_hash(draft.blocks())
    changed = source.source_hash != says
    newer = _newer(newest, source)
    changes = [change for change in compare(_said(page, source), draft.blocks()) if change.state != "same"]
    return Question(
        page=page,
        title=draft.title,
        code=page.code,
        language=SOURCE_LANGUAGE,
        kind=page.ROW,
        draft=says,
        edition=source.number,
        changes=changes,
        words_changed=changed,
        newer=newer,
        choices=[
            (value, label)
            for value, label in Change.choices
            if (value == Change.FOLLOWS and newer is not None) or (value != Change.FOLLOWS and changed)
        ],
    )


def _is_source(page: Any) -> bool:
    return (
        isinstance(page, ANSWERED)
        and page.alias_of_id is None
        and page.row is not None
        and page.locale.language_code == SOURCE_LANGUAGE
    )


def _newer(newest: dict[str, Any], source: Any) -> Newer | None:
    leading = max(newest.values(), key=lambda edition: edition.meaning)
    if leading.meaning <= source.meaning:
        return None
    return Newer(leading.language, leading.number, leading.number - 1)


def _said(page: Any, edition: Any) -> list[Block]:
    """Return what the newest edition of a page says as manuscript blocks."""
    if isinstance(page, LessonPage):
        text = edition_of_lesson(page.code, SOURCE_LANGUAGE, edition.number)
        said = from_json(text.blocks) if text is not None else []
        return [Block(block.kind, page.code, block.fields) if block.kind == "lesson" else block for block in said]
    fields: dict[str, Any] = {"title": edition.title}
    if isinstance(page, CoursePage) and edition.summary:
        fields["summary"] = edition.summary
    if isinstance(page, ModulePage) and edition.outcomes:
        fields["outcomes"] = tuple(edition.outcomes)
    return [Block(page.ROW, page.code, fields)]
