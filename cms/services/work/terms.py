"""Terms of the glossary as work of translators. Note and mark of a term stay as they are."""

import datetime
import functools
import re
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from cms.domain.work import Work, WorkKind
from cms.selectors import term_work, text_work
from cms.services.work import drafts
from cms.services.work.adapter import Adapter, UnknownWorkError, WorkRefusedError
from courses.enums import Change, TermMark
from courses.selectors.term_texts import term_texts
from courses.services.terms import TermWordsError, UnknownTermError, set_term_words

if TYPE_CHECKING:
    from accounts.models import User

KIND = WorkKind.TERM
SEPARATOR = re.compile(r"\s*[;؛]\s*")


def publish(work: Work, change: Change | None, by: "User", at: datetime.datetime) -> None:
    """Publish a term in one language. Raises WorkRefusedError, UnknownWorkError."""
    said = {segment.path: segment.target for segment in work.segments}
    texts = term_texts([work.code]).get(work.code)
    before = texts.in_language(work.language) if texts else None
    try:
        set_term_words(
            code=work.code,
            language=work.language,
            title=said["term"],
            explanation=said.get("explanation", ""),
            forms=[form for form in SEPARATOR.split(said.get(term_work.FORMS, "")) if form],
            note=before.note if before else "",
            mark=TermMark(before.mark) if before else TermMark.PROPOSED,
            change=drafts.said(work, change),
            by=by,
            at=at,
        )
    except TermWordsError as error:
        problem = _("A term and its explanation are needed, the term with at most 255 letters.")
        raise WorkRefusedError(work, [problem]) from error
    except UnknownTermError as error:
        raise UnknownWorkError from error


ADAPTER = Adapter(
    open_work=functools.partial(text_work.opened, KIND, term_work.read),
    save=functools.partial(drafts.save, KIND, term_work.read),
    hand_in=functools.partial(drafts.hand_in, KIND, term_work.read, publish),
    lines=term_work.lines,
    words_to_do=functools.partial(text_work.words_to_do, KIND, term_work.read),
)
