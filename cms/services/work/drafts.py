"""Save and hand in work on things that are no pages: drafts are rows of WorkDraft, published by the kind's own app."""

import datetime
from collections.abc import Callable
from typing import TYPE_CHECKING

from django.db import transaction

from cms.domain.work import Work, WorkKind
from cms.models import WorkDraft
from cms.selectors.text_work import Read, opened
from cms.services.work.adapter import Texts, UnknownWorkError, WorkChangedError, WorkIncompleteError
from courses.enums import Change

if TYPE_CHECKING:
    from accounts.models import User

Publish = Callable[[Work, Change | None, "User", datetime.datetime], None]


def save(
    kind: WorkKind,
    read: Read,
    *,
    code: str,
    language: str,
    texts: Texts,
    fingerprint: str,
    by: "User",
    at: datetime.datetime,
    drafts_code: str = "",
) -> Work:
    """Keep the texts, as Save says. `drafts_code` as in `opened`."""
    with transaction.atomic():
        if opened(kind, read, code, language) is None:
            raise UnknownWorkError
        draft = _locked(kind, drafts_code or code, language)
        work = _opened(kind, read, code, language, drafts_code)
        if work.fingerprint != fingerprint:
            raise WorkChangedError(work)
        for segment in work.segments:
            if segment.path in texts:
                draft.texts[segment.path] = texts[segment.path].strip()
                draft.sources[segment.path] = segment.source
        if texts:
            draft.changed_by, draft.changed_at = by, at
            draft.save()
        elif not draft.texts:
            draft.delete()
        return _opened(kind, read, code, language, drafts_code)


def hand_in(
    kind: WorkKind,
    read: Read,
    publish: Publish,
    *,
    code: str,
    language: str,
    texts: Texts,
    fingerprint: str,
    change: Change | None,
    by: "User",
    at: datetime.datetime,
) -> Work:
    """Keep the texts and publish the thing when nothing of it is open, as HandIn says.

    `publish` writes the work with the kind's own service; it raises WorkRefusedError.
    """
    work = save(kind, read, code=code, language=language, texts=texts, fingerprint=fingerprint, by=by, at=at)
    if work.open or not work.segments:
        raise WorkIncompleteError(work)
    with transaction.atomic():
        draft = _locked(kind, code, language)
        work = _opened(kind, read, code, language, "")
        if work.open:  # its source was changed between the two
            raise WorkIncompleteError(work)
        publish(work, change, by, at)
        draft.delete()
        return _opened(kind, read, code, language, "")


def said(work: Work, change: Change | None) -> Change | None:
    """Return what happened to the meaning: a text that was behind, and is handed in whole, follows what is newest."""
    return Change.FOLLOWS if work.behind and change == Change.WORDING else change


def _locked(kind: WorkKind, code: str, language: str) -> WorkDraft:
    """Return the draft, made when there is none, while nobody else writes it."""
    WorkDraft.objects.get_or_create(kind=kind, code=code, language=language)
    return WorkDraft.objects.select_for_update().get(kind=kind, code=code, language=language)


def _opened(kind: WorkKind, read: Read, code: str, language: str, drafts_code: str) -> Work:
    work = opened(kind, read, code, language, drafts_code)
    if work is None:
        raise UnknownWorkError
    return work
