"""Sentences of the interface as work of translators. What is handed in goes out with the next release.

`manage.py export_wording` writes it into the catalogues; it is seen once they are compiled.
"""

import datetime
import functools
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from cms.domain.catalogue import Sentence, problems_of
from cms.domain.work import Segment, Work
from cms.models import InterfaceWording, WorkDraft
from cms.selectors import text_work, wording
from cms.services.work import drafts
from cms.services.work.adapter import Adapter, Texts, WorkIncompleteError, WorkRefusedError

if TYPE_CHECKING:
    from accounts.models import User
    from courses.enums import Change

KIND, ALL = wording.KIND, wording.ALL


def hand_in(
    *,
    code: str,
    language: str,
    texts: Texts,
    fingerprint: str,
    change: "Change | None",
    by: "User",
    at: datetime.datetime,
) -> Work:
    """Keep the texts and propose each sentence of the page that is whole; others of the page may still be open.

    Raises WorkIncompleteError for a sentence that lacks some of its plural forms, WorkRefusedError for broken
    placeholders: then nothing of the page is proposed.
    """
    work = drafts.save(
        KIND,
        wording.read,
        code=code,
        language=language,
        texts=texts,
        fingerprint=fingerprint,
        by=by,
        at=at,
        drafts_code=ALL,
    )
    with transaction.atomic():
        draft = WorkDraft.objects.select_for_update().filter(kind=KIND, code=ALL, language=language).first()
        if draft is None:
            return work
        ready = _ready(work, draft)
        _refuse_broken(work, ready)
        InterfaceWording.objects.bulk_create(
            InterfaceWording(
                language=language,
                message=sentence.message,
                msgid=sentence.msgid,
                texts=[segment.target for segment in segments],
                proposed_by=by,
                proposed_at=at,
            )
            for sentence, segments in ready
        )
        done = {segment.path for _sentence, segments in ready for segment in segments}
        draft.texts = {path: text for path, text in draft.texts.items() if path not in done}
        draft.sources = {path: text for path, text in draft.sources.items() if path not in done}
        draft.save()
    return text_work.opened(KIND, wording.read, code, language, ALL) or work


def _ready(work: Work, draft: WorkDraft) -> list[tuple[Sentence, list[Segment]]]:
    """Return the sentences of the page that somebody wrote, with their forms. Raises WorkIncompleteError."""
    written = {segment.path.partition(".")[0] for segment in work.segments if segment.path in draft.texts}
    found = []
    for sentence in wording.catalogue_of(work.language).sentences:
        if sentence.message not in written:
            continue
        segments = [segment for segment in work.segments if segment.path.partition(".")[0] == sentence.message]
        if not all(segment.done for segment in segments):
            raise WorkIncompleteError(work)
        found.append((sentence, segments))
    return found


def _refuse_broken(work: Work, ready: Sequence[tuple[Sentence, list[Segment]]]) -> None:
    problems = [
        f"{sentence.msgid}: {_(problem)}"
        for sentence, segments in ready
        for problem in problems_of(sentence, [segment.target for segment in segments])
    ]
    if problems:
        raise WorkRefusedError(work, problems)


ADAPTER = Adapter(
    open_work=functools.partial(text_work.opened, KIND, wording.read, drafts_code=ALL),
    save=functools.partial(drafts.save, KIND, wording.read, drafts_code=ALL),
    hand_in=hand_in,
    lines=wording.lines,
    words_to_do=functools.partial(text_work.words_to_do, KIND, wording.read, drafts_code=ALL),
    asks_change=False,
)
